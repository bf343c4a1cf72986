using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The slope of the outputs along θ, by Euler's theorem zero for an invariant weight, and how well it is known.</summary>
internal sealed class SlopeMeasurement
{
    /// <summary>A gradient below this is what rounding leaves of a constant output.</summary>
    public const double Least = 1e-14;

    /// <summary>Slopes at other points differ by less than this share of a slope that is there.</summary>
    private const double Spread = 0.3;

    private const int Draws = 5;

    private readonly ModelPasses passes;
    private readonly IReadOnlyList<NamedParameter> theta;
    private readonly Precision precision;
    private readonly Dictionary<double, Slope> known = [];

    public SlopeMeasurement(ModelPasses passes, IReadOnlyList<NamedParameter> theta, Precision precision)
    {
        this.passes = passes;
        this.theta = theta;
        this.precision = precision;
    }

    /// <summary>At a multiple of θ.</summary>
    public Slope At(double scale)
    {
        if (!known.TryGetValue(scale, out Slope? slope))
        {
            known[scale] = slope = Measure(scale);
        }

        return slope;
    }

    /// <summary>−1 or 1 in the place of every number.</summary>
    public static Tensor Signs(Tensor like, Generator generator) =>
        (randint(0, 2, like.shape, dtype: ScalarType.Float64, generator: generator) * 2 - 1).to(like.device);

    private Slope Measure(double scale)
    {
        (double cosine, double size) = Draw(scale, null);
        if (Math.Abs(cosine) < precision.ExactBelow || size < Least)
        {
            return new Slope(Math.Abs(cosine), size, SlopeKind.Zero);
        }

        // θ·g = 0 holds at every point if it holds for all c: a slope that is there is about the same at points nearby,
        // one that rounding makes (or a cast to a narrow type inside the model) is another each time.
        double[] cosines = new double[Draws];
        for (int draw = 0; draw < Draws; draw++)
        {
            using Generator generator = new((ulong)draw, CPU);
            cosines[draw] = Draw(scale, generator).Cosine;
        }

        double mean = cosines.Average(), spread = Math.Sqrt(cosines.Average(c => (c - mean) * (c - mean)));
        SlopeKind kind = spread < Spread * Math.Abs(mean) ? SlopeKind.Real : spread < 1e-2 ? SlopeKind.Zero : SlopeKind.Unknown;
        return new Slope(Math.Abs(cosine), size, kind);
    }

    /// <summary>The signed cosine between θ and its gradient, and the size of the gradient; at a point nearby if a generator is given.</summary>
    private (double Cosine, double Size) Draw(double scale, Generator? generator)
    {
        using DisposeScope inner = NewDisposeScope();
        (NamedParameter Of, Tensor Value)[] point = [.. theta.Select(p => (p, generator is null ? p.Value * scale : p.Value * scale * (1 + (0.01 * Signs(p.Value, generator)))))];
        IReadOnlyList<Tensor?>? gradients = passes.Gradients(
            theta,
            // Generic: no symmetry of the outputs is one of the functional.
            count => linspace(1, 7, count, dtype: ScalarType.Float64).square().sin(),
            point.Select(p => (p.Of.Parameter, p.Value)));
        if (gradients is null)
        {
            return (0, 0);
        }

        double dot = 0, normTheta = 0, normGradient = 0;
        foreach (((_, Tensor at), Tensor? gradient) in point.Zip(gradients))
        {
            if (gradient is not null)
            {
                Tensor value = at.to_type(ScalarType.Float64).flatten();
                dot += (value * gradient).sum().ToDouble();
                normTheta += value.square().sum().ToDouble();
                normGradient += gradient.square().sum().ToDouble();
            }
        }

        double product = Math.Sqrt(normTheta * normGradient);
        return (product > 0 ? dot / product : 0, Math.Sqrt(normGradient));
    }
}

/// <summary>A slope.</summary>
/// <param name="Cosine">|⟨θ, g⟩| / (‖θ‖‖g‖).</param>
/// <param name="Size">‖g‖.</param>
/// <param name="Kind">What can be said of it.</param>
internal sealed record Slope(double Cosine, double Size, SlopeKind Kind);

internal enum SlopeKind
{
    Zero,
    Real,

    /// <summary>All that is seen is rounding.</summary>
    Unknown,
}
