using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>One parameter tensor of a model with its fate; tied parameters (same storage) are one entry.</summary>
public sealed class PlannedParameter
{
    internal PlannedParameter(string name, IReadOnlyList<Parameter> wrappers, ParameterRole role, Fate fate)
    {
        Name = name;
        Wrappers = wrappers;
        Value = wrappers[0];
        Role = role;
        Fate = fate;

        // Read now, so that a table can be printed after the model was disposed.
        Elements = Value.numel();
        Type = Value.dtype;
        Shape = $"[{string.Join(", ", Value.shape)}]";
    }

    /// <summary>The name in the root's <c>named_parameters()</c>; when several roots are joined, after the index of the root ("1.fc.weight").</summary>
    public string Name { get; }

    /// <summary>The parameter itself, as <c>named_parameters()</c> lists it first.</summary>
    public Parameter Value { get; }

    /// <summary>What the parameter is; of tied uses the strongest role.</summary>
    public ParameterRole Role { get; }

    /// <summary>The coefficient λ ≥ 0 of the objective data loss + Σ λ/2 ‖w − w₀‖² (for AdamW: of its decoupled decay); w₀ is 0 unless <see cref="Towards"/> says otherwise.</summary>
    public double WeightDecay => Key.WeightDecay;

    /// <summary>The point w₀ that the decay pulls towards.</summary>
    public Reference Towards => Key.Towards;

    /// <summary>The factor > 0 on the optimizer's learning rate; 1 unless declared.</summary>
    public double LearningRateScale => Key.LearningRateScale;

    /// <summary>Why λ is what it is, in a few words ("default of Net", "bias", "scale-invariant: fc1 → bn1"), and what is to be known about it.</summary>
    public string Reason => LostAt is { } rate ? FormattableString.Invariant($"{Fate.Reason}; lost at lr = {rate:G6}: lr·λ is below half a unit of the last place of {Type}") : Fate.Reason;

    /// <summary>Whether a normalization provably removes the scale of this weight, in every use and in the modes the modules were in when bound or last refreshed.</summary>
    public bool IsScaleInvariant => Fate.Invariance is not null;

    /// <summary>Whether <c>requires_grad</c> was false when the groups were bound or last refreshed; frozen parameters are in no group.</summary>
    public bool IsFrozen => Fate.IsFrozen;

    /// <summary>What is decided about it.</summary>
    internal Fate Fate { get; set; }

    /// <summary>The learning rate at which rounding loses its decay, in the optimizer made last; or null.</summary>
    internal double? LostAt { get; set; }

    /// <summary>The group it belongs to, once it is trainable.</summary>
    internal GroupKey Key => Fate.Key;

    /// <summary>w₀, for a decay that does not pull towards zero; a copy.</summary>
    internal Tensor? Anchor { get; private set; }

    /// <summary>Every wrapper <c>named_parameters()</c> lists for this tensor: TorchSharp tells wrappers apart, not tensors.</summary>
    internal IReadOnlyList<Parameter> Wrappers { get; }

    /// <summary>In a group with λ > 0.</summary>
    internal bool IsDecayed => !IsFrozen && WeightDecay > 0;

    /// <summary>Number of elements.</summary>
    internal long Elements { get; }

    /// <summary>Its dtype when it was bound.</summary>
    internal ScalarType Type { get; }

    /// <summary>Its sizes: "[10, 128]".</summary>
    internal string Shape { get; }

    /// <summary>The valid rows by the handle of their first wrapper.</summary>
    internal static Dictionary<nint, PlannedParameter> ByHandle(IEnumerable<PlannedParameter> rows) =>
        rows.Where(static row => !row.Value.IsInvalid).ToDictionary(static row => row.Value.Handle);

    /// <summary>Keeps the parameter as it is now as w₀, unless it keeps one or needs none.</summary>
    internal void KeepAnchor()
    {
        if (Anchor is null && Towards == Reference.Initial)
        {
            SetAnchor(Value);
        }
    }

    /// <summary>Sets w₀ to a copy of a tensor.</summary>
    internal void SetAnchor(Tensor reference)
    {
        using var noGradient = no_grad();
        Anchor?.Dispose();
        Anchor = reference.detach().clone().DetachFromDisposeScope();
    }

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
