using System.Text.Json;
using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge.Analysis;

/// <summary>
/// What scikit-learn's BayesianRidge and MASS's lm.ridge say of the prostate data, recorded by Peers/bayesian_ridge.py and Peers/lm_ridge.R in Data, beside the same from here.
/// </summary>
public sealed class PeerTests
{
    /// <summary>BayesianRidge iterates until the coefficients change by 1e-14 in sum; λ is a flat maximum, which it reaches to 1e-9.</summary>
    [Fact]
    public void BayesianRidge_maximises_the_evidence_of_a_fixed_intercept()
    {
        using JsonDocument file = Read("bayesian_ridge.json");
        JsonElement peer = file.RootElement.GetProperty("standardized");
        double noise = 1 / peer.GetProperty("noise_precision").GetDouble();
        double lambda = noise * peer.GetProperty("weight_precision").GetDouble();
        RidgeProblem problem = RidgeDataSet.Prostate(train: true).Problem();
        EvidenceMaximum maximum = problem.Posterior(1).MaximumEvidenceOfFixedIntercept!;
        Close.To(lambda, maximum.Lambda, 1e-8);
        Close.To(noise, maximum.NoiseVariance, 1e-9);
        Close.To(peer.GetProperty("log_evidence").GetDouble(), maximum.LogEvidence, 1e-12);
        RidgePosterior posterior = problem.Posterior(lambda, noise);
        Close.To(Numbers(peer.GetProperty("coef")), posterior.Mean, 1e-9);
        Close.To([.. peer.GetProperty("covariance").EnumerateArray().SelectMany(Numbers)], posterior.Covariance().Cast<double>().ToArray(), 1e-9);
        Close.To(peer.GetProperty("log_evidence").GetDouble(), posterior.LogEvidenceOfFixedIntercept, 1e-12);
    }

    /// <summary>
    /// It differs in what it takes for known: the intercept. Its evidence counts n where n − 1 contrasts are left of the data, so its noise is too small by that; ours has both, and
    /// the default is n − 1, the one that is unbiased for noise alone: E RSS = (n − 1)σ² for pure noise.
    /// </summary>
    [Fact]
    public void It_counts_one_degree_of_freedom_too_many()
    {
        using JsonDocument file = Read("bayesian_ridge.json");
        double noise = 1 / file.RootElement.GetProperty("standardized").GetProperty("noise_precision").GetDouble();
        RidgeProblem problem = RidgeDataSet.Prostate(train: true).Problem();
        Assert.True(problem.Posterior(1).MaximumEvidence!.NoiseVariance > noise);

        NormalNumbers normal = new(97);
        RandomDesign design = RandomDesign.Of(6, 1, 97);
        double held = 0;
        double integrated = 0;
        const int Samples = 2000;
        for (int sample = 0; sample < Samples; sample++)
        {
            RidgeProblem noiseOnly = (design with { Y = normal.Next(6) }).Problem();
            integrated += noiseOnly.Posterior(1e9).NoiseVariance / Samples;
            held += noiseOnly.Posterior(1e9).NoiseVariance * 5 / 6 / Samples;
        }

        double allowed = 4 * Math.Sqrt(2.0 / 5 / Samples);   // the variance of σ̂² is 2σ⁴/(n − 1)
        Assert.InRange(integrated, 1 - allowed, 1 + allowed);
        Assert.True(held < 1 - allowed);
    }

    /// <summary>Its predictive deviation leaves out the variance of the intercept, and measures x from the origin instead of the mean (scikit-learn issue 33757): moving the features changes it.</summary>
    [Fact]
    public void Its_predictive_deviation_depends_on_the_origin_of_the_features_and_ours_does_not()
    {
        using JsonDocument file = Read("bayesian_ridge.json");
        JsonElement peer = file.RootElement.GetProperty("standardized");
        double noise = 1 / peer.GetProperty("noise_precision").GetDouble();
        double lambda = noise * peer.GetProperty("weight_precision").GetDouble();
        double[] theirs = Numbers(peer.GetProperty("prediction_deviation"));
        double[] shifted = Numbers(file.RootElement.GetProperty("shifted").GetProperty("prediction_deviation"));
        Assert.True(shifted[0] > 2 * theirs[0]);   // at the very mean of the features

        RidgeDataSet data = RidgeDataSet.Prostate(train: true);
        RidgeSolution scale = data.Problem().Fit(1);
        double[][] points = [.. file.RootElement.GetProperty("points").EnumerateArray().Select(Numbers)];
        foreach (double shift in new[] { 0.0, 10.0 })
        {
            double[][] rows = [.. data.X.Select(row => row.Select((x, j) => (x - scale.Means[j]) / scale.Scales[j] + shift).ToArray())];
            RidgePosterior posterior = (data with { X = rows }).Problem().Posterior(lambda, noise);
            IReadOnlyList<Interval> intervals = posterior.PredictiveIntervals(RandomDesign.ToMatrix([.. points.Select(p => p.Select(v => v + shift).ToArray())]));
            for (int i = 0; i < 2; i++)
            {
                double deviation = intervals[i].Width / 2 / 1.959963984540054;
                Close.To(theirs[i] * theirs[i] + noise / 67, deviation * deviation, 1e-9);   // theirs on centred features, and σ²/n for the intercept
            }
        }
    }

    [Fact]
    public void LmRidge_has_the_same_coefficients_and_its_GCV_lacks_the_intercept()
    {
        using JsonDocument file = Read("lm_ridge.json");
        double[] lambdas = Numbers(file.RootElement.GetProperty("lambda"));
        double[] gcv = Numbers(file.RootElement.GetProperty("gcv"));
        RidgeProblem problem = RidgeDataSet.Prostate(train: true).Problem();
        for (int l = 0; l < lambdas.Length; l++)
        {
            RidgePosterior posterior = problem.Posterior(lambdas[l]);
            Close.To(Numbers(file.RootElement.GetProperty("standardized")[l]), posterior.Mean, 1e-12);
            double[] raw = Numbers(file.RootElement.GetProperty("raw")[l]);
            Close.To(raw[1..], posterior.RawMean, 1e-12);
            CriterionDerivatives mass = problem.Derivatives(LambdaSelection.GeneralizedCrossValidationOfMass, lambdas[l]);
            Close.To(gcv[l], mass.Value, 1e-12);
            double degrees = problem.Spectrum(lambdas[l]).DegreesOfFreedom;
            double ours = problem.Derivatives(LambdaSelection.GeneralizedCrossValidation, lambdas[l]).Value;
            // an intercept is a parameter, and GCV an error per row: n(n − df)²/(n − 1 − df)² times theirs
            Close.To(gcv[l] * 67 * Math.Pow((67 - degrees) / (66 - degrees), 2), ours, 1e-12);
        }

        Close.To(file.RootElement.GetProperty("hkb").GetDouble(), problem.ClassicLambdas().HoerlKennardBaldwinOfMass, 1e-11);
        Close.To(file.RootElement.GetProperty("lw").GetDouble(), problem.ClassicLambdas().LawlessWangOfMass, 1e-11);
    }

    private static JsonDocument Read(string name) => JsonDocument.Parse(RidgeDataSet.Text(name));

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetDouble())];
}
