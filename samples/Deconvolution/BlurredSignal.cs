using RegSpec;
using static TorchSharp.torch;

namespace Deconvolution;

/// <summary>A signal on a line, seen through a blur: y = Af + noise. The blur removes what is fine, so that many signals give nearly one picture.</summary>
public static class BlurredSignal
{
    /// <summary>Points of the signal, and as many of the picture.</summary>
    public const int Count = 100;

    /// <summary>Width of the blur, where the line has length 1.</summary>
    private const double Width = 0.03;

    /// <summary>Standard deviation of the noise; the signal lies between 1 and 4.</summary>
    private const double Noise = 0.02;

    /// <summary>Where the points lie.</summary>
    public static IReadOnlyList<double> Positions { get; } = [.. Enumerable.Range(0, Count).Select(i => (i + 0.5) / Count)];

    /// <summary>f: two peaks on a slope.</summary>
    public static IReadOnlyList<double> Signal { get; } = [.. Positions.Select(t => 1 + (1.5 * t) + (1.6 * Peak(t, 0.3, 0.05)) + (1.0 * Peak(t, 0.65, 0.09)))];

    /// <summary>A: each point of the picture is an average of the signal around it.</summary>
    public static Tensor Blur()
    {
        double[,] blur = new double[Count, Count];
        for (int i = 0; i < Count; i++)
        {
            double sum = Positions.Sum(t => Peak(t, Positions[i], Width));
            for (int j = 0; j < Count; j++)
            {
                blur[i, j] = Peak(Positions[j], Positions[i], Width) / sum;
            }
        }

        return tensor(blur);
    }

    /// <summary>y with the noise of a seed.</summary>
    public static Tensor Observe(Tensor blur, int seed)
    {
        using var scope = NewDisposeScope();
        Tensor noise = randn([Count], ScalarType.Float64, generator: new Generator((ulong)seed));
        return blur.mv(tensor(Signal.ToArray())).add(noise, Noise).MoveToOuterDisposeScope();
    }

    /// <summary>The columns are one quantity in one unit: they are neither scaled nor centred.</summary>
    public static RidgeProblem Problem(Tensor blur, Tensor observed) => RidgeProblem.FromMatrices(
        blur, observed, options: new RidgeOptions { FitIntercept = false, Scaling = [.. Enumerable.Repeat(FeatureScaling.None, Count)] });

    /// <summary>‖f̂ − f‖/‖f‖.</summary>
    public static double RelativeError(IReadOnlyList<double> estimate) =>
        Math.Sqrt(Signal.Zip(estimate, (f, g) => (g - f) * (g - f)).Sum() / Signal.Sum(f => f * f));

    private static double Peak(double t, double centre, double width) => Math.Exp(-(t - centre) * (t - centre) / (2 * width * width));
}
