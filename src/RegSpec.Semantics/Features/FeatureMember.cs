using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Features;

/// <summary>A feature of a row and its columns.</summary>
/// <param name="Member">Where it is read.</param>
/// <param name="Kind">How it becomes columns.</param>
/// <param name="IsScaled">Whether its columns are divided by their standard deviation; false for indicators and where the user vouches or declines.</param>
/// <param name="PenaltyFactor">The factor on the penalty of its columns, as declared.</param>
/// <param name="FirstColumn">Index of its first value among those that are read of a row.</param>
/// <param name="Length">How many of these it has: its columns, but one for a string.</param>
/// <param name="ValueType">The enum, or the elements of an array, in generated code; null for other kinds and for tensors.</param>
/// <param name="Levels">Distinct values of an enum in declared order.</param>
/// <param name="Time">Unit and origin; null for other kinds.</param>
/// <param name="TakesUnseen">Whether a string that no row of the fit had is predicted.</param>
/// <param name="Missing">What becomes of a value that is missing.</param>
/// <param name="Degree">The highest degree of its polynomials; 1 without.</param>
/// <param name="About">About what statistics sum its powers.</param>
/// <param name="Names">Names of the columns of an array; empty where they are numbered.</param>
internal sealed record FeatureMember(
    RowMember Member, FeatureKind Kind, bool IsScaled, double PenaltyFactor, int FirstColumn, int Length, string? ValueType, EquatableArray<EnumLevel> Levels, TimeForm? Time,
    bool TakesUnseen, MissingPolicy Missing, int Degree, double About, EquatableArray<string> Names);
