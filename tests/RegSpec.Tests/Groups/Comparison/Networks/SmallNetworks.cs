using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests.Networks;

/// <summary>A language model of two LSTM layers: 11 tensors.</summary>
internal sealed class LstmLanguageModel : Module<Tensor, Tensor>
{
    private readonly Embedding encoder = Embedding(20, 4);
    private readonly LSTM rnn = LSTM(4, 4, numLayers: 2);
    private readonly Linear decoder = Linear(4, 20);

    public LstmLanguageModel()
        : base(nameof(LstmLanguageModel)) => RegisterComponents();

    public override Tensor forward(Tensor tokens) => decoder.call(rnn.call(encoder.call(tokens)).Item1);
}

/// <summary>A perceptron with batch norms: 10 tensors.</summary>
internal sealed class NormedPerceptron : Module<Tensor, Tensor>
{
    private readonly Linear fc1 = Linear(8, 6);
    private readonly BatchNorm1d bn1 = BatchNorm1d(6);
    private readonly Linear fc2 = Linear(6, 4);
    private readonly BatchNorm1d bn2 = BatchNorm1d(4);
    private readonly Linear head = Linear(4, 2);

    public NormedPerceptron()
        : base(nameof(NormedPerceptron)) => RegisterComponents();

    public override Tensor forward(Tensor x) => head.call(functional.relu(bn2.call(fc2.call(functional.relu(bn1.call(fc1.call(x)))))));
}
