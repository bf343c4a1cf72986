using Deconvolution;
using Identification;

namespace RegSpec.Samples.Tests;

/// <summary>A deblurred signal: the error of each penalty, as it is printed.</summary>
public sealed class DeconvolutionTests(DeconvolutionOutput run) : IClassFixture<DeconvolutionOutput>
{
    /// <summary>Noise of 2 % through eigenvalues of 1e-20 and less is larger than the signal by many orders.</summary>
    [Fact]
    public void Least_squares_are_of_no_use() => Assert.True(run.Numbers("none")[0] > 1e3);

    /// <summary>Columns: mean and deviation of the error, the same for the best λ.</summary>
    [Fact]
    public void A_penalty_on_bends_finds_the_signal_better_than_ridge()
    {
        double[] ridge = run.Numbers("ridge, ‖f‖²"), steps = run.Numbers("steps, ‖f′‖²"), bends = run.Numbers("bends, ‖f″‖²");
        Assert.InRange(bends[2], 0.002, 0.012);
        Assert.True(ridge[2] > 2 * bends[2], $"{ridge[2]} against {bends[2]}");
        Assert.All(new[] { steps, bends }, row => Assert.True(row[0] < 0.06 && row[0] < ridge[0], $"{row[0]} against {ridge[0]}"));
        Assert.All(new[] { ridge, steps, bends }, row => Assert.True(row[2] <= row[0] + 5e-5, "the best λ is no better than the chosen one, but for its grid"));
    }

    [Fact]
    public void It_draws() => run.Drew("deconvolution");
}

/// <summary>An identified system: the fit of each estimate, as it is printed.</summary>
public sealed class IdentificationTests(IdentificationOutput run) : IClassFixture<IdentificationOutput>
{
    [Fact]
    public void The_kernel_fits_better_than_ridge_and_ridge_than_least_squares()
    {
        double squares = run.Numbers("least squares")[0], ridge = run.Numbers("ridge, λ by GCV")[0], kernel = run.Numbers("kernel, λ and ρ by GCV")[0];
        Assert.True(squares + 10 < ridge && ridge + 10 < kernel, $"{squares}, {ridge}, {kernel}");
        Assert.InRange(kernel, 80, 100);
    }

    /// <summary>The poles have radius 0.94; ρ weighs squares, of which the response has the radius 0.94² = 0.88.</summary>
    [Fact]
    public void The_rate_of_decay_is_found() => Assert.InRange(run.Numbers("ρ chosen:")[0], 0.86, 0.96);

    [Fact]
    public void It_draws() => run.Drew("identification");
}

public sealed class DeconvolutionOutput() : SampleOutput(typeof(BlurredSignal), seeds: 2);

public sealed class IdentificationOutput() : SampleOutput(typeof(Plant), seeds: 2);
