using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The slope of the outputs along θ, by Euler's theorem zero for an invariant weight, and how well it is known.</summary>
internal sealed class SlopeMeasurement
{
    /// <summary>Slopes at other points differ by less than this share of a slope that is there.</summary>
    private const double Spread = 0.3;

    /// <summary>How far beyond the change of the values a slope must be to be another than theirs: one is a mean over outputs, the other their largest.</summary>
    private const double Beyond = 10;

    /// <summary>A cosine that a cast to a narrow type inside the model (bfloat16) leaves of one that is zero.</summary>
    private const double LittleNoise = 1e-2;

    private const int Draws = 5;

    private readonly ModelPasses passes;
    private readonly IReadOnlyList<NamedParameter> theta;
    private readonly Precision precision;

    public SlopeMeasurement(ModelPasses passes, IReadOnlyList<NamedParameter> theta, Precision precision)
    {
        this.passes = passes;
        this.theta = theta;
        this.precision = precision;
    }

    /// <summary>|⟨θ, g⟩| / (‖θ‖‖g‖) and the size of g, at θ.</summary>
    public (double Cosine, double Size) AtTheta
    {
        get
        {
            (double cosine, _, double size) = Draw(1, null);
            return (Math.Abs(cosine), size);
        }
    }

    /// <summary>−1 or 1 in the place of every number.</summary>
    public static Tensor Signs(Tensor like, Generator generator) =>
        randint(0, 2, like.shape, dtype: ScalarType.Float64, generator: generator).Times(2).Plus(-1).to(like.device);

    /// <summary>What can be said of the slope along θ, at a multiple of θ.</summary>
    /// <param name="scale">The multiple.</param>
    /// <param name="change">The relative change of the outputs there: a slope of that size is the one that the values have.</param>
    public SlopeKind KindAt(double scale, double change)
    {
        (double cosine, double along, _) = Draw(scale, null);
        if (Math.Abs(cosine) < precision.ExactBelow || Math.Abs(along) < Math.Max(precision.ExactBelow, Beyond * change))
        {
            return SlopeKind.Zero;
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
        return spread < Spread * Math.Abs(mean) ? SlopeKind.Real : spread < LittleNoise ? SlopeKind.Zero : SlopeKind.Unknown;
    }

    /// <summary>
    /// The signed cosine between θ and its gradient, the slope along θ, and the largest slope in any direction, both for a relative change of θ
    /// and relative to the outputs. At a point and a functional nearby if a generator is given.
    /// </summary>
    private (double Cosine, double Along, double Size) Draw(double scale, Generator? generator)
    {
        using DisposeScope inner = NewDisposeScope();
        (NamedParameter Of, Tensor Value)[] point = [.. theta.Select(p => (p, Nearby(p.Value.Times(scale), generator)))];
        (IReadOnlyList<Tensor?>? gradients, double outputs) = passes.Gradients(
            theta,
            // Generic: no symmetry of the outputs is one of the functional.
            count => Nearby(linspace(1, 7, count, dtype: ScalarType.Float64).Squared().sin(), generator),
            point.Select(p => (p.Of.Parameter, p.Value)));
        if (gradients is null)
        {
            return (0, 0, 0);
        }

        double dot = 0, normTheta = 0, normGradient = 0;
        foreach (((_, Tensor at), Tensor? gradient) in point.Zip(gradients))
        {
            if (gradient is not null)
            {
                Tensor value = at.to_type(ScalarType.Float64).flatten();
                dot += (value * gradient).sum().ToNumber();
                normTheta += value.Squared().sum().ToNumber();
                normGradient += gradient.Squared().sum().ToNumber();
            }
        }

        double product = Math.Sqrt(normTheta * normGradient), unit = Math.Max(outputs, double.Epsilon);
        return (product > 0 ? dot / product : 0, dot / unit, product / unit);
    }

    /// <summary>A point of which each number is a little greater or smaller, by chance.</summary>
    /// <param name="point">The point.</param>
    /// <param name="share">By what share of itself.</param>
    /// <param name="generator">Tosses for each.</param>
    public static Tensor Nearby(Tensor point, double share, Generator generator) => point * Signs(point, generator).Times(share).Plus(1);

    private static Tensor Nearby(Tensor point, Generator? generator) => generator is null ? point : Nearby(point, 0.01, generator);
}

/// <summary>A slope along θ.</summary>
internal enum SlopeKind
{
    Zero,
    Real,

    /// <summary>All that is seen is rounding.</summary>
    Unknown,
}
