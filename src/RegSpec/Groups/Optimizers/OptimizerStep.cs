using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>An optimizer that a factory of this library made.</summary>
internal interface IPlannedOptimizer
{
    /// <summary>What is done around its steps.</summary>
    OptimizerStep Around { get; }

    /// <summary>Its groups, those too that schedulers do not see.</summary>
    IList<ParamGroup> AllGroups { get; }

    /// <summary>Drops the state of a parameter that is in no group any more.</summary>
    void Forget(Parameter parameter);

    /// <summary>Keeps a state for a parameter, in a group or not.</summary>
    void Keep(Parameter parameter, OptimizerState state);
}

/// <summary>What an optimizer made from a plan does around the step and the zeroing of its base class.</summary>
internal abstract class OptimizerStep
{
    private readonly List<RateFollower> followers = [];
    private List<PulledGroup> pulled = [];

    /// <summary>Whether the optimizer was disposed.</summary>
    public bool IsDisposed { get; set; }

    /// <summary>The groups in the order schedulers know them: a group that a change of the plan added follows another one, and is not among them.</summary>
    public IEnumerable<optim.ILearningRateController> Scheduled(IList<ParamGroup> all) =>
        followers.Count == 0 ? all : all.Where(group => !followers.Exists(follower => ReferenceEquals(follower.Group, group)));

    /// <summary>A group takes its rate and every option but λ from another one, before each step.</summary>
    public void Follow(ParamGroup group, ParamGroup leader) => followers.Add(new RateFollower(group, leader));

    /// <summary>The groups whose decay pulls towards a point that is not zero.</summary>
    public void Pull(IEnumerable<PulledGroup> groups) => pulled = [.. groups];

    /// <summary>The closure, what the plan asks before a step, the step of the base class.</summary>
    public abstract Tensor Step(IPlannedOptimizer optimizer, Func<Tensor>? closure, Func<Func<Tensor>?, Tensor> step);

    /// <summary>Zeroes the gradients.</summary>
    public abstract void ZeroGrad(IPlannedOptimizer optimizer, Action zeroGrad);

    /// <summary>The point w₀ of a parameter that is none of the plan's own, or null.</summary>
    public virtual Tensor? AnchorOf(Parameter parameter) => null;

    /// <summary>Whether a step of the base class alone would not be right.</summary>
    protected bool HasWork => followers.Count > 0 || pulled.Count > 0;

    /// <summary>Whether gradients change for the length of a step.</summary>
    protected bool HasPull => pulled.Count > 0;

    /// <summary>The step of the base class, with rates and pulls as the plan has them.</summary>
    protected void StepAsPlanned(Func<Func<Tensor>?, Tensor> step)
    {
        foreach (RateFollower follower in followers)
        {
            follower.Follow();
        }

        if (pulled.Count == 0)
        {
            step(null);
            return;
        }

        using var pull = new ReferencePull(pulled);
        step(null);
    }

    /// <summary>The loss and its gradients, or null without a closure.</summary>
    protected static Tensor? Evaluate(Func<Tensor>? closure)
    {
        if (closure is null)
        {
            return null;
        }

        using var gradient = enable_grad();
        return closure();
    }

    private sealed record RateFollower(ParamGroup Group, ParamGroup Leader)
    {
        public void Follow()
        {
            double? weightDecay = DecayOption.Get(Group.Options);
            Group.Options.LoadStateDict(Leader.Options);
            DecayOption.Set(Group.Options, weightDecay);
        }
    }
}

/// <summary>The step of an optimizer whose groups hold the parameters themselves.</summary>
internal sealed class StockStep : OptimizerStep
{
    public override Tensor Step(IPlannedOptimizer optimizer, Func<Tensor>? closure, Func<Func<Tensor>?, Tensor> step)
    {
        if (!HasWork)
        {
            return step(closure);
        }

        Tensor? loss = Evaluate(closure);
        StepAsPlanned(step);
        return loss!;
    }

    public override void ZeroGrad(IPlannedOptimizer optimizer, Action zeroGrad) => zeroGrad();
}
