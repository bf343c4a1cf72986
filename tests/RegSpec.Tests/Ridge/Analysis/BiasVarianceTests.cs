using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge.Analysis;

/// <summary>Bias and variance against dense matrices, and against 100,000 simulated samples.</summary>
public sealed class BiasVarianceTests
{
    public static TheoryData<int> Seeds => RandomFit.Seeds;

    /// <summary>E F^½(ŵ − w) = −λF^½A⁻¹Fw and σ² tr(F A⁻¹GA⁻¹). Tolerance: ε times a condition number of up to 1e6 of the dense inverse.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void They_are_those_of_the_matrices(int seed)
    {
        using var scope = NewDisposeScope();
        RandomFit fit = RandomFit.Of(seed);
        DenseRidge dense = new(fit.Design, fit.Options, fit.Weighted);
        double[] truth = new NormalNumbers(seed).Next(fit.Design.Features);
        double[] lambdas = [fit.Lambda, 0.1 * fit.Lambda, 10 * fit.Lambda];
        BiasVarianceCurve curve = fit.Design.Problem(fit.Options, fit.Weighted).BiasVariance(truth, 2.5, lambdas);
        Assert.False(curve.IsPlugIn);
        for (int l = 0; l < 3; l++)
        {
            double lambda = curve.Lambdas[l];
            Tensor inverse = dense.Inverse(lambda);
            Tensor shift = lambda * inverse.mv(dense.Penalty.mv(tensor(truth)));
            double bias = shift.dot(dense.Penalty.mv(shift)).item<double>();
            double fitted = shift.dot(dense.Gram.mv(shift)).item<double>();
            Tensor covariance = 2.5 * inverse.mm(dense.Gram).mm(inverse);
            Close.To(bias, curve.SquaredBiases[l], 1e-8);
            Close.To(dense.Penalty.mm(covariance).trace().item<double>(), curve.Variances[l], 1e-8);
            Close.To(fitted, curve.FittedSquaredBiases[l], 1e-8);
            Close.To(dense.Gram.mm(covariance).trace().item<double>(), curve.FittedVariances[l], 1e-8);
            BiasVariancePoint point = curve.At(lambda);
            Close.To(curve.SquaredBiases[l], point.TotalSquaredBias, 1e-13);
            Close.To(curve.Variances[l], point.TotalVariance, 1e-13);
            Close.To(curve.MeanSquaredErrors[l], point.MeanSquaredError, 1e-13);
            Assert.Equal(curve.Eigenvalues.Count, point.Variance.Count);
        }

        // nothing near the minimum, nor far from it, is lower
        double least = curve.MeanSquaredError(curve.MinimizingLambda);
        foreach (double factor in Enumerable.Range(-60, 121).Select(i => Math.Pow(10, i / 10.0)).Concat([1 - 1e-4, 1 + 1e-4]))
        {
            Assert.True(curve.MeanSquaredError(factor * curve.MinimizingLambda) >= least * (1 - 1e-14));
        }
    }

    /// <summary>100,000 samples of noise; the mean of ŵ is known to sd/√n and its variance to a relative √(2/n): 5 standard errors each, and 8 quantities.</summary>
    [Theory]
    [InlineData(20, 3, 5.0, false), InlineData(6, 8, 2.0, false), InlineData(15, 3, 0.5, true)]
    public void Simulated_samples_have_this_bias_and_variance(int n, int p, double lambda, bool weighted)
    {
        using var scope = NewDisposeScope();
        const int Samples = 100_000;
        const double Noise = 1.7;
        RandomDesign design = RandomDesign.Of(n, p, 11);
        DenseRidge dense = new(design, null, weighted);
        NormalNumbers normal = new(12);
        double[] truth = normal.Next(p);
        double[] signal = DenseRidge.Values(dense.Rows.mv(tensor(truth)));
        double[] map = DenseRidge.Values(dense.Inverse(lambda).mm((dense.Rows * tensor(dense.Weights).unsqueeze(1)).t()));
        double[] sum = new double[p];
        double[] squares = new double[p];
        double error = 0;
        double errorSquares = 0;
        double[] y = new double[n];
        for (int sample = 0; sample < Samples; sample++)
        {
            for (int i = 0; i < n; i++)
            {
                y[i] = signal[i] + Math.Sqrt(Noise / dense.Weights[i]) * normal.Next();
            }

            double distance = 0;
            for (int j = 0; j < p; j++)
            {
                double w = 0;
                for (int i = 0; i < n; i++)
                {
                    w += map[j * n + i] * y[i];
                }

                sum[j] += w;
                squares[j] += w * w;
                distance += (w - truth[j]) * (w - truth[j]);
            }

            error += distance;
            errorSquares += distance * distance;
        }

        BiasVarianceCurve curve = design.Problem(weighted: weighted).BiasVariance(truth, Noise, [lambda]);
        double mean = error / Samples;
        double standardError = Math.Sqrt((errorSquares / Samples - mean * mean) / Samples);
        Assert.InRange(Math.Abs(curve.MeanSquaredErrors[0] - mean) / standardError, 0, 4);
        double[] means = [.. sum.Select(s => s / Samples)];
        double variance = squares.Select((s, j) => s / Samples - means[j] * means[j]).Sum();
        double bias = means.Select((m, j) => Math.Pow(m - truth[j], 2)).Sum();
        Assert.InRange(Math.Abs(curve.Variances[0] / variance - 1), 0, 4 * Math.Sqrt(2.0 / Samples));
        Assert.InRange(Math.Abs(curve.SquaredBiases[0] - bias), 0, 4 * 2 * Math.Sqrt(bias * variance / Samples) + 16 * variance / Samples);
    }

