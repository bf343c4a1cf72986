using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge.Analysis;

/// <summary>The posterior against dense inverses and densities.</summary>
public sealed class PosteriorTests
{
    /// <summary>ε times the condition number of the dense inverse, up to 1e6.</summary>
    private const double Tolerance = 1e-9;

    public static TheoryData<int> Seeds => RandomFit.Seeds;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Mean_and_covariances_are_those_of_the_inverse_matrix(int seed)
    {
        using var scope = NewDisposeScope();
        RandomFit fit = RandomFit.Of(seed);
        DenseRidge dense = new(fit.Design, fit.Options, fit.Weighted);
        RidgeProblem problem = fit.Design.Problem(fit.Options, fit.Weighted);
        int p = fit.Design.Features;
        double[] w = dense.Solve(fit.Lambda);
        double noise = (dense.ResidualSquares(w) + fit.Lambda * dense.SquaredNorm(w)) / dense.Left;
        RidgePosterior known = problem.Posterior(fit.Lambda, 2.5);
        RidgePosterior estimated = problem.Posterior(fit.Lambda);
        Close.To(w, known.Mean, 1e-8);
        Close.To(noise, estimated.NoiseVariance, Tolerance);
        Assert.Equal(dense.Left, estimated.DegreesOfFreedom);
        Assert.Equal(double.PositiveInfinity, known.DegreesOfFreedom);
        Close.To(noise / fit.Lambda, estimated.PriorVariance, Tolerance);
        Close.To(fit.Lambda, RidgePosterior.LambdaFor(known.NoiseVariance, known.PriorVariance), 1e-15);
        Tensor inverse = dense.Inverse(fit.Lambda);
        double[] covariance = DenseRidge.Values(2.5 * inverse);
        double[] sampling = DenseRidge.Values(2.5 * inverse.mm(dense.Gram).mm(inverse));
        Close.To(covariance, known.Covariance().Cast<double>().ToArray(), Tolerance);
        Close.To(sampling, known.FrequentistCovariance().Cast<double>().ToArray(), Tolerance);
        Close.To([.. Enumerable.Range(0, p).Select(j => Math.Sqrt(covariance[j * p + j]))], known.Scales, Tolerance);
        Close.To([.. Enumerable.Range(0, p).Select(j => Math.Sqrt(sampling[j * p + j]))], known.FrequentistStandardErrors, Tolerance);
        Close.To([.. known.Scales.Select((s, j) => s / dense.Scales[j])], known.RawScales, 1e-13);
        Close.To(dense.Intercept ? Math.Sqrt(2.5 / dense.WeightSum) : 0, known.InterceptScale, 1e-13);
        Assert.All(known.Scales.Zip(known.FrequentistStandardErrors), pair => Assert.True(pair.Second <= pair.First * (1 + 1e-12)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Intervals_are_the_mean_and_a_quantile_of_the_scale(int seed)
    {
        using var scope = NewDisposeScope();
        RandomFit fit = RandomFit.Of(seed);
        DenseRidge dense = new(fit.Design, fit.Options, fit.Weighted);
        RidgeProblem problem = fit.Design.Problem(fit.Options, fit.Weighted);
        RidgePosterior known = problem.Posterior(fit.Lambda, 2.5);
        Close.To([.. known.Mean.Zip(known.Scales, (m, s) => m + 1.959963984540054 * s)], [.. known.CredibleIntervals().Select(i => i.Upper)], 1e-14);
        Close.To([.. known.RawMean.Zip(known.RawScales, (m, s) => m - 2.5758293035489004 * s)], [.. known.RawCredibleIntervals(0.99).Select(i => i.Lower)], 1e-14);
        Tensor leverages = (dense.Rows.mm(dense.Inverse(fit.Lambda)) * dense.Rows).sum(1);
        double[] widths = [.. DenseRidge.Values(leverages).Select(h => 2 * 1.959963984540054 * Math.Sqrt(2.5 * (1 + (dense.Intercept ? 1 / dense.WeightSum : 0) + h)))];
        IReadOnlyList<Interval> predictive = known.PredictiveIntervals(fit.Design.Matrix);
        Close.To(widths, [.. predictive.Select(i => i.Width)], Tolerance);
        RidgeSolution solution = problem.Fit(fit.Lambda);
        Close.To([.. fit.Design.X.Select(row => solution.Predict(row))], [.. predictive.Select(i => 0.5 * (i.Lower + i.Upper))], Tolerance);
        RidgePosterior estimated = problem.Posterior(fit.Lambda);
        double t = estimated.CredibleIntervals()[0].Width / 2 / estimated.Scales[0];
        IReadOnlyList<double> variances = problem.PredictiveVariances(fit.Lambda, fit.Design.Matrix);
        Close.To([.. variances.Select(v => 2 * t * Math.Sqrt(v))], [.. estimated.PredictiveIntervals(fit.Design.Matrix).Select(i => i.Width)], Tolerance);
    }

    /// <summary>The logarithm of the density of y ~ N(0, σ²(I + ZF⁻¹Zᵀ/λ)) on the n − 1 contrasts, by a Cholesky factor of n × n; and with the intercept held.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Evidence_is_the_density_of_the_target(int seed)
    {
        using var scope = NewDisposeScope();
        RandomFit fit = RandomFit.Of(seed);
        DenseRidge dense = new(fit.Design, fit.Options);
        int n = dense.Count;
        Tensor kernel = dense.Rows.mm(linalg.inv(dense.Penalty)).mm(dense.Rows.t()) / fit.Lambda;
        double Density(double variance, bool contrasts)
        {
            Tensor covariance = variance * (eye(n, dtype: ScalarType.Float64) + kernel);
            double squares = dense.Centred.dot(linalg.solve(covariance, dense.Centred.unsqueeze(1)).squeeze(1)).item<double>();
            // the constant direction is an eigenvector with eigenvalue σ²; integrated over a flat b it leaves the contrasts, times √n for the unit of b
            double determinant = linalg.slogdet(covariance).Item2.item<double>();
            double count = contrasts ? n - 1 : n;
            return -0.5 * (count * Math.Log(2 * Math.PI) + determinant + squares + (contrasts ? -Math.Log(variance) + Math.Log(n) : 0));
        }

        RidgeProblem problem = fit.Design.Problem(fit.Options);
        RidgePosterior known = problem.Posterior(fit.Lambda, 2.5);
        Close.To(Density(2.5, dense.Intercept), known.LogEvidence, Tolerance);
        Close.To(Density(2.5, contrasts: false), known.LogEvidenceOfFixedIntercept, Tolerance);
        RidgePosterior estimated = problem.Posterior(fit.Lambda);
        Close.To(Density(estimated.NoiseVariance, dense.Intercept), estimated.LogEvidence, Tolerance);
        double held = estimated.NoiseVariance * dense.Left / n;
        Close.To(Density(held, contrasts: false), estimated.LogEvidenceOfFixedIntercept, Tolerance);
        Close.To(problem.Path([fit.Lambda])[0].LogEvidence, estimated.LogEvidence, 1e-11);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_maximum_of_the_evidence_is_one(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        RidgeProblem problem = fit.Design.Problem(fit.Options);
        foreach (double? noise in new double?[] { null, 1.0 })
        {
            RidgePosterior posterior = problem.Posterior(fit.Lambda, noise);
            foreach (bool held in new[] { false, true })
            {
                EvidenceMaximum maximum = (held ? posterior.MaximumEvidenceOfFixedIntercept : posterior.MaximumEvidence)!;
                double At(double lambda) => held ? problem.Posterior(lambda, noise).LogEvidenceOfFixedIntercept : problem.Posterior(lambda, noise).LogEvidence;
                double size = Math.Abs(maximum.LogEvidence) + 1;
                foreach (double lambda in Enumerable.Range(-90, 240).Select(i => Math.Pow(10, i / 15.0)))
                {
                    Assert.True(At(lambda) <= maximum.LogEvidence + 1e-12 * size || (maximum.IsAtEdge && lambda < maximum.Lambda), $"{lambda}: {At(lambda)} above {maximum}");
                }

                if (double.IsFinite(maximum.Lambda))
                {
                    Close.To(At(maximum.Lambda), maximum.LogEvidence, 1e-13);
                }
            }
        }
    }

    [Fact]
    public void Evidence_of_the_golden_file_is_reproduced()
    {
        // ridge.md 3.4
        RidgePosterior prostate = RidgeDataSet.Prostate(train: true).Problem().Posterior(10);
        Close.To(-82.7801, prostate.LogEvidence, 1e-6);
        Close.To(5.52798782, prostate.MaximumEvidence!.Lambda, 2e-9);
        Close.To(0.250725718, RidgeDataSet.LongleyR(target: 0).Problem().Posterior(1).MaximumEvidence!.Lambda, 2e-9);
    }

    [Fact]
    public void Noise_without_a_signal_wants_an_infinite_lambda()
    {
        RandomDesign design = RandomDesign.Of(200, 3, 36);
        NormalNumbers normal = new(1);
        int infinite = 0;
        for (int draw = 0; draw < 20; draw++)
        {
            RidgeProblem problem = (design with { Y = normal.Next(200) }).Problem();
            EvidenceMaximum maximum = problem.Posterior(1).MaximumEvidence!;
            infinite += double.IsPositiveInfinity(maximum.Lambda) ? 1 : 0;
            Assert.True(problem.Posterior(1e12).LogEvidence <= maximum.LogEvidence + 1e-9);
        }

        Assert.InRange(infinite, 5, 19);
    }

    /// <summary>Quantiles of R 4.2.2, −qt((1 − level)/2, ν) to its 15 digits; that of a million degrees of freedom to 30 digits by an incomplete beta function. ε·ν is lost below ν = 10⁴.</summary>
    [Theory]
    [InlineData(0.95, 1, 12.7062047361747), InlineData(0.95, 2, 4.30265272974946), InlineData(0.95, 10, 2.22813885198627), InlineData(0.95, 29, 2.0452296421327)]
    [InlineData(0.95, 1e6, 1.95996635681410703525896), InlineData(0.99, 5, 4.03214298355523), InlineData(0.5, 3, 0.764892328404345), InlineData(0.999999, 4, 49.4586367565786)]
    [InlineData(0.95, double.PositiveInfinity, 1.95996398454005), InlineData(0.01, 7, 0.012987718654429), InlineData(0.95, 120, 1.97993040508242)]
    public void Quantiles_are_those_of_R(double level, double degrees, double expected) => Close.To(expected, StudentQuantile.TwoSided(level, degrees), 1e-12);

    /// <summary>The expansion and the continued fraction meet at 10⁴ degrees of freedom.</summary>
    [Theory]
    [InlineData(0.1), InlineData(0.95), InlineData(0.9999999)]
    public void Quantiles_have_no_step(double level)
    {
        double below = StudentQuantile.TwoSided(level, 9999.999);
        double above = StudentQuantile.TwoSided(level, 10000.001);
        Assert.InRange(below / above - 1, 0, 1e-8 * Math.Max(above * above, 1));
    }

    [Fact]
    public void Intervals_narrow_as_lambda_grows_at_known_noise_but_not_at_estimated_noise()
    {
        RidgeProblem problem = RandomDesign.Of(30, 4, 41).Problem();
        double[] lambdas = [.. Enumerable.Range(0, 40).Select(i => 0.01 * Math.Pow(10, i / 8.0))];
        double[][] known = [.. lambdas.Select(lambda => problem.Posterior(lambda, 1).CredibleIntervals().Select(i => i.Width).ToArray())];
        double[][] estimated = [.. lambdas.Select(lambda => problem.Posterior(lambda).CredibleIntervals().Select(i => i.Width).ToArray())];
        bool widens = false;
        for (int l = 1; l < lambdas.Length; l++)
        {
            for (int j = 0; j < 4; j++)
            {
                Assert.True(known[l][j] < known[l - 1][j]);
                widens |= estimated[l][j] > estimated[l - 1][j];
            }
        }

        Assert.True(widens);   // bias goes into σ̂²
    }

    [Fact]
    public void An_unpenalised_direction_and_lambda_0_each_cost_a_degree_of_freedom()
    {
        using var scope = NewDisposeScope();
        RandomDesign design = RandomDesign.Of(20, 3, 42);
        RidgeOptions options = new() { PenaltyFactors = [0, 1, 2] };
        DenseRidge dense = new(design, options);
        double[] w = dense.Solve(4);
        RidgePosterior partly = design.Problem(options).Posterior(4);
        Assert.Equal(18, partly.DegreesOfFreedom);
        Close.To((dense.ResidualSquares(w) + 4 * dense.SquaredNorm(w)) / 18, partly.NoiseVariance, 1e-11);
        Close.To(DenseRidge.Values(partly.NoiseVariance * dense.Inverse(4)), partly.Covariance().Cast<double>().ToArray(), 1e-11);
        Assert.True(double.IsNaN(partly.LogEvidence));
        Assert.Null(partly.MaximumEvidence);

        // λ = 0 is least squares with its usual intervals
        RidgePosterior least = design.Problem().Posterior(0);
        Assert.Equal(16, least.DegreesOfFreedom);
        DenseRidge plain = new(design);
        Close.To(plain.ResidualSquares(plain.Solve(0)) / 16, least.NoiseVariance, 1e-11);
        Close.To(least.FrequentistStandardErrors, least.Scales, 1e-12);
        Assert.Equal(double.PositiveInfinity, least.PriorVariance);
        Assert.Equal(double.NegativeInfinity, least.LogEvidence);
    }

    [Fact]
    public void What_bounds_nothing_is_refused_by_name()
    {
        RandomDesign design = RandomDesign.Of(8, 12, 43);
        RidgeProblem wide = design.Problem();
        Assert.Contains("noiseVariance", Assert.Throws<InvalidOperationException>(() => wide.Posterior(0)).Message);
        Assert.Contains("7 of 12", Assert.Throws<InvalidOperationException>(() => wide.Posterior(0, 1).Scales).Message);
        RidgeProblem free = design.Problem(new RidgeOptions { PenaltyFactors = [0, .. Enumerable.Repeat(1.0, 11)] });
        Assert.Contains("positive factor", Assert.Throws<InvalidOperationException>(() => free.Posterior(1, 1).Scales).Message);
        RandomDesign twin = RandomDesign.Of(20, 2, 44).With(row => [.. row, row[0]]);
        Assert.Contains("collinear", Assert.Throws<InvalidOperationException>(() => twin.Problem().Posterior(0).Scales).Message);
        Assert.Equal(3, twin.Problem().Posterior(1).Scales.Count);
        Assert.Contains("level", Assert.Throws<ArgumentOutOfRangeException>(() => twin.Problem().Posterior(1).CredibleIntervals(95)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => twin.Problem().Posterior(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => twin.Problem().Posterior(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => RidgePosterior.LambdaFor(1, 0));
        Assert.Throws<ArgumentException>(() => twin.Problem().Posterior(1).PredictiveIntervals(ones(2, 2, ScalarType.Float64)));
        Assert.True(double.IsNaN(twin.Problem().Posterior(1).PredictiveIntervals(full(1, 3, double.NaN, ScalarType.Float64))[0].Lower));
    }

    [Fact]
    public void Weights_count_as_precisions_and_have_no_evidence()
    {
        RandomDesign design = RandomDesign.Of(15, 3, 45) with { Weights = [.. Enumerable.Range(0, 15).Select(i => 1.0 + i % 3)] };
        RandomDesign repeated = design.Take(Enumerable.Range(0, 15).SelectMany(i => Enumerable.Repeat(i, 1 + i % 3)));
        Close.To(repeated.Problem().Posterior(2, 1.5).Scales, design.Problem(weighted: true).Posterior(2, 1.5).Scales, 1e-12);
        Assert.True(double.IsNaN(design.Problem(weighted: true).Posterior(2).LogEvidence));
        Assert.Null(design.Problem(weighted: true).Posterior(2).MaximumEvidence);
    }

    [Fact]
    public void A_feature_that_does_not_vary_keeps_its_prior()
    {
        RidgePosterior posterior = RandomDesign.Of(15, 2, 46).With(row => [.. row, 7]).Problem(new RidgeOptions { PenaltyFactors = [1, 1, 4] }).Posterior(2, 1.5);
        Assert.Equal(0, posterior.Mean[2]);
        Close.To(Math.Sqrt(1.5 / 8), posterior.Scales[2], 1e-14);
        Close.To(1.5 / 8, posterior.Covariance()[2, 2], 1e-14);
        Assert.Equal(0, posterior.FrequentistStandardErrors[2]);
        Assert.Contains("95 %", posterior.ToString());
    }

    [Fact]
    public void Statistics_targets_and_extreme_units_give_the_same()
    {
        RandomDesign design = RandomDesign.Of(30, 4, 47);
        RandomDesign other = design with { Y = [.. design.Y.Select((y, i) => y + i % 5)] };
        RidgeStatistics statistics = new(4, 2);
        using Tensor both = stack([design.Target, other.Target], 1);
        statistics.Add(design.Matrix, both);
        RidgePosterior expected = other.Problem().Posterior(3);
        RidgePosterior actual = RidgeProblem.FromStatistics(statistics).Posterior(3, target: 1);
        Close.To(expected.Scales, actual.Scales, 1e-12);
        Close.To(expected.LogEvidence, actual.LogEvidence, 1e-12);
        Close.To([.. expected.PredictiveIntervals(design.Matrix).Select(i => i.Upper)], [.. actual.PredictiveIntervals(design.Matrix).Select(i => i.Upper)], 1e-12);

        RandomDesign far = other.With(row => [.. row.Select(x => Math.ScaleB(x, 400))]) with { Y = [.. other.Y.Select(y => Math.ScaleB(y, -300))] };
        RidgePosterior there = far.Problem().Posterior(3);
        Close.To(expected.Scales, [.. there.Scales.Select(s => Math.ScaleB(s, 300))], 1e-12);
        Close.To(expected.RawScales, [.. there.RawScales.Select(s => Math.ScaleB(s, 700))], 1e-12);
        Close.To([.. expected.PredictiveIntervals(design.Matrix).Select(i => i.Upper)], [.. there.PredictiveIntervals(far.Matrix).Select(i => Math.ScaleB(i.Upper, 300))], 1e-12);
        Close.To(expected.LogEvidence, there.LogEvidence - 29 * 300 * Math.Log(2), 1e-11);
        RandomDesign heavy = other with { Weights = [.. other.Weights.Select(s => Math.ScaleB(s, 200))] };
        Close.To(
            other.Problem(weighted: true).Posterior(3, 1).Scales, heavy.Problem(weighted: true).Posterior(Math.ScaleB(3, 200), Math.ScaleB(1, 200)).Scales, 1e-12);
    }
}
