using Consumer.Models;
using Consumer.Plain;
using Consumer.Training;
using RegSpec;
using TorchSharp;
using static TorchSharp.torch;

// Each model is trained twice from the same start: with the optimizer of the project, and with the groups of RegSpec.
var options = new Options(Rate: 0.02, L2: 0.1);
Compare("constant", () => new ConstantNet(), Optimizers.Constant, m => ParameterGroups.Of(m, 0.3).AdamW(0.01));
Compare("option", () => new OptionNet(), m => Optimizers.Option(m, options), m => ParameterGroups.Of(m, options.L2).SGD(options.Rate, momentum: 0.9));
Compare("filtered", () => new FilteredNet(), m => Optimizers.Filtered(m, options), m => ParameterGroups.Of(m, options.L2).Adam(options.Rate));
Compare("plain", () => new PlainNet(), m => Optimizers.Plain(m, options), m => ParameterGroups.Of(m, options.L2).RMSProp(options.Rate));
foreach (PlannedParameter row in new StackedNet().ParameterGroups().Where(row => row.IsScaleInvariant))
{
    Console.WriteLine(row.Name + ": " + row.Reason);
}

static void Compare<T>(string name, Func<T> create, Func<T, optim.Optimizer> theirs, Func<T, optim.Optimizer> ours)
    where T : nn.Module<Tensor, Tensor>
{
    using T first = create();
    using T second = create();
    using (no_grad())
    {
        foreach (var (a, b) in first.parameters().Zip(second.parameters()))
        {
            b.copy_(a);
        }
    }

    Train(first, theirs(first));
    Train(second, ours(second));
    bool isSame = first.parameters().Zip(second.parameters()).All(pair => pair.First.equal(pair.Second).all().item<bool>());
    Console.WriteLine(name + (isSame ? ": as the groups" : ": decays everything"));
}

static void Train(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer)
{
    using var own = optimizer;
    using Tensor x = linspace(-1, 1, 64).reshape(16, 4);
    using Tensor y = x.sum(1, keepdim: true).sin();
    for (int step = 0; step < 30; step++)
    {
        optimizer.zero_grad();
        using Tensor loss = nn.functional.mse_loss(model.call(x), y);
        loss.backward();
        optimizer.step();
    }
}
