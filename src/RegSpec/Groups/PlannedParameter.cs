using System.Globalization;
using TorchSharp.Modules;

namespace RegSpec;

/// <summary>One parameter tensor of a model with its fate; tied parameters (same storage) are one entry.</summary>
public sealed class PlannedParameter
{
    internal PlannedParameter(string name, IReadOnlyList<Parameter> wrappers)
    {
        Name = name;
        Wrappers = wrappers;
        Value = wrappers[0];
        IsFrozen = !Value.requires_grad;

        // Read now, so that a table can be printed after the model was disposed.
        Elements = Value.numel();
        Shape = $"[{string.Join(", ", Value.shape)}]";
    }

    /// <summary>The name in the root's <c>named_parameters()</c>; when several roots are joined, after the index of the root ("1.fc.weight").</summary>
    public string Name { get; }

    /// <summary>The parameter itself, as <c>named_parameters()</c> lists it first.</summary>
    public Parameter Value { get; }

    /// <summary>What the parameter is; of tied uses the strongest role.</summary>
    public ParameterRole Role { get; internal init; }

    /// <summary>The coefficient λ ≥ 0 of the objective data loss + Σ λ/2 ‖w‖² (for AdamW: of its decoupled decay).</summary>
    public double WeightDecay { get; internal init; }

    /// <summary>The factor > 0 on the optimizer's learning rate; 1 unless declared.</summary>
    public double LearningRateScale { get; internal init; }

    /// <summary>Why λ is what it is, in a few words ("default of Net", "bias", "scale-invariant: fc1 → bn1").</summary>
    public string Reason { get; internal init; } = "";

    /// <summary>Whether a normalization provably removes the scale of this weight, in every use.</summary>
    public bool IsScaleInvariant { get; internal init; }

    /// <summary>Whether <c>requires_grad</c> was false when the groups were bound or last refreshed; frozen parameters are in no group.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Every wrapper <c>named_parameters()</c> lists for this tensor: TorchSharp tells wrappers apart, not tensors.</summary>
    internal IReadOnlyList<Parameter> Wrappers { get; }

    /// <summary>A weight that no declaration reaches: harmless only while it is frozen.</summary>
    internal bool IsUndecided { get; init; }

    /// <summary>In a group with λ > 0.</summary>
    internal bool IsDecayed => !IsFrozen && WeightDecay > 0;

    /// <summary>Number of elements.</summary>
    internal long Elements { get; }

    /// <summary>Its sizes: "[10, 128]".</summary>
    internal string Shape { get; }

    internal void ReadFrozen() => IsFrozen = !Value.requires_grad;

    /// <summary>The cells of this row: name, shape, role, λ, learning-rate scale, reason.</summary>
    internal string[] Cells() =>
    [
        Name,
        Shape,
        Role.ToString(),
        WeightDecay.ToString(CultureInfo.InvariantCulture),
        LearningRateScale.ToString(CultureInfo.InvariantCulture),
        IsFrozen ? "frozen; " + Reason : Reason,
    ];

    /// <summary>Name, role, λ and reason in one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Name} ({Role}): λ = {WeightDecay}, lr × {LearningRateScale}, {Reason}");
}
