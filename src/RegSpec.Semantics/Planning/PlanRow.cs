using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Planning;

/// <summary>One parameter, or one nested module only the run time can open, in the plan of a class taken as root.</summary>
/// <param name="Path">Dotted name from the root ("fc1.weight", "blocks.0.norm.weight").</param>
/// <param name="MemberIndex">Index of the member of the root class it lies under.</param>
/// <param name="Facts">Role, dimensions, proof.</param>
/// <param name="Presence">Whether it exists in every instance.</param>
/// <param name="Decision">Its fate without a run-time λ; null for a nested module that is opened at run time.</param>
/// <param name="DecidedBy">Where the deciding declaration stands; null if undecided.</param>
/// <param name="LearningRateScale">Product of the scales around it.</param>
/// <param name="OpenedAtRunTime">For a nested module: why the compiler cannot see into it; null for a parameter.</param>
internal sealed record PlanRow(
    string Path,
    int MemberIndex,
    ParameterFacts Facts,
    Presence Presence,
    DecayDecision? Decision,
    DeclarationPlace? DecidedBy,
    double LearningRateScale,
    string? OpenedAtRunTime)
{
    /// <summary>Whether it is certainly created without gradient: listed, and in no group.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>The row that stands for padding, of a table that has one.</summary>
    public PaddingRow? Padding { get; init; }

    /// <summary>Why it is decided so, and what is not certain about it, in a few words.</summary>
    public string Reason => Decision is not { } decision
        ? "opened at run time: " + OpenedAtRunTime
        : (IsFrozen ? "made frozen; " : "") + decision.Reason
            + (Padding is { } padding && !IsFrozen && decision.IsPullToZero ? "; " + padding.Reason : "")
            + (OpenedAtRunTime is { } why ? "; " + why : Presence == Presence.Optional ? "; if present" : "");
}

/// <summary>Where a declaration stands in the source.</summary>
/// <param name="DeclaringType">Display name of the class that declares the member, or the class itself.</param>
/// <param name="Member">Name of the member, or null for a declaration on the class.</param>
/// <param name="Index">Index among the decay declarations of that place.</param>
internal sealed record DeclarationPlace(string DeclaringType, string? Member, int Index);
