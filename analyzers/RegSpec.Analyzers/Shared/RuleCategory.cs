using RegSpec.Semantics.Sources;

namespace RegSpec.Analyzers;

/// <summary>Categories of the rules, one a range of ids.</summary>
internal static class RuleCategory
{
    /// <summary>REG0xxx: what is declared is wrong, dead or contradictory.</summary>
    public const string Declarations = "RegSpec.Declarations";

    /// <summary>REG1xxx: what decay does to a model.</summary>
    public const string Decay = "RegSpec.Decay";

    /// <summary>REG2xxx: rows of a ridge regression.</summary>
    public const string Features = "RegSpec.Features";

    /// <summary>REG3xxx: what TorchSharp's optimizers and modules do otherwise than people expect.</summary>
    public const string Optimizers = "RegSpec.Optimizers";

    /// <summary>REG4xxx: the plan under review.</summary>
    public const string Manifest = "RegSpec.Manifest";
}
