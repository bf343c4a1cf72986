using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>The stored form of a <see cref="RidgeSelection"/>, without its solution.</summary>
internal sealed record RidgeSelectionJson(
    SelectionKind Criterion, int Folds, int Seed, int[]? FoldOfRow, double Lambda, double Value, double[] Lambdas, double[] Values,
    bool IsAtEdge, bool IsMonotone, bool IsDegenerate, string[] Warnings)
{
    /// <summary>Whether it can come from a <see cref="RidgeSelection"/>.</summary>
    [JsonIgnore]
    public bool IsComplete => Enum.IsDefined(Criterion) && Lambdas is not null && Values?.Length == Lambdas.Length && Warnings is not null
        && (Criterion != SelectionKind.KFold || (FoldOfRow is null ? Folds >= 2 : AreFolds(FoldOfRow)));

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
