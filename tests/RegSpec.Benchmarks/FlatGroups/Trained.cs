using System.Diagnostics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Benchmarks.FlatGroups;

/// <summary>One model with its optimizer. Gradients are renewed between the measured parts as backward() does it: in place, every element.</summary>
internal sealed class Trained : IDisposable
{
    private readonly Sequential model;
    private readonly FlatParameterGroups? flat;
    private readonly optim.Optimizer optimizer;
    private readonly Parameter[] parameters;

    /// <param name="shape">The model.</param>
    /// <param name="weightDecay">λ of the weights; with 0 there is one group, else biases are a second.</param>
    /// <param name="make">Makes the optimizer of the groups, or null for one made from flattened groups.</param>
    /// <param name="makeFlat">Makes the optimizer of flattened groups.</param>
    public Trained(FlatShape shape, double weightDecay, Func<ParameterGroups, optim.Optimizer>? make, Func<FlatParameterGroups, optim.Optimizer>? makeFlat)
    {
        random.manual_seed(1);
        model = shape.Create();
        parameters = [.. model.parameters()];
        ParameterGroups groups = ParameterGroups.Of(model, weightDecay);
        flat = makeFlat is null ? null : groups.Flatten();
        optimizer = flat is null ? make!(groups) : makeFlat!(flat);
        foreach (Parameter p in parameters)
        {
            p.grad = randn_like(p).detach();
        }

        // An optimizer of one's own relies on it; the others do it in their first step.
        flat?.PrepareStep();
    }

    /// <summary>Microseconds of a step, of zeroing, and of clipping; the least of the rounds so far.</summary>
    public double Step { get; private set; } = double.PositiveInfinity;

    /// <inheritdoc cref="Step"/>
    public double Zero { get; private set; } = double.PositiveInfinity;

    /// <inheritdoc cref="Step"/>
    public double Clip { get; private set; } = double.PositiveInfinity;

    /// <summary>One round: the mean of some iterations, each part timed by itself.</summary>
    public void Measure(int iterations)
    {
        long step = 0;
        long zero = 0;
        long clip = 0;
        for (int i = 0; i < iterations; i++)
        {
            long start = Stopwatch.GetTimestamp();
            optimizer.zero_grad();
            zero += Stopwatch.GetTimestamp() - start;

            RenewGradients(i);
            start = Stopwatch.GetTimestamp();
            if (flat is null)
            {
                nn.utils.clip_grad_norm_(parameters, 1);
            }
            else
            {
                flat.ClipGradNorm(1);
            }

            clip += Stopwatch.GetTimestamp() - start;

            start = Stopwatch.GetTimestamp();
            optimizer.step();
            step += Stopwatch.GetTimestamp() - start;
        }

        double perTick = 1e6 / Stopwatch.Frequency / iterations;
        Step = Math.Min(Step, step * perTick);
        Zero = Math.Min(Zero, zero * perTick);
        Clip = Math.Min(Clip, clip * perTick);
    }

    /// <summary>The bytes of all parameters.</summary>
    public byte[] Values() => [.. parameters.SelectMany(static p => { using Tensor value = p.detach(); return value.bytes.ToArray(); })];

    public void Dispose()
    {
        optimizer.Dispose();
        flat?.Dispose();
        model.Dispose();
    }

    private void RenewGradients(int seed)
    {
        using var noGradient = no_grad();
        for (int i = 0; i < parameters.Length; i++)
        {
            using Tensor gradient = parameters[i].grad!;
            gradient.add_(0.001 * (1 + ((seed + i) % 7))).mul_(0.9);
        }
    }
}
