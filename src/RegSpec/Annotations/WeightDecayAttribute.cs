namespace RegSpec;

/// <summary>
/// Declares the L2 coefficient λ of a model class, or of one member. The objective it stands for is
/// data loss + Σ λ/2 ‖w‖² (coupled optimizers), or the optimizer's decoupled decay with the same λ (AdamW).
/// </summary>
/// <remarks>
/// On a class it is the default of everything below it; on a member that holds a catalog layer (Linear, BatchNorm …) or a raw
/// parameter it is that layer's λ; on a member that holds other modules it is their default.
/// With <see cref="Parameters"/> it is about exactly the parameters named.
/// </remarks>
/// <param name="lambda">The coefficient λ, finite and ≥ 0 (REG0001).</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = true, Inherited = false)]
public sealed class WeightDecayAttribute(double lambda) : Attribute
{
    /// <summary>The coefficient λ.</summary>
    public double Lambda { get; } = lambda;

    /// <summary>Which parameters the default reaches; not given, the policy around this declaration holds, else <see cref="DecayPolicy.Principled"/>.</summary>
    public DecayPolicy Policy
    {
        get => GivenPolicy ?? DecayPolicy.Principled;
        set => GivenPolicy = value;
    }

    /// <summary>
    /// Globs over parameter names relative to the member ("weight", "weight_hh_*", "encoder.*.bias"): ';' separates alternatives, each must
    /// match (REG0003); '*' stands for any characters; case-sensitive; whole name.
    /// </summary>
    public string? Parameters { get; set; }

    /// <summary>The point the decay pulls towards: zero, or the parameters as they were when the groups were bound.</summary>
    public Reference Towards { get; set; }

    /// <summary>Why: printed as the reason in tables; silences REG1001–REG1003 and REG1006 for this declaration.</summary>
    public string? Because { get; set; }

    internal DecayPolicy? GivenPolicy { get; private set; }
}
