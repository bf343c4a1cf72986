using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests.Networks;

/// <summary>DenseNet-121 with its structure and names, narrow: 364 tensors.</summary>
internal sealed class DenseNet121 : Module<Tensor, Tensor>
{
    private const int Growth = 2;

    private readonly Sequential features = Sequential();
    private readonly Linear classifier;

    public DenseNet121()
        : base(nameof(DenseNet121))
    {
        int width = 2 * Growth;
        features.append("conv0", Conv2d(3, width, 7, stride: 2, padding: 3, bias: false));
        features.append("norm0", BatchNorm2d(width));
        features.append("relu0", ReLU());
        features.append("pool0", MaxPool2d(3, 2, 1));
        int[] blocks = [6, 12, 24, 16];
        for (int b = 0; b < blocks.Length; b++)
        {
            int inputs = width;
            features.append($"denseblock{b + 1}", Sequential(Enumerable.Range(0, blocks[b])
                .Select(i => ($"denselayer{i + 1}", (Module<Tensor, Tensor>)new DenseLayer(inputs + (i * Growth))))));
            width += blocks[b] * Growth;
            if (b < blocks.Length - 1)
            {
                features.append($"transition{b + 1}", Sequential(
                    ("norm", BatchNorm2d(width)), ("relu", ReLU()), ("conv", Conv2d(width, width / 2, 1, bias: false)), ("pool", AvgPool2d(2))));
                width /= 2;
            }
        }

        features.append("norm5", BatchNorm2d(width));
        classifier = Linear(width, 10);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) =>
        classifier.call(functional.adaptive_avg_pool2d(functional.relu(features.call(x)), 1).flatten(1));

    private sealed class DenseLayer : Module<Tensor, Tensor>
    {
        private readonly BatchNorm2d norm1;
        private readonly Conv2d conv1;
        private readonly BatchNorm2d norm2 = BatchNorm2d(4 * Growth);
        private readonly Conv2d conv2 = Conv2d(4 * Growth, Growth, 3, padding: 1, bias: false);

        public DenseLayer(int inputs)
            : base(nameof(DenseLayer))
        {
            norm1 = BatchNorm2d(inputs);
            conv1 = Conv2d(inputs, 4 * Growth, 1, bias: false);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) =>
            cat([x, conv2.call(functional.relu(norm2.call(conv1.call(functional.relu(norm1.call(x))))))], 1);
    }
}
