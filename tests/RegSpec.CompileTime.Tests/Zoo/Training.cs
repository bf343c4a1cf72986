using RegSpec;
using TorchSharp;
using static TorchSharp.torch;
using Zoo.Shapes;
using Zoo.Tabular;

[assembly: WeightDecayFor(typeof(Fluent), 0.01)]

namespace Zoo.Training;

/// <summary>How the models are used.</summary>
public static class Program
{
    public static void Run(Tensor x, Tensor y)
    {
        using var model = new Parent();
        using var mlp = new Mlp(8, 8, 1).Build();
        var actor = new ContinuousPolicy(4, new[] { 2 });
        var critic = new DuelingDqn(4, 8, 2);
        using var agent = new Agent(critic, actor);
        using var optimizer = model.ParameterGroups().SGD(0.1);
        for (int step = 0; step < 10; step++)
        {
            optimizer.zero_grad();
            var loss = nn.functional.mse_loss(model.call(x), y);
            loss.backward();
            optimizer.step();
        }

        Console.WriteLine(agent.forward(mlp.call(x)).Item1.ToString());
    }
}
