using Portfolio;
using RegSpec;
using RegSpec.Plots;
using Shared;
using static TorchSharp.torch;

SampleArguments arguments = SampleArguments.Read(args, seeds: 20);
using var scope = NewDisposeScope();
using var market = new Market(seed: 1);
double[] lambdas = [.. Enumerable.Range(0, 61).Select(i => Math.Pow(10, -1 + (i / 12.0)))];
var risks = new double[arguments.Seeds][];      // of the weights at each λ
var estimates = new double[arguments.Seeds][];  // by leaving out a day
var none = new double[arguments.Seeds];
var chosen = new double[arguments.Seeds];
var best = new double[arguments.Seeds];
var selected = new double[arguments.Seeds];
double difference = 0;
for (int seed = 0; seed < arguments.Seeds; seed++)
{
    using var step = NewDisposeScope();
    Tensor returns = market.Returns((ulong)(100 + seed));
    using var portfolio = new MinimumVariance(returns);
    RidgeSelection selection = portfolio.Problem.Select(LambdaSelection.LeaveOneOut);
    risks[seed] = [.. portfolio.Problem.Path(lambdas).Select(point => market.Risk(portfolio.Weights(point.Coefficients)))];
    estimates[seed] = [.. portfolio.Problem.LeaveOneOutErrors(lambdas).Select(Market.Annual)];
    none[seed] = market.Risk(portfolio.Weights(portfolio.Problem.Fit(0).Coefficients));
    Tensor weights = portfolio.Weights(selection.Solution.Coefficients);
    chosen[seed] = market.Risk(weights);
    best[seed] = risks[seed].Min();
    selected[seed] = selection.Lambda;
    difference = Math.Max(difference, weights.sub(MinimumVariance.FromCovariance(returns, selection.Lambda)).abs().max().item<double>());
}

Tensor ideal = linalg.solve(market.Covariance, ones(Market.Assets, ScalarType.Float64));
double least = market.Risk(ideal.div(ideal.sum()));
double equal = market.Risk(full(Market.Assets, 1.0 / Market.Assets, ScalarType.Float64));
Console.WriteLine($"Weights of least variance for {Market.Assets} assets from {Market.Days} days of returns, {arguments.Seeds} samples");
Console.WriteLine();
Console.WriteLine("weights                          risk, % a year");
Console.WriteLine($"equal                            {equal:F2}");
Console.WriteLine($"sample covariance, λ = 0         {Spread.Of(none).ToString("F2")}");
Console.WriteLine($"λ by leaving out a day           {Spread.Of(chosen).ToString("F2")}    λ {Spread.Of(selected).ToString("F0")}");
Console.WriteLine($"best λ, if the risk were known   {Spread.Of(best).ToString("F2")}");
Console.WriteLine($"covariance known                 {least:F2}");
Console.WriteLine();
Console.WriteLine($"The regression and the shrunken covariance (S + (λ/n)I) give the same weights to {difference:E0}.");
Console.WriteLine("""
    The sample covariance believes chance: its weights are far from equal, and their risk is larger than they promise. λ says how far to believe
    it, and leaving out each day in turn, in closed form, says which λ to take.
    """);
ScottPlot.Plot plot = Figure.Create("Minimum-variance weights from a shrunken covariance", "λ, percent² · day", "risk, % a year");
double[] x = [.. Figure.Log10(lambdas)];
Spread[] risk = [.. lambdas.Select((_, l) => Spread.Of(risks.Select(run => run[l])))];
Spread[] estimate = [.. lambdas.Select((_, l) => Spread.Of(estimates.Select(run => run[l])))];
plot.Band(0, x, risk.Select(r => r.Mean - r.Deviation), risk.Select(r => r.Mean + r.Deviation));
plot.Line(0, x, risk.Select(r => r.Mean), "risk, mean of the samples ± deviation");
plot.Band(1, x, estimate.Select(r => r.Mean - r.Deviation), estimate.Select(r => r.Mean + r.Deviation));
plot.Line(1, x, estimate.Select(r => r.Mean), "its estimate by leaving out a day");
plot.Line(2, [x[0], x[^1]], [equal, equal], "equal weights");
plot.Line(6, [x[0], x[^1]], [least, least], "covariance known");
plot.Mark(Math.Log10(Spread.Of(selected).Mean), "λ chosen, mean");
arguments.Save(plot.WithLogarithmicX().WithLegend(ScottPlot.Alignment.UpperCenter), "portfolio");
