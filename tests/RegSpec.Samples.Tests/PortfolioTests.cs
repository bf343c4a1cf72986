using Portfolio;

namespace RegSpec.Samples.Tests;

/// <summary>Minimum-variance weights: the risks as they are printed.</summary>
public sealed class PortfolioTests(PortfolioOutput run) : IClassFixture<PortfolioOutput>
{
    /// <summary>Two ways to the same linear system in double precision; its condition number is below 1e3.</summary>
    [Fact]
    public void The_regression_is_the_shrunken_covariance() =>
        Assert.True(run.Numbers("The regression and the shrunken covariance (S + (λ/n)I) give the same weights to")[0] <= 1e-12);

    [Fact]
    public void Leaving_out_a_day_finds_nearly_the_best_weights()
    {
        double equal = run.Numbers("equal  ")[0], sample = run.Numbers("sample covariance, λ = 0")[0];
        double chosen = run.Numbers("λ by leaving out a day")[0], best = run.Numbers("best λ, if the risk were known")[0], known = run.Numbers("covariance known")[0];
        Assert.True(known < best && best <= chosen + 0.005 && chosen < equal && chosen < sample, $"{known}, {best}, {chosen}, {equal}, {sample}");
        Assert.InRange(chosen / best, 1 - 1e-3, 1.05);
    }

    [Fact]
    public void It_draws() => run.Drew("portfolio");
}

public sealed class PortfolioOutput() : SampleOutput(typeof(Market), seeds: 5);
