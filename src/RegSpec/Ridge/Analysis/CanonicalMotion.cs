namespace RegSpec;

/// <summary>
/// How coefficients move towards the minimiser of ½J when each direction closes its distance at a rate of its own: w = ŵ + Σg(rateₖ)(αₖ(0) − α̂ₖ)bₖ. Rates are the
/// eigenvalues of ½∇²J = ZᵀSZ + λF, here c(dₖ + λ) for a common factor c; what the data do not determine has the rate cλ, the intercept S.
/// </summary>
internal sealed class CanonicalMotion
{
    private readonly CanonicalForm form;
    private readonly double lambda;
    private readonly double factor;
    private readonly double[] limit;
    private readonly double[] distance;
    private readonly double[]? rest;
    private readonly double[] start;
    private readonly double interceptStart;

    public CanonicalMotion(CanonicalForm form, double lambda, string analysis, IReadOnlyList<double>? start, double? startIntercept)
    {
        this.form = form;
        this.lambda = lambda;
        form.RequirePenalties(analysis);
        form.RequirePenalty(analysis);
        int p = form.Data.FeatureCount;
        factor = form.Factor(form.Columns.Active[0]);
        int other = Array.FindIndex(form.Columns.Active, j => form.Factor(j) != factor);
        if (other >= 0)
        {
            throw new InvalidOperationException(
                $"{analysis} needs one penalty factor for all features, but '{form.Data.Names.Features[form.Columns.Active[other]]}' has another than '{form.Data.Names.Features[form.Columns.Active[0]]}': with unequal ones the directions turn with λ. Use equal factors.");
        }

        this.start = Check(start, p, nameof(start));
        if (startIntercept is { } given && (!double.IsFinite(given) || !form.Columns.Intercept))
        {
            throw new ArgumentException("startIntercept: must be finite, and null where no intercept is fitted.", nameof(startIntercept));
        }

        interceptStart = startIntercept ?? form.Mean;
        limit = form.Coordinates(lambda);
        bool fromZero = Array.TrueForAll(this.start, static w => w == 0);
        double[] from = fromZero ? new double[form.Values.Length] : form.ToCoordinates(this.start); // over wide data a pass over the rows
        distance = [.. from.Select((alpha, k) => alpha - limit[k])];
        Rates = Array.ConvertAll(form.Values, d => factor * (d + lambda));
        if (form.Undetermined > 0 && !fromZero)
        {
            double[] covered = form.ToCoefficients([from])[0];
            rest = [.. this.start.Select((w, j) => form.Columns.Constant.Contains(j) ? 0 : w - covered[j])];
        }
    }

    /// <summary>Of the directions that the data determine, largest first.</summary>
    public double[] Rates { get; }

    /// <summary>Of the others.</summary>
    public double UndeterminedRate => factor * lambda;

    /// <summary>Of the intercept; 0 without one.</summary>
    public double InterceptRate => form.Columns.Intercept ? form.WeightSum : 0;

    public int Undetermined => form.Undetermined;

    /// <summary>Coefficients for several moments, each with what it leaves of a distance at a given rate.</summary>
    public double[][] At(params Func<double, double>[] left) => AtEach(Array.ConvertAll(left, g => (this, g)));

    /// <summary>The same for several motions of one problem, in one pass over the data.</summary>
    public static double[][] AtEach((CanonicalMotion Motion, Func<double, double> Left)[] moments)
    {
        if (moments.Length == 0)
        {
            return [];
        }

        double[][] moved = moments[0].Motion.form.ToCoefficients(Array.ConvertAll(
            moments, moment => moment.Motion.Rates.Select((rate, k) => moment.Motion.limit[k] + moment.Left(rate) * moment.Motion.distance[k]).ToArray()));
        for (int m = 0; m < moments.Length; m++)
        {
            (CanonicalMotion motion, Func<double, double> left) = moments[m];
            double remaining = motion.rest is null ? 0 : left(motion.UndeterminedRate);
            for (int j = 0; motion.rest is not null && j < motion.rest.Length; j++)
            {
                moved[m][j] += remaining * motion.rest[j];
            }

            foreach (int j in motion.form.Columns.Constant)
            {
                moved[m][j] = motion.start[j] * left(motion.lambda * motion.form.Factor(j));
            }
        }

        return moved;
    }

    /// <summary>Throws unless motions and moments pair up and all motions are of one target of one problem.</summary>
    /// <param name="motions">The motions.</param>
    /// <param name="moments">How many moments there are.</param>
    /// <param name="argument">The name of the motions' argument.</param>
    /// <param name="momentsArgument">That of the moments'.</param>
    public static void RequireOne(CanonicalMotion[] motions, int moments, string argument, string momentsArgument)
    {
        if (moments != motions.Length)
        {
            throw new ArgumentException($"{momentsArgument}: has {moments} entries for {motions.Length} {argument}; give one each.", momentsArgument);
        }

        int other = Array.FindIndex(motions, motion => motion.form != motions[0].form);
        if (other >= 0)
        {
            throw new ArgumentException($"{argument}: number {other} is of another problem or target than the first; take all from one RidgeProblem.", argument);
        }
    }

    public double InterceptAt(Func<double, double> left) => form.Columns.Intercept ? form.Mean + left(InterceptRate) * (interceptStart - form.Mean) : 0;

    /// <summary>p finite values.</summary>
    private static double[] Check(IReadOnlyList<double>? values, int count, string argument)
    {
        if (values is null)
        {
            return new double[count];
        }

        if (values.Count != count || values.Any(value => !double.IsFinite(value)))
        {
            throw new ArgumentException($"{argument}: expected {count} finite values, one a feature, per standard deviation; got {values.Count}.", argument);
        }

        return [.. values];
    }
}
