using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>One measurement of a model: it saves what a training-mode pass changes, scales each weight, and puts everything back.</summary>
internal sealed class ScaleMeasurement : IDisposable
{
    /// <summary>Doublings after ½ in float64, far enough for any ε to lose its effect, and in narrower types, which would overflow.</summary>
    private const int Doublings = 15, DoublingsOfNarrowTypes = 6;

    /// <summary>What a cast to a narrow type inside the model (bfloat16) leaves of a slope that is zero.</summary>
    private const double SlopeOfRounding = 1e-3;

    /// <summary>A gradient below this is what rounding and ε leave of a constant output: its direction says nothing.</summary>
    private const double LeastGradient = 1e-6;

    /// <summary>A relative change of a few units in the last place of a double.</summary>
    private const double LastDigits = 1e-14;

    private readonly Func<IReadOnlyList<Tensor>> outputs;
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly List<(string Name, Parameter Parameter, Tensor Value)> parameters = [];
    private readonly List<(Tensor Buffer, Tensor Value)> buffers = [];
    private readonly List<(nn.Module Module, bool Training)> modes = [];
    private readonly Tensor randomState;
    private readonly double exactBelow;
    private readonly double[] scales;

    public ScaleMeasurement(nn.Module model, Func<IReadOnlyList<Tensor>> outputs)
    {
        this.outputs = outputs;
        randomState = random.get_rng_state();
        foreach ((string name, Parameter parameter) in model.named_parameters())
        {
            parameters.Add((name, parameter, parameter.detach().clone()));
        }

        if (!parameters.Exists(p => p.Parameter.requires_grad))
        {
            scope.Dispose();
            throw new InvalidOperationException("The model has no trainable parameter: is RegisterComponents() called?");
        }

        foreach ((_, Tensor buffer) in model.named_buffers())
        {
            buffers.Add((buffer, buffer.detach().clone()));
        }

        foreach (nn.Module module in model.modules().Prepend(model))
        {
            modes.Add((module, module.training));
        }

        model.train();
        bool isWide = parameters.TrueForAll(p => p.Parameter.dtype == ScalarType.Float64);
        exactBelow = isWide ? 1e-9 : 1e-4;
        scales = [.. Enumerable.Range(-1, (isWide ? Doublings : DoublingsOfNarrowTypes) + 1).Select(power => Math.Pow(2, power))];
    }

    /// <summary>Every trainable parameter alone, then each weight with the bias of its layer.</summary>
    public ScaleInvarianceReport Run()
    {
        var results = new List<WeightVerification>();
        foreach ((string name, Parameter parameter, _) in parameters)
        {
            if (!parameter.requires_grad)
            {
                continue;
            }

            results.Add(Measure(name, [name]));
            string bias = name[..(name.LastIndexOf('.') + 1)] + "bias";
            if (name.EndsWith("weight", StringComparison.Ordinal) && parameters.Exists(p => p.Name == bias && p.Parameter.requires_grad))
            {
                results.Add(Measure(ScaleInvarianceReport.JointName(name), [name, bias]));
            }
        }

        return new ScaleInvarianceReport(results);
    }

    public void Dispose()
    {
        Restore();
        foreach ((nn.Module module, bool training) in modes)
        {
            // Children come after their parents, so each ends in its own mode.
            module.train(training);
        }

        scope.Dispose();
    }

    private WeightVerification Measure(string title, string[] names)
    {
        using DisposeScope inner = NewDisposeScope();
        List<(string Name, Parameter Parameter, Tensor Value)> theta = parameters.FindAll(p => names.Contains(p.Name));
        if (theta.TrueForAll(p => p.Value.abs().max().ToDouble() == 0))
        {
            return new WeightVerification(title, ScaleVerdict.NotRun, double.NaN, double.NaN, "the parameter is zero");
        }

        var runs = new List<Tensor>();
        foreach (double scale in scales)
        {
            // A weight of high degree overflows before the others have settled: what came before is enough.
            Tensor run = Flat(scale, theta);
            if (!run.isfinite().all().ToBoolean())
            {
                break;
            }

            runs.Add(run);
        }

        if (runs.Count >= 4 && AmplifiesRounding(runs[1], theta))
        {
            return new WeightVerification(title, ScaleVerdict.NotRun, double.NaN, double.NaN, "the output amplifies rounding errors");
        }

        if (runs.Count < 4)
        {
            return new WeightVerification(title, ScaleVerdict.NotRun, double.NaN, double.NaN, "an output is not finite");
        }

        // Against the outputs that change at all, as they are then: others, however large, say nothing about this weight.
        Tensor moves = Moves(runs);
        bool isStill = !moves.any().ToBoolean();
        var changes = new double[runs.Count - 1];
        for (int i = 0; i < changes.Length && !isStill; i++)
        {
            double size = runs[i + 1].abs().masked_select(moves).max().ToDouble();
            changes[i] = (runs[i + 1] - runs[i]).abs().max().ToDouble() / Math.Max(size, double.Epsilon);
        }

        (double euler, double gradient) = Euler(theta);
        double change = changes.Max();
        ScaleVerdict verdict = Judge(changes, change, euler, gradient);
        return new WeightVerification(title, verdict, change, euler, "");
    }

    /// <summary>The outputs that some scale changes by more than their last digits.</summary>
    private static Tensor Moves(List<Tensor> runs)
    {
        Tensor all = stack(runs, 0);
        return (all - runs[1]).abs().amax(new long[] { 0 }) > LastDigits * runs[1].abs();
    }

