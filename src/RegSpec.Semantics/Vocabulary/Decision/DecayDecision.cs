namespace RegSpec.Semantics.Vocabulary;

/// <summary>Which case of "who decides λ" applied.</summary>
internal enum DecisionSource
{
    /// <summary>No declaration anywhere: the parameter is undecided.</summary>
    Undecided,

    /// <summary>Case 1: a declaration on the leaf.</summary>
    Leaf,

    /// <summary>Case 2: a glob on a place that contains it.</summary>
    Glob,

    /// <summary>Case 3: the default of the subtree, under its policy.</summary>
    Default,
}

/// <summary>The fate of one parameter.</summary>
/// <param name="WeightDecay">λ; null when undecided, or when it depends on a dimension count that only the run time knows.</param>
/// <param name="Source">The case that decided.</param>
/// <param name="SiteIndex">Index of the deciding site (innermost first); −1 when undecided.</param>
/// <param name="DeclarationIndex">Index of the deciding declaration at that site; −1 when undecided.</param>
/// <param name="Policy">The policy in force, for <see cref="DecisionSource.Default"/>.</param>
/// <param name="Reason">Why, in a few words, for tables.</param>
/// <param name="ConflictIndex">Index of a second declaration of the same site that names the parameter and gives another λ; −1 without conflict.</param>
internal sealed record DecayDecision(
    double? WeightDecay,
    DecisionSource Source,
    int SiteIndex,
    int DeclarationIndex,
    Policy? Policy,
    string Reason,
    int ConflictIndex = -1)
{
    /// <summary>The point the decay pulls towards; without meaning where λ is 0.</summary>
    public ReferencePoint Towards { get; init; }

    /// <summary>Whether the parameter certainly decays, and towards zero.</summary>
    public bool IsPullToZero => WeightDecay > 0 && Towards == ReferencePoint.Zero;

    /// <summary>Declared decay in the sense of REG1001–REG1003 and REG1006: cases 1 and 2.</summary>
    public bool IsDeclared => Source is DecisionSource.Leaf or DecisionSource.Glob;
}
