using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests.Networks;

/// <summary>ResNet-50 with its structure and names, narrow: 161 tensors.</summary>
internal sealed class ResNet50 : Module<Tensor, Tensor>
{
    private const int Width = 4;

    private readonly Conv2d conv1 = Conv2d(3, Width, 7, stride: 2, padding: 3, bias: false);
    private readonly BatchNorm2d bn1 = BatchNorm2d(Width);
    private readonly Sequential layer1 = Stage(Width, Width, blocks: 3, stride: 1);
    private readonly Sequential layer2 = Stage(4 * Width, 2 * Width, blocks: 4, stride: 2);
    private readonly Sequential layer3 = Stage(8 * Width, 4 * Width, blocks: 6, stride: 2);
    private readonly Sequential layer4 = Stage(16 * Width, 8 * Width, blocks: 3, stride: 2);
    private readonly Linear fc = Linear(32 * Width, 10);

    public ResNet50()
        : base(nameof(ResNet50)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        Tensor y = functional.max_pool2d(functional.relu(bn1.call(conv1.call(x))), 3, 2, 1);
        y = layer4.call(layer3.call(layer2.call(layer1.call(y))));
        return fc.call(functional.adaptive_avg_pool2d(y, 1).flatten(1));
    }

    private static Sequential Stage(int inputs, int width, int blocks, int stride) =>
        Sequential(Enumerable.Range(0, blocks).Select(i => ($"{i}", (Module<Tensor, Tensor>)(i == 0 ? new Bottleneck(inputs, width, stride) : new Bottleneck(4 * width, width, 1)))));

    private sealed class Bottleneck : Module<Tensor, Tensor>
    {
        private readonly Conv2d conv1;
        private readonly BatchNorm2d bn1;
        private readonly Conv2d conv2;
        private readonly BatchNorm2d bn2;
        private readonly Conv2d conv3;
        private readonly BatchNorm2d bn3;
        private readonly Sequential? downsample;

        public Bottleneck(int inputs, int width, int stride)
            : base(nameof(Bottleneck))
        {
            conv1 = Conv2d(inputs, width, 1, bias: false);
            bn1 = BatchNorm2d(width);
            conv2 = Conv2d(width, width, 3, stride: stride, padding: 1, bias: false);
            bn2 = BatchNorm2d(width);
            conv3 = Conv2d(width, 4 * width, 1, bias: false);
            bn3 = BatchNorm2d(4 * width);
            downsample = inputs == 4 * width ? null : Sequential(("0", Conv2d(inputs, 4 * width, 1, stride: stride, bias: false)), ("1", BatchNorm2d(4 * width)));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            Tensor y = functional.relu(bn1.call(conv1.call(x)));
            y = bn3.call(conv3.call(functional.relu(bn2.call(conv2.call(y)))));
            return functional.relu(y + (downsample is null ? x : downsample.call(x)));
        }
    }
}
