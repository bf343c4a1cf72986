using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>The stored form of a <see cref="RidgeSelection"/>, without its solution.</summary>
internal sealed record RidgeSelectionJson(
    [property: JsonRequired] SelectionKind Criterion, [property: JsonRequired] string Name, [property: JsonRequired] int Folds, [property: JsonRequired] int Seed,
    [property: JsonRequired] int Repeats, [property: JsonRequired] bool IsOrdered, [property: JsonRequired] int Gap, [property: JsonRequired] int[]? FoldOfRow,
    [property: JsonRequired] bool IsOneStandardError,
    [property: JsonRequired] double Lambda, [property: JsonRequired] double Value, [property: JsonRequired] double[] Lambdas, [property: JsonRequired] double[] Values, [property: JsonRequired] double[]? StandardErrors,
    [property: JsonRequired] bool IsAtEdge, [property: JsonRequired] bool IsMonotone, [property: JsonRequired] bool IsDegenerate, [property: JsonRequired] string[] Warnings)
{
    /// <summary>What cannot come from a selection, as a sentence; null if all can.</summary>
    public string? Fault() =>
        !Enum.IsDefined(Criterion) ? "'Criterion' of the selection is unknown."
        : Lambdas is null || Warnings is null || Name is null || Values?.Length != Lambdas.Length || (StandardErrors is not null && StandardErrors.Length != Lambdas.Length) ? "the selection has not one value for each λ."
        : !(Lambda > 0) || double.IsInfinity(Lambda) || !Array.TrueForAll(Lambdas, lambda => lambda > 0 && double.IsFinite(lambda)) ? "a λ of the selection is not positive and finite."
        : Criterion == SelectionKind.KFold && !(Repeats >= 1 && Gap >= 0 && (FoldOfRow is null ? Folds >= (IsOrdered ? 1 : 2) : AreFolds(FoldOfRow))) ? "the folds of the selection are none."
        : null;

    public static RidgeSelectionJson? Of(RidgeSelection? selection) => selection is null ? null : new(
        selection.Criterion.Kind, selection.Criterion.Name, selection.Criterion.Folds, selection.Criterion.Seed, selection.Criterion.Repeats, selection.Criterion.IsOrdered, selection.Criterion.Gap,
        selection.Criterion.Assignment, selection.Criterion.IsOneStandardError, selection.Lambda, selection.Value,
        [.. selection.Lambdas], [.. selection.Values], selection.StandardErrors?.ToArray(), selection.IsAtEdge, selection.IsMonotone, selection.IsDegenerate, [.. selection.Warnings]);

    public RidgeSelection ToSelection(RidgeSolution solution) => new()
    {
        Criterion = Criterion switch
        {
            SelectionKind.LeaveOneOut => LambdaSelection.LeaveOneOut,
            SelectionKind.Gcv => LambdaSelection.GeneralizedCrossValidation,
            SelectionKind.MassGcv => LambdaSelection.GeneralizedCrossValidationOfMass,
            SelectionKind.Evidence => LambdaSelection.Evidence,
            _ => LambdaSelection.Restored(Name, Folds, Seed, Repeats, IsOrdered, Gap, FoldOfRow, IsOneStandardError),
        },
        Lambda = Lambda,
        Value = Value,
        Lambdas = Lambdas,
        Values = Values,
        StandardErrors = StandardErrors,
        IsAtEdge = IsAtEdge,
        IsMonotone = IsMonotone,
        IsDegenerate = IsDegenerate,
        Warnings = Warnings,
        Solution = solution,
    };

    private static bool AreFolds(int[] folds) => folds.Length > 0 && folds.Min() == 0 && folds.Max() > 0 && folds.Distinct().Count() == folds.Max() + 1;
}
