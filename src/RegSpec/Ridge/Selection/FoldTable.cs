namespace RegSpec;

/// <summary>Σs·e² of each fold for each λ.</summary>
/// <param name="sums">For each fold its sums.</param>
/// <param name="weights">Weight of the rows that each fold tests.</param>
/// <param name="repeats">Repetitions; each has as many folds.</param>
internal sealed class FoldTable(double[][] sums, double[] weights, int repeats)
{
    private readonly int lambdas = sums[0].Length;

    /// <summary>Mean squared error over all rows that are tested, by weight.</summary>
    public double[] Means => [.. Enumerable.Range(0, lambdas).Select(l => sums.Sum(fold => fold[l]) / weights.Sum())];

    /// <summary>Mean squared error of each fold.</summary>
    public double[][] ByFold => [.. sums.Select((fold, k) => Array.ConvertAll(fold, sum => sum / weights[k]))];

    /// <summary>
    /// √(Σvₖ(eₖ − e)²/(K − 1)) of the folds' errors eₖ, vₖ their shares of the weight: how far the mean would move with other folds, if these were independent.
    /// The mean over repetitions, which add no rows.
    /// </summary>
    public double[] StandardErrors => [.. Enumerable.Range(0, lambdas).Select(l => Enumerable.Range(0, repeats).Average(repeat => OfRepeat(repeat, l)))];

    private double OfRepeat(int repeat, int lambda)
    {
        int count = sums.Length / repeats;
        int[] folds = [.. Enumerable.Range(repeat * count, count).Where(fold => weights[fold] > 0)];
        double all = folds.Sum(fold => weights[fold]);
        double mean = folds.Sum(fold => sums[fold][lambda]) / all;
        return Math.Sqrt(folds.Sum(fold =>
        {
            double off = sums[fold][lambda] / weights[fold] - mean;
            return weights[fold] / all * off * off;
        }) / (folds.Length - 1));
    }
}
