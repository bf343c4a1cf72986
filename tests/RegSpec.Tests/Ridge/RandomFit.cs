namespace RegSpec.Tests.Ridge;

/// <summary>A random problem of random shape and λ: for properties that hold for every one.</summary>
internal sealed record RandomFit(RandomDesign Design, double Lambda, RidgeOptions Options, bool Weighted)
{
    /// <summary>Seeds of the problems that a property is tried on.</summary>
    public static TheoryData<int> Seeds => new(Enumerable.Range(0, 40));

    public static RandomFit Of(int seed)
    {
        Random random = new(1000 + seed);
        int n = random.Next(2, 41);
        int p = random.Next(1, 31);
        RidgeOptions options = new()
        {
            FitIntercept = random.Next(3) > 0,
            PenaltyFactors = random.Next(2) == 0 ? null : [.. Enumerable.Range(0, p).Select(_ => 0.5 + random.NextDouble())],
        };
        return new(RandomDesign.Of(n, p, seed), Math.Pow(10, random.Next(-2, 4)), options, random.Next(2) == 0);
    }

    /// <summary>The same options with columns as they are.</summary>
    public RidgeOptions Unscaled => Options with { Scaling = [.. Enumerable.Repeat(FeatureScaling.None, Design.Features)] };

    public RidgeSolution Fit() => Fit(Design);

    public RidgeSolution Fit(RandomDesign design, double? lambda = null, RidgeOptions? options = null, bool? weighted = null) =>
        design.Problem(options ?? Options, weighted ?? Weighted).Fit(lambda ?? Lambda);
}