    /// <summary>
    /// Whether a change of θ in its last digits changes the output a million times more: it normalises, or branches on, what is zero but for
    /// rounding (the mean of a normalised tensor), and nothing can be measured.
    /// </summary>
    private bool AmplifiesRounding(Tensor output, List<(string Name, Parameter Parameter, Tensor Value)> theta)
    {
        if (scales.Length <= DoublingsOfNarrowTypes + 1)
        {
            return false;
        }

        double size = Math.Max(output.abs().max().ToDouble(), double.Epsilon);
        foreach (double nudge in new[] { 1 + LastDigits, 1 - LastDigits })
        {
            if ((Flat(nudge, theta) - output).abs().max().ToDouble() / size > 1e6 * LastDigits)
            {
                return true;
            }
        }

        return false;
    }

    private ScaleVerdict Judge(double[] changes, double change, double euler, double gradient)
    {
        if (double.IsNaN(change))
        {
            return ScaleVerdict.Refuted;
        }

        if (change < exactBelow && gradient < 1e-14)
        {
            return ScaleVerdict.NoEffect;
        }

        if (change < exactBelow && euler < SlopeOfRounding)
        {
            return ScaleVerdict.Exact;
        }

        // The values stay and the slope does not: a gradient is cut on the way.
        if (change < exactBelow && gradient > LeastGradient)
        {
            return ScaleVerdict.Refuted;
        }

        // A norm over what is zero but for rounding makes noise, but no slope.
        if (change < Math.Sqrt(exactBelow) && euler < Math.Sqrt(exactBelow) / 100)
        {
            return ScaleVerdict.UpToEps;
        }

        // ε beside a square falls fourfold at each doubling, 4ᵈ-fold for a weight of degree d, ε beside a norm twofold.
        // A saturating function also settles, but not at a constant rate.
        var rates = new List<double>();
        for (int i = 1; i < changes.Length && changes[i] > exactBelow / 1000; i++)
        {
            rates.Add(changes[i - 1] / changes[i]);
        }

        if (rates.Count < 2)
        {
            return change < Math.Sqrt(exactBelow) ? ScaleVerdict.UpToEps : ScaleVerdict.Refuted;
        }

        // Far out, a term of higher degree drowns the rest at a constant rate too: what ε does is small from the start.
        bool isSteady = rates[^1] / rates[^2] is > 0.7 and < 1.4;
        // An ε larger than the variance beside it rules the first scales, but in the end its share falls fourfold each time.
        if (rates.Count >= 4 && rates.TakeLast(3).All(rate => rate is > 3.7 and < 4.3) && changes[^1] < 1e-3)
        {
            return ScaleVerdict.UpToEps;
        }

        bool settles = rates[^1] > 3 || (rates[^1] > 1.7 && change < 1e-2);
        return isSteady && settles && change < 0.2 && changes[^1] < 1e-3 ? ScaleVerdict.UpToEps : ScaleVerdict.Refuted;
    }

    private Tensor Flat(double scale, List<(string Name, Parameter Parameter, Tensor Value)> theta)
    {
        Restore();
        using (no_grad())
        {
            foreach ((_, Parameter parameter, Tensor value) in theta)
            {
                parameter.copy_(value * scale);
            }
        }

        Tensor result;
        using (no_grad())
        {
            result = Joined(outputs());
        }

        Restore();
        return result;
    }

    /// <summary>All floating outputs in one vector of doubles.</summary>
    private static Tensor Joined(IReadOnlyList<Tensor> tensors) =>
        cat([.. tensors.Where(t => !t.IsInvalid).Select(t => t.to_type(ScalarType.Float64).flatten())]);

    /// <summary>The cosine between θ and the gradient of a random linear functional, and the size of that gradient.</summary>
    private (double Cosine, double Gradient) Euler(List<(string Name, Parameter Parameter, Tensor Value)> theta)
    {
        Restore();
        Tensor all = Joined(outputs());
        Tensor direction = linspace(1, 7, all.numel(), dtype: ScalarType.Float64).square().sin();
        if (!all.requires_grad)
        {
            Restore();
            return (0, 0);
        }

        IList<Tensor> gradients = autograd.grad([(all * direction).sum()], [.. theta.Select(t => (Tensor)t.Parameter)], allow_unused: true);
        double dot = 0, normTheta = 0, normGradient = 0;
        for (int i = 0; i < theta.Count; i++)
        {
            if (gradients[i] is null || gradients[i].IsInvalid)
            {
                continue;
            }

            Tensor value = theta[i].Value.to_type(ScalarType.Float64), gradient = gradients[i].to_type(ScalarType.Float64);
            dot += (value * gradient).sum().ToDouble();
            normTheta += value.square().sum().ToDouble();
            normGradient += gradient.square().sum().ToDouble();
        }

        Restore();
        double size = Math.Sqrt(normTheta * normGradient);
        return (size > 0 ? Math.Abs(dot) / size : 0, Math.Sqrt(normGradient));
    }

    private void Restore()
    {
        using (no_grad())
        {
            foreach ((_, Parameter parameter, Tensor value) in parameters)
            {
                parameter.copy_(value);
            }

            foreach ((Tensor buffer, Tensor value) in buffers)
            {
                buffer.copy_(value);
            }
        }

        random.set_rng_state(randomState);
    }
}
