using System.Globalization;

namespace RegSpec;

/// <summary>
/// Gradient descent on ½J(w, b) with a constant step size η, w ← w − η·½∂J/∂w, in closed form: the distance of each principal direction to its ridge coordinate
/// is multiplied by 1 − η(σ² + λ) a step, the intercept's by 1 − ηS. This is what full-batch SGD does on the loss ½Σsᵢrᵢ² with weight_decay λ on w and none
/// on b; for a loss Σsᵢrᵢ² its learning rate is η/2 and its weight_decay 2λ. Stable for η below 2/(σ²max + λ) and below 2/S.
/// </summary>
public sealed class RidgeDescent
{
    private readonly CanonicalMotion motion;

    internal RidgeDescent(CanonicalForm form, double lambda, double learningRate, IReadOnlyList<double>? start, double? startIntercept)
    {
        if (!(learningRate > 0) || double.IsInfinity(learningRate))
        {
            throw new ArgumentOutOfRangeException(
                nameof(learningRate), learningRate, string.Create(CultureInfo.InvariantCulture, $"learningRate: {learningRate} is no step size; it must be finite and positive."));
        }

        Lambda = lambda;
        LearningRate = learningRate;
        motion = new CanonicalMotion(form, lambda, nameof(RidgeProblem.Descent), start, startIntercept);
        FeatureNames = form.Data.Names.Features;
    }

    /// <summary>λ ≥ 0.</summary>
    public double Lambda { get; }

    /// <summary>η, for ½J.</summary>
    public double LearningRate { get; }

    /// <summary>Names of the p features.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>1 − η(σ² + λ) of each direction that the data determine, largest eigenvalue first: negative where a step overshoots, below −1 where it diverges.</summary>
    public IReadOnlyList<double> Factors => [.. motion.Rates.Select(Factor)];

    /// <summary>The η at and above which descent does not converge: 2 over the largest of σ²max + λ and, with an intercept, S.</summary>
    public double StabilityLimit => 2 / AllRates.Max();

    /// <summary>The η of fastest convergence: 2/(largest rate + smallest rate).</summary>
    public double OptimalLearningRate => 2 / (AllRates.Max() + AllRates.Min());

    /// <summary>Whether the distance to the ridge solution vanishes, or at least does not grow where a rate is 0.</summary>
    public bool IsStable => LearningRate < StabilityLimit;

    /// <summary>Factor by which a step reduces the slowest distance in the long run: the largest |1 − η·rate|.</summary>
    public double Contraction => AllRates.Max(rate => Math.Abs(Factor(rate)));

    private IEnumerable<double> AllRates =>
        motion.Rates.Concat(motion.Undetermined > 0 ? [motion.UndeterminedRate] : []).Concat(motion.InterceptRate > 0 ? [motion.InterceptRate] : []);

    /// <summary>w after some steps, per standard deviation of the feature; p values.</summary>
    /// <param name="steps">How many, ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is negative.</exception>
    public IReadOnlyList<double> At(int steps) => motion.At(Left(steps))[0];

    /// <summary>b after some steps; 0 without an intercept.</summary>
    /// <param name="steps">How many, ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is negative.</exception>
    public double InterceptAt(int steps) => motion.InterceptAt(Left(steps));

    /// <summary>w after several numbers of steps, in one pass: a list of p coefficients for each.</summary>
    /// <param name="steps">Numbers of steps ≥ 0, in any order.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public IReadOnlyList<IReadOnlyList<double>> Trajectory(IReadOnlyList<int> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return motion.At([.. steps.Select(Left)]);
    }

    /// <summary>w of several descents of one problem, each after a number of steps of its own, in one pass over the data: p coefficients a descent.</summary>
    /// <param name="descents">From one problem and target, at any λ, step size and start.</param>
    /// <param name="steps">Number of steps ≥ 0 of each.</param>
    /// <exception cref="ArgumentException">The descents are of different problems or targets, or the numbers are not as many.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static IReadOnlyList<IReadOnlyList<double>> At(IReadOnlyList<RidgeDescent> descents, IReadOnlyList<int> steps)
    {
        ArgumentNullException.ThrowIfNull(descents);
        ArgumentNullException.ThrowIfNull(steps);
        CanonicalMotion.RequireOne([.. descents.Select(descent => descent.motion)], steps.Count, nameof(descents), nameof(steps));
        return CanonicalMotion.AtEach([.. descents.Select((descent, i) => (descent.motion, descent.Left(steps[i])))]);
    }

    /// <summary>Stability, then a line a direction.</summary>
    public override string ToString() => AnalysisText.Of(
        string.Create(
            CultureInfo.InvariantCulture, $"gradient descent on ½J: λ = {Lambda:G6}, η = {LearningRate:G6} ({(IsStable ? "stable" : "unstable")}, limit {StabilityLimit:G6}, best {OptimalLearningRate:G6}), contraction {Contraction:G6} a step"),
        "direction", AnalysisText.Indices(motion.Rates.Length), ("rate", motion.Rates), ("factor", Factors));

    private double Factor(double rate) => 1 - LearningRate * rate;

    private Func<double, double> Left(int steps) => steps >= 0
        ? rate => Math.Pow(Factor(rate), steps)
        : throw new ArgumentOutOfRangeException(nameof(steps), steps, $"steps: {steps} is no number of steps; it must be ≥ 0.");
}
