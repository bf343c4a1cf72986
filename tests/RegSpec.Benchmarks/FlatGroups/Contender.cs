using System.Diagnostics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Benchmarks.FlatGroups;

/// <summary>One way to make a step, which takes turns with others.</summary>
internal abstract class Contender(string name) : IDisposable
{
    public string Name => name;

    /// <summary>Microseconds of a step, the least of the rounds so far.</summary>
    public double Step { get; private set; } = double.PositiveInfinity;

    /// <summary>One round.</summary>
    public void Measure(int steps) => Step = Math.Min(Step, Round(steps));

    /// <summary>What was measured counts no more.</summary>
    public void Forget() => Step = double.PositiveInfinity;

    public abstract void Dispose();

    /// <summary>Mean microseconds of some steps; gradients are renewed before each, and that is not timed.</summary>
    protected abstract double Round(int steps);
}

/// <summary>What of a step is measured.</summary>
internal enum StepPart
{
    /// <summary>All of it.</summary>
    Step,

    /// <summary>All of it, after clipping by the norm, which is always above the largest allowed.</summary>
    ClippedStep,

    /// <summary>The guard alone.</summary>
    Guard,
}

/// <summary>An optimizer of TorchSharp: stock, or of flattened groups.</summary>
internal sealed class TorchSharpContender : Contender
{
    private readonly Sequential model;
    private readonly FlatParameterGroups? flat;
    private readonly optim.Optimizer optimizer;
    private readonly Parameter[] parameters;
    private readonly Tensor[] gradients;
    private readonly StepPart part;

    public TorchSharpContender(string name, StepShape shape, bool isAdamW, FlatArithmetic? arithmetic, StepPart part = StepPart.Step)
        : base(name)
    {
        this.part = part;
        model = shape.Create();
        parameters = [.. model.parameters()];
        ParameterGroups groups = ParameterGroups.Of(model, 0.05);
        foreach (PlannedParameter row in groups)
        {
            row.Value.grad = (randn_like(row.Value) * 0.01).detach();
        }

        if (arithmetic is { } way)
        {
            flat = groups.Flatten();
            flat.Arithmetic = way;
            flat.PrepareStep();
        }

        optimizer = flat is null ? isAdamW ? groups.AdamW(1e-3) : groups.SGD(0.01, momentum: 0.9)
            : isAdamW ? flat.AdamW(1e-3) : flat.SGD(0.01, momentum: 0.9);
        gradients = flat is null ? [.. groups.Select(static row => row.Value.grad!)] : [.. flat.Groups.Select(static g => g.Value.grad!)];
    }

    protected override double Round(int steps)
    {
        long ticks = 0;
        for (int i = 0; i < steps; i++)
        {
            using (no_grad())
            {
                foreach (Tensor gradient in gradients)
                {
                    gradient.mul_(0.999);
                }
            }

            long start = Stopwatch.GetTimestamp();
            switch (part)
            {
                case StepPart.Guard:
                    flat!.PrepareStep();
                    break;
                case StepPart.ClippedStep when flat is not null:
                    flat.Step(optimizer, 0.001);
                    break;
                case StepPart.ClippedStep:
                    nn.utils.clip_grad_norm_(parameters, 0.001);
                    optimizer.step();
                    break;
                default:
                    optimizer.step();
                    break;
            }

            ticks += Stopwatch.GetTimestamp() - start;
        }

        return ticks * 1e6 / Stopwatch.Frequency / steps;
    }

    public override void Dispose()
    {
        optimizer.Dispose();
        flat?.Dispose();
        model.Dispose();
    }
}
