namespace RegSpec;

/// <summary>Σs·e² of one fold for one target: by the moments of its rows, and by the rows themselves where there are no moments or too many digits cancel in them.</summary>
internal sealed class FoldTest : IDisposable
{
    private readonly Fold fold;
    private readonly int target;
    private readonly long mostKept;
    private readonly SpectralFit fit;
    private readonly MomentErrors? moments;
    private RowErrors? rows;

    /// <param name="fold">The fold.</param>
    /// <param name="target">Which target.</param>
    /// <param name="mostKept">Doubles of rows that may be kept.</param>
    public FoldTest(Fold fold, int target, long mostKept)
    {
        this.fold = fold;
        this.target = target;
        this.mostKept = mostKept;
        fit = new SpectralFit(fold.Fitted, target);
        moments = fold.Tested is null ? null : new MomentErrors(fold, target, fit);
    }

    /// <summary>Weight of the rows.</summary>
    public double Weight => moments?.Weight ?? Rows.Weight;

    /// <summary>Multiply-adds for one λ.</summary>
    public long Work => moments?.Work ?? Rows.Work;

    /// <summary>Whether digits were lost for want of rows.</summary>
    public bool HasLostDigits { get; private set; }

    private RowErrors Rows => rows ??= new RowErrors(fold.Fitted, target, fit, fold.Rows!(), mostKept);

    /// <summary>The sum for each λ.</summary>
    public double[] Sums(double[] lambdas)
    {
        if (moments is null)
        {
            return Rows.Sums(lambdas);
        }

        (double[] sums, bool[] isRounding) = moments.Sums(lambdas);
        int[] again = [.. Enumerable.Range(0, lambdas.Length).Where(l => isRounding[l])];
        if (again.Length > 0 && fold.Rows is not null)
        {
            double[] exact = Rows.Sums(Array.ConvertAll(again, l => lambdas[l]));
            for (int i = 0; i < again.Length; i++)
            {
                sums[again[i]] = exact[i];
            }
        }

        HasLostDigits |= again.Length > 0 && fold.Rows is null;
        return sums;
    }

    public void Dispose() => rows?.Dispose();
}
