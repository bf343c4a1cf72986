using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>The stored form of a <see cref="RidgeSelection"/>, without its solution.</summary>
internal sealed record RidgeSelectionJson(
    [property: JsonRequired] SelectionKind Criterion, [property: JsonRequired] int Folds, [property: JsonRequired] int Seed, [property: JsonRequired] int[]? FoldOfRow,
    [property: JsonRequired] double Lambda, [property: JsonRequired] double Value, [property: JsonRequired] double[] Lambdas, [property: JsonRequired] double[] Values,
    [property: JsonRequired] bool IsAtEdge, [property: JsonRequired] bool IsMonotone, [property: JsonRequired] bool IsDegenerate, [property: JsonRequired] string[] Warnings)
{
    /// <summary>What cannot come from a selection, as a sentence; null if all can.</summary>
    public string? Fault() =>
        !Enum.IsDefined(Criterion) ? "'Criterion' of the selection is unknown."
        : Lambdas is null || Warnings is null || Values?.Length != Lambdas.Length ? "the selection has not one value for each λ."
        : !(Lambda > 0) || double.IsInfinity(Lambda) || !Array.TrueForAll(Lambdas, lambda => lambda > 0 && double.IsFinite(lambda)) ? "a λ of the selection is not positive and finite."
        : Criterion == SelectionKind.KFold && !(FoldOfRow is null ? Folds >= 2 : AreFolds(FoldOfRow)) ? "the folds of the selection are none."
        : null;

    public static RidgeSelectionJson? Of(RidgeSelection? selection) => selection is null ? null : new(
        selection.Criterion.Kind, selection.Criterion.Folds, selection.Criterion.Seed, selection.Criterion.Assignment, selection.Lambda, selection.Value,
        [.. selection.Lambdas], [.. selection.Values], selection.IsAtEdge, selection.IsMonotone, selection.IsDegenerate, [.. selection.Warnings]);

    public RidgeSelection ToSelection(RidgeSolution solution) => new()
    {
        Criterion = Criterion switch
        {
            SelectionKind.LeaveOneOut => LambdaSelection.LeaveOneOut,
            SelectionKind.Gcv => LambdaSelection.GeneralizedCrossValidation,
            SelectionKind.MassGcv => LambdaSelection.GeneralizedCrossValidationOfMass,
            SelectionKind.Evidence => LambdaSelection.Evidence,
            _ => FoldOfRow is null ? LambdaSelection.KFold(Folds, Seed) : LambdaSelection.KFold(FoldOfRow),
        },
        Lambda = Lambda,
        Value = Value,
        Lambdas = Lambdas,
        Values = Values,
        IsAtEdge = IsAtEdge,
        IsMonotone = IsMonotone,
        IsDegenerate = IsDegenerate,
        Warnings = Warnings,
        Solution = solution,
    };

    private static bool AreFolds(int[] folds) => folds.Length > 0 && folds.Min() == 0 && folds.Max() > 0 && folds.Distinct().Count() == folds.Max() + 1;
}
