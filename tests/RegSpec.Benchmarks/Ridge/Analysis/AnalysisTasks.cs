namespace RegSpec.Benchmarks.Ridge;

/// <summary>Each analysis of the ridge over all λ of a shape, from a problem that holds nothing yet. The numbers keep anything from being left out.</summary>
internal static class AnalysisTasks
{
    /// <summary>The path with the coefficients at every λ.</summary>
    public const string Coefficients = "path, coefficients";

    /// <summary>Only X̂B, the rows in the coordinates of the spectrum: nothing about single rows at more than one λ is had for less.</summary>
    public const string Floor = "rows in coordinates";

    /// <summary>By name, for the worker.</summary>
    public static readonly IReadOnlyDictionary<string, Func<RidgeProblem, double[], double[]>> All = new Dictionary<string, Func<RidgeProblem, double[], double[]>>
    {
        [Coefficients] = (problem, lambdas) => [.. problem.Path(lambdas).Select(point => point.GeneralizedCrossValidation + point.Coefficients.Sum())],
        ["spectrum"] = (problem, lambdas) =>
            [.. lambdas.Select(lambda => problem.Spectrum(lambda)).Select(s => s.DegreesOfFreedom + s.RegularizedConditionNumber + s.Sensitivity + s.ShrinkageFactors.Sum() + s.LambdaFor(0.5 * s.DegreesOfFreedom))],
        ["bias-variance"] = (problem, lambdas) =>
        {
            double[] truth = [.. Enumerable.Range(0, problem.FeatureCount).Select(j => j % 10 == 0 ? 1.0 : 0)];
            BiasVarianceCurve curve = problem.BiasVariance(truth, 1, lambdas);
            return [curve.MinimizingLambda, .. curve.MeanSquaredErrors, .. curve.FittedSquaredBiases, problem.BiasVarianceEstimate(lambdas).MinimizingLambda];
        },
        ["constraint"] = (problem, lambdas) => [.. lambdas.Select(lambda => problem.FitConstrained(problem.NormFor(lambda))).Select(fit => fit.Multiplier + fit.ResidualSumOfSquares)],
        ["posterior"] = (problem, lambdas) => [.. problem.Posterior(lambdas).Select(q => q.LogEvidence + q.Scales.Sum()), problem.Posterior(1).MaximumEvidence!.Lambda],
        ["flow"] = (problem, lambdas) =>
        {
            RidgeGradientFlow[] flows = [.. lambdas.Select(lambda => problem.GradientFlow(lambda))];
            return [.. RidgeGradientFlow.At(flows, [.. flows.Select(flow => flow.TimeConstants[0])]).Select(w => w.Sum())];
        },
        ["descent"] = (problem, lambdas) =>
        {
            RidgeDescent[] descents = [.. lambdas.Select(lambda => problem.Descent(lambda, 1e-6))];
            return [.. RidgeDescent.At(descents, [.. descents.Select(_ => 100)]).Select((w, l) => w.Sum() + descents[l].StabilityLimit)];
        },
        ["curvature"] = (problem, lambdas) => [.. lambdas.Select(lambda => problem.Robustness(lambda)).Select(r => r.LeastCurvature + r.LabelBound)],
        ["rescaled"] = (problem, lambdas) =>
        {
            RidgeRescaling rescaling = problem.Rescaled(2);
            return [.. lambdas.Select(rescaling.EquivalentLambda)];
        },
        ["derivatives"] = (problem, lambdas) => [.. problem.Derivatives(LambdaSelection.GeneralizedCrossValidation, lambdas).Select(d => d.Second + d.FactorGradient.Sum())],
        ["newton"] = (problem, _) => [problem.SelectByNewton(LambdaSelection.GeneralizedCrossValidation).Lambda, problem.SelectByNewton(LambdaSelection.Evidence).StandardError],
        [Floor] = (problem, lambdas) => [.. problem.Robustness([lambdas[0]]).Select(r => r.Leverages.Sum())],
        ["leverages"] = (problem, lambdas) => [.. problem.Robustness(lambdas).Select(r => r.Leverages.Sum() + r.CooksDistances.Max())],
        ["tikhonov"] = (problem, lambdas) => [.. problem.Tikhonov(TikhonovOperator.FirstDifferences(problem.FeatureCount)).Path(lambdas).Select(s => s.GeneralizedCrossValidation)],
    };
}