    [Fact]
    public void The_best_lambda_of_equal_coordinates_is_noise_over_their_square()
    {
        // α² = 4 in every direction: each term is least at λ = v/α².
        RandomDesign design = RandomDesign.Of(30, 4, 13);
        RidgeProblem problem = design.Problem();
        double[] truth = new double[4];
        BiasVarianceCurve unit = problem.BiasVariance([1, 0, 0, 0], 1);
        using var scope = NewDisposeScope();
        DenseRidge dense = new(design);
        (Tensor values, Tensor vectors) = linalg.eigh(dense.Gram);
        truth = DenseRidge.Values(vectors.sum(1) * 2);
        Close.To(0.75, problem.BiasVariance(truth, 3).MinimizingLambda, 1e-9);
        Assert.Equal(double.PositiveInfinity, problem.BiasVariance(new double[4], 3).MinimizingLambda);
        Assert.Equal(0, problem.BiasVariance(truth, 0).MinimizingLambda);
        Assert.Equal(100, unit.Lambdas.Count);
    }

    [Fact]
    public void A_plug_in_says_so_and_uses_the_fit()
    {
        RandomDesign design = RandomDesign.Of(30, 4, 14);
        RidgeProblem problem = design.Problem();
        RidgeSolution pilot = problem.Fit(5);
        BiasVarianceCurve curve = problem.BiasVarianceEstimate([1, 5, 9], pilot: 5);
        Assert.True(curve.IsPlugIn);
        Assert.Contains("plug-in", curve.ToString());
        Close.To(pilot.ResidualSumOfSquares / (29 - pilot.DegreesOfFreedom), curve.NoiseVariance, 1e-12);
        Close.To(problem.BiasVariance(pilot.Coefficients, curve.NoiseVariance, [1, 5, 9]).MeanSquaredErrors, curve.MeanSquaredErrors, 1e-12);
        BiasVarianceCurve selected = problem.BiasVarianceEstimate();
        Assert.InRange(selected.PilotLambda!.Value / problem.Select(LambdaSelection.GeneralizedCrossValidation).Lambda, 0.7, 1.4);   // a point of the grid
        Assert.Throws<InvalidOperationException>(() => RandomDesign.Of(5, 9, 15).Problem().BiasVarianceEstimate(pilot: 0));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        RandomDesign design = RandomDesign.Of(12, 2, 16).With(row => [.. row, 3]);
        RidgeProblem problem = design.Problem(new RidgeOptions { FeatureNames = ["a", "b", "still"] });
        Assert.Contains("'still'", Assert.Throws<ArgumentException>(() => problem.BiasVariance([1, 2, 3], 1)).Message);
        Assert.Contains("'b'", Assert.Throws<ArgumentException>(() => problem.BiasVariance([1, double.NaN, 0], 1)).Message);
        Assert.Throws<ArgumentException>(() => problem.BiasVariance([1, 2], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => problem.BiasVariance([1, 2, 0], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => problem.BiasVariance([1, 2, 0], 1, [-1]));
        RidgeProblem free = design.Problem(new RidgeOptions { PenaltyFactors = [0, 0, 1] });
        Assert.Throws<InvalidOperationException>(() => free.BiasVariance([1, 2, 0], 1));
        Assert.Contains("MSE", problem.BiasVariance([1, 2, 0], 1).ToString());
    }
}
