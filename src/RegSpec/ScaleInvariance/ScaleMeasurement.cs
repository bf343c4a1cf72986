using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>One measurement of a model: each weight is scaled, and what the outputs and the slope do is judged.</summary>
internal sealed class ScaleMeasurement
{
    /// <summary>How far beyond what rounding does a change must lie.</summary>
    private const double NoiseMargin = 30;

    private readonly ModelPasses passes;
    private readonly Precision precision;
    private readonly double[] scales;

    private ScaleMeasurement(ModelPasses passes, Precision precision)
    {
        this.passes = passes;
        this.precision = precision;
        scales = [.. Enumerable.Range(-1, precision.Doublings + 1).Select(power => Math.Pow(2, power))];
    }

    /// <summary>Measures every trainable parameter alone, then each weight with the bias of its layer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="outputs">Calls it.</param>
    /// <param name="inputs">What it is called with.</param>
    /// <exception cref="InvalidOperationException">The model has no trainable parameter.</exception>
    public static ScaleInvarianceReport Run(nn.Module model, Func<IReadOnlyList<Tensor>> outputs, IReadOnlyList<Tensor> inputs)
    {
        if (!model.parameters().Any(p => p.requires_grad))
        {
            throw new InvalidOperationException("The model has no trainable parameter: is RegisterComponents() called?");
        }

        using DisposeScope scope = NewDisposeScope();
        using var modes = new ModelModes(model);
        var state = new ModelState(model, inputs);
        string obstacle = DoublePrecision.Obstacle(model, state, outputs);
        using var passes = new ModelPasses(model, state, outputs, inDouble: obstacle.Length == 0);
        var measurement = new ScaleMeasurement(passes, Precision.Of(passes.Parameters));
        return new ScaleInvarianceReport([.. measurement.Weights()], obstacle, modes.Description);
    }

    private IEnumerable<WeightVerification> Weights()
    {
        foreach (NamedParameter parameter in passes.Parameters.Where(p => p.Parameter.requires_grad))
        {
            string name = parameter.Name;
            yield return Measure(name, [parameter]);
            string bias = name[..(name.LastIndexOf('.') + 1)] + "bias";
            if (name.EndsWith("weight", StringComparison.Ordinal) && passes.Parameters.FirstOrDefault(p => p.Name == bias && p.Parameter.requires_grad) is { } own)
            {
                yield return Measure(ScaleInvarianceReport.JointName(name), [parameter, own]);
            }
        }
    }

    private WeightVerification Measure(string title, IReadOnlyList<NamedParameter> theta)
    {
        using DisposeScope inner = NewDisposeScope();
        if (theta.All(p => p.Value.abs().max().ToNumber() == 0))
        {
            return NotRun(title, "the parameter is zero");
        }

        var runs = new List<Tensor>();
        foreach (double scale in scales)
        {
            // A weight of high degree overflows before the others have settled: what came before is enough.
            Tensor run = passes.Values(Scaled(theta, scale));
            if (!run.isfinite().all().item<bool>())
            {
                break;
            }

            runs.Add(run);
        }

        if (runs.Count < 4)
        {
            return NotRun(title, "an output is not finite");
        }

        var trace = new ScaleTrace(runs, precision);
        var slope = new SlopeMeasurement(passes, theta, precision);
        (double cosine, double size) = slope.AtTheta;
        (ScaleVerdict verdict, string why) = Judge(trace, slope, size, theta);
        return new WeightVerification(title, verdict, trace.Change, cosine, why);
    }

    private (ScaleVerdict Verdict, string Why) Judge(ScaleTrace trace, SlopeMeasurement slope, double size, IReadOnlyList<NamedParameter> theta)
    {
        if (trace.Change < precision.ExactBelow)
        {
            return size < precision.ExactBelow ? (ScaleVerdict.NoEffect, "") : slope.KindAt(1, trace.Change) switch
            {
                SlopeKind.Zero => (ScaleVerdict.Exact, ""),
                // The values stay and the slope does not: a gradient is cut on the way.
                SlopeKind.Real => (ScaleVerdict.Refuted, ""),
                _ => (ScaleVerdict.NotRun, "the slope is lost in rounding errors"),
            };
        }

        if (trace.Change < NoiseMargin * Math.Max(Noise(theta, trace, trace.Worst), Noise(theta, trace, trace.Worst + 1)))
        {
            return (ScaleVerdict.NotRun, "the output amplifies rounding errors");
        }

        // Where ε has lost its effect on the values, the slope has to be gone with it.
        return trace.Settles && slope.KindAt(scales[trace.Flattest], trace.Least) != SlopeKind.Real ? (ScaleVerdict.UpToEps, "") : (ScaleVerdict.Refuted, "");
    }

    /// <summary>What other last digits in every parameter change of the outputs at one scale, as <see cref="ScaleTrace.Change"/> counts it.</summary>
    private double Noise(IReadOnlyList<NamedParameter> theta, ScaleTrace trace, int index)
    {
        double noise = 0;
        for (int draw = 0; draw < 3; draw++)
        {
            using Generator generator = new((ulong)draw, CPU);
            Tensor run = passes.Values(passes.Parameters.Select(p =>
            {
                double scale = theta.Contains(p) ? scales[index] : 1;
                return (p.Parameter, SlopeMeasurement.Nearby(p.Value.Times(scale), precision.Nudge, generator));
            }));
            noise = Math.Max(noise, trace.Distance(run, index));
        }

        return noise;
    }

    private static IEnumerable<(Parameter Parameter, Tensor Value)> Scaled(IEnumerable<NamedParameter> theta, double scale) =>
        theta.Select(p => (p.Parameter, p.Value.Times(scale)));

    private static WeightVerification NotRun(string title, string why) => new(title, ScaleVerdict.NotRun, double.NaN, double.NaN, why);
}
