using static TorchSharp.torch;

namespace Identification;

/// <summary>A controlled system of second order that answers an input with a damped swing: y(t) = Σ g(k) u(t − k) + noise.</summary>
public static class Plant
{
    /// <summary>Samples of the impulse response that are estimated.</summary>
    public const int Order = 100;

    /// <summary>Samples of the record that have a whole past.</summary>
    private const int Rows = 250;

    /// <summary>Noise over signal, standard deviations.</summary>
    private const double NoiseRatio = 0.2;

    /// <summary>g(k), k = 1 to <see cref="Order"/>: a pole pair of radius 0.94.</summary>
    public static IReadOnlyList<double> Response { get; } = [.. Enumerable.Range(1, Order).Select(k => 0.5 * Math.Pow(0.94, k) * Math.Sin(0.25 * k))];

    /// <summary>A record: the past inputs of each moment, rows × order, and the outputs. The input is slow, as an operator's is, so that it excites little that is fast.</summary>
    public static (Tensor Inputs, Tensor Outputs) Record(ulong seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(seed);
        double[] drive = [.. randn([Rows + Order], ScalarType.Float64, generator: generator).data<double>()];
        for (int t = 1; t < drive.Length; t++)
        {
            drive[t] += 0.8 * drive[t - 1];
        }

        double[,] past = new double[Rows, Order];
        for (int t = 0; t < Rows; t++)
        {
            for (int k = 1; k <= Order; k++)
            {
                past[t, k - 1] = drive[t + Order - k];
            }
        }

        Tensor inputs = tensor(past);
        Tensor signal = inputs.mv(tensor(Response.ToArray()));
        Tensor noise = randn([Rows], ScalarType.Float64, generator: generator).mul(signal.std().mul(NoiseRatio));
        return (inputs.MoveToOuterDisposeScope(), signal.add(noise).MoveToOuterDisposeScope());
    }

    /// <summary>100(1 − ‖ĝ − g‖/‖g − ḡ‖): 100 is perfect, 0 no better than a constant.</summary>
    public static double FitPercent(IReadOnlyList<double> estimate)
    {
        double mean = Response.Average();
        return 100 * (1 - Math.Sqrt(Response.Zip(estimate, (g, e) => (e - g) * (e - g)).Sum() / Response.Sum(g => (g - mean) * (g - mean))));
    }
}
