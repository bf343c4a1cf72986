namespace RegSpec.Semantics;

/// <summary>A feature of a row and its columns.</summary>
/// <param name="Member">Where it is read.</param>
/// <param name="Kind">How it becomes columns.</param>
/// <param name="IsScaled">Whether its columns are divided by their standard deviation; false for indicators and where the user vouches or declines.</param>
/// <param name="PenaltyFactor">The factor on the penalty of its columns, as declared.</param>
/// <param name="FirstColumn">Index of its first column.</param>
/// <param name="Length">Number of its columns.</param>
/// <param name="EnumType">The enum in generated code; null for other kinds.</param>
/// <param name="Levels">Its distinct values in declared order.</param>
internal sealed record FeatureMember(
    RowMember Member, FeatureKind Kind, bool IsScaled, double PenaltyFactor, int FirstColumn, int Length, string? EnumType, EquatableArray<EnumLevel> Levels);
