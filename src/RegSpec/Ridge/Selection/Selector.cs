using System.Globalization;

namespace RegSpec;

/// <summary>Selects λ by a criterion: from a grid that is held, or from the default one with its best bracket refined.</summary>
internal static class Selector
{
    /// <summary>Relative difference of a criterion that is no more than its rounding.</summary>
    private const double Rounding = 1e-13;

    /// <param name="data">The problem.</param>
    /// <param name="selection">The criterion.</param>
    /// <param name="held">The λ to choose from, ascending; null for the default grid, between whose points the best may lie.</param>
    /// <param name="target">Which target.</param>
    /// <param name="set">The folds, for criteria that have some.</param>
    public static RidgeSelection Select(RidgeData data, LambdaSelection selection, double[]? held, int target, FoldSet? set)
    {
        SpectralFit fit = new(data, target);
        bool saturated = data.Columns.Count - (data.Columns.Intercept ? 1 : 0) <= fit.Spectrum.DataRank && selection.Kind != SelectionKind.KFold;
        using LeaveOneOut? leaveOneOut = selection.Kind == SelectionKind.LeaveOneOut ? new LeaveOneOut(data, target, fit) : null;
        double[] grid = held ?? LambdaGrid.Of(fit.Spectrum);
        if (held is null && !saturated && leaveOneOut is { IsCheap: false })
        {
            grid = [.. LambdaGrid.DownTo(fit.Spectrum, grid, fit.Gcv), .. grid];   // two passes over the rows become one
        }

        using FoldErrors? folds = selection.Kind == SelectionKind.KFold ? new FoldErrors(set!, data, target) : null;
        double[] Criteria(double[] at) => selection.Kind switch
        {
            SelectionKind.LeaveOneOut => leaveOneOut!.Errors(at),
            SelectionKind.KFold => folds!.Errors(at),
            SelectionKind.Gcv => Array.ConvertAll(at, fit.Gcv),
            SelectionKind.MassGcv => Array.ConvertAll(at, fit.MassGcv),
            _ => Array.ConvertAll(at, lambda => -fit.LogEvidence(lambda)),
        };
        FoldTable? table = folds?.Of(grid);
        double[] values = table?.Means ?? Criteria(grid);
        double[]? errors = table?.StandardErrors;
        int best = LineSearch.LeastOf(values);
        if (held is null && best == 0 && !saturated && LambdaGrid.Below(fit.Spectrum, grid) is { Length: > 0 } below)
        {
            FoldTable? belowTable = folds?.Of(below);
            double[] belowValues = belowTable?.Means ?? Criteria(below);
            int least = LineSearch.LeastOf(belowValues);
            if (values[0] - belowValues[least] > Rounding * Math.Abs(values[0]))
            {
                (grid, values, best) = ([.. below, .. grid], [.. belowValues, .. values], least);
                errors = errors is null ? null : [.. belowTable!.StandardErrors, .. errors];
            }
        }

        if (selection.IsOneStandardError && !double.IsNaN(errors![best]))
        {
            best = Array.FindLastIndex(values, value => value <= values[best] + errors[best]);
        }

        bool edge = best == 0 || best == grid.Length - 1;
        (double chosen, double value) = (grid[best], values[best]);
        if (held is null && !edge && !selection.IsOneStandardError)
        {
            bool cheap = (leaveOneOut?.Work ?? folds?.Work ?? 0) <= LineSearch.SmallWork;
            (chosen, value) = LineSearch.Refine(Criteria, grid, values, best, cheap);
        }

        double Report(double criterion) => selection.Kind switch
        {
            SelectionKind.Evidence => fit.EvidenceInUnits(-criterion),
            SelectionKind.MassGcv => fit.SumInUnits(criterion),
            _ => fit.MeanInUnits(criterion),
        };
        bool idle = !Array.Exists(data.Columns.Active, j => data.Columns.Factor[j] > 0);
        bool monotone = IsMonotone(values);
        bool degenerate = idle || values.Any(double.IsNaN) || (saturated && best == 0);
        return new RidgeSelection
        {
            Criterion = selection,
            Lambda = chosen,
            Value = Report(value),
            Lambdas = grid,
            Values = Array.ConvertAll(values, Report),
            StandardErrors = errors is null ? null : Array.ConvertAll(errors, fit.MeanInUnits),
            IsAtEdge = edge,
            IsMonotone = monotone,
            IsDegenerate = degenerate,
            Warnings = idle ? [Idle(data)] : [.. Warnings(selection, grid, best, edge, monotone, degenerate, folds is { HasLostDigits: true })],
            Solution = RidgeSolver.Solve(data, [target], chosen)[0],
        };
    }

    /// <summary>Throws where a criterion needs rows, unit weights or positive factors that the problem does not have.</summary>
    public static void Require(RidgeData data, LambdaSelection selection)
    {
        if (data.Rows is null && selection.Kind is SelectionKind.LeaveOneOut or SelectionKind.KFold)
        {
            throw new InvalidOperationException($"Selection by {selection.Name} needs the rows, but the problem has statistics only; use GCV or evidence, or build the problem from matrices.");
        }

        if (selection.Kind != SelectionKind.Evidence)
        {
            return;
        }

        if (!data.HasUnitWeights)
        {
            throw new InvalidOperationException("Selection by evidence is defined for rows without weights; use leave-one-out or GCV.");
        }

        int free = Array.FindIndex(data.Columns.Active, j => data.Columns.Factor[j] == 0);
        if (free >= 0)
        {
            throw new InvalidOperationException(
                $"Selection by evidence needs a penalty on every feature, but '{data.Names.Features[data.Columns.Active[free]]}' has the factor 0; use leave-one-out or GCV.");
        }
    }

    private static string Idle(RidgeData data) => data.Columns.Active.Length == 0
        ? "no feature varies over these rows, so that λ has no effect and the selected one has no meaning."
        : "no feature that varies is penalised (all penalty factors are 0), so that λ has no effect and the selected one has no meaning.";

    private static bool IsMonotone(double[] values)
    {
        double[] finite = Array.FindAll(values, double.IsFinite);
        return finite.Length > 1
            && (finite.Zip(finite.Skip(1), (a, b) => a <= b).All(rises => rises) || finite.Zip(finite.Skip(1), (a, b) => a >= b).All(falls => falls));
    }

    private static IEnumerable<string> Warnings(LambdaSelection selection, double[] grid, int best, bool edge, bool monotone, bool degenerate, bool hasLostDigits)
    {
        if (edge && grid.Length > 1)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{selection.Name}: the best λ, {grid[best]:G6}, is the {(best == 0 ? "smallest" : "largest")} tried; {(best == 0 ? "the data may need no penalty, or it must be set by other knowledge" : "the features may say nothing about the target")}.");
        }

        if (monotone)
        {
            yield return $"{selection.Name}: the criterion is monotone over all λ tried; it prefers no λ.";
        }

        if (degenerate)
        {
            yield return $"{selection.Name}: the features can fit every row, so the criterion is 0/0 as λ → 0; prefer k-fold here.";
        }

        if (hasLostDigits)
        {
            yield return $"{selection.Name}: errors of folds are so small that their statistics keep less than ten digits of them; select from the rows.";
        }
    }
}
