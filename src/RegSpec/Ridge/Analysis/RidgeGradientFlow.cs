using System.Globalization;

namespace RegSpec;

/// <summary>
/// Gradient descent on ½J(w, b) with infinitely small steps, dw/dt = −½∂J/∂w, in closed form: each principal direction approaches its ridge coordinate as
/// exp(−(σ² + λ)t), the intercept as exp(−St). The rates belong to ½J; for J itself they are twice as large. A step of size η of plain SGD on the loss
/// ½Σsᵢrᵢ² with weight_decay λ on w (none on b) advances t by η. Features standardised as in the fit; one penalty factor for all.
/// </summary>
public sealed class RidgeGradientFlow
{
    private readonly CanonicalMotion motion;

    internal RidgeGradientFlow(CanonicalForm form, double lambda, IReadOnlyList<double>? start, double? startIntercept)
    {
        Lambda = lambda;
        motion = new CanonicalMotion(form, lambda, nameof(RidgeProblem.GradientFlow), start, startIntercept);
        FeatureNames = form.Data.Names.Features;
    }

    /// <summary>λ ≥ 0.</summary>
    public double Lambda { get; }

    /// <summary>Names of the p features.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>σ² + λ of each direction that the data determine (times the common penalty factor), largest first; per unit of t.</summary>
    public IReadOnlyList<double> Rates => motion.Rates;

    /// <summary>1/rate: the time in which a direction closes all but 1/e of its distance.</summary>
    public IReadOnlyList<double> TimeConstants => [.. motion.Rates.Select(rate => 1 / rate)];

    /// <summary>Rate of directions that the data do not determine: λ. At 0 they stay where they started.</summary>
    public double UndeterminedRate => motion.UndeterminedRate;

    /// <summary>S, the rate of the intercept; 0 without one.</summary>
    public double InterceptRate => motion.InterceptRate;

    /// <summary>w(t), per standard deviation of the feature; p values.</summary>
    /// <param name="time">t ≥ 0; +∞ gives the limit, the ridge solution (at λ = 0 plus what the data do not determine of the start).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is negative or NaN.</exception>
    public IReadOnlyList<double> At(double time) => motion.At(Left(time))[0];

    /// <summary>b(t); 0 without an intercept.</summary>
    /// <param name="time">t ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is negative or NaN.</exception>
    public double InterceptAt(double time) => motion.InterceptAt(Left(time));

    /// <summary>w at many times, in one pass: a list of p coefficients for each.</summary>
    /// <param name="times">t ≥ 0, in any order.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative or NaN.</exception>
    public IReadOnlyList<IReadOnlyList<double>> Trajectory(IReadOnlyList<double> times)
    {
        ArgumentNullException.ThrowIfNull(times);
        return motion.At([.. times.Select(Left)]);
    }

    /// <summary>w of several flows of one problem, each at a time of its own, in one pass over the data: p coefficients a flow.</summary>
    /// <param name="flows">From one problem and target, at any λ and from any start.</param>
    /// <param name="times">t ≥ 0 of each; +∞ gives its limit.</param>
    /// <exception cref="ArgumentException">The flows are of different problems or targets, or the times are not as many.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative or NaN.</exception>
    public static IReadOnlyList<IReadOnlyList<double>> At(IReadOnlyList<RidgeGradientFlow> flows, IReadOnlyList<double> times)
    {
        ArgumentNullException.ThrowIfNull(flows);
        ArgumentNullException.ThrowIfNull(times);
        CanonicalMotion.RequireOne([.. flows.Select(flow => flow.motion)], times.Count, nameof(flows), nameof(times));
        return CanonicalMotion.AtEach([.. flows.Select((flow, i) => (flow.motion, Left(times[i])))]);
    }

    /// <summary>Times that show the whole trajectory: geometric, from a hundredth of the shortest time constant to ten times the longest finite one.</summary>
    /// <param name="count">How many, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 2.</exception>
    public IReadOnlyList<double> Times(int count = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        double[] rates = [.. motion.Rates.Append(motion.Undetermined > 0 ? motion.UndeterminedRate : 0).Where(rate => rate > 0)];
        double low = rates.Length == 0 ? 0.01 : 0.01 / rates.Max();
        double high = rates.Length == 0 ? 10 : 10 / rates.Min();
        return [.. Enumerable.Range(0, count).Select(i => low * Math.Exp(Math.Log(high / low) * i / (count - 1)))];
    }

    /// <summary>A line a direction.</summary>
    public override string ToString() => AnalysisText.Of(
        string.Create(CultureInfo.InvariantCulture, $"gradient flow on ½J: λ = {Lambda:G6}, rate of the intercept {InterceptRate:G6}, of undetermined directions {UndeterminedRate:G6}"),
        "direction", AnalysisText.Indices(motion.Rates.Length), ("rate", Rates), ("time constant", TimeConstants));

    private static Func<double, double> Left(double time) => time >= 0
        ? rate => rate == 0 ? 1 : Math.Exp(-rate * time)
        : throw new ArgumentOutOfRangeException(nameof(time), time, string.Create(CultureInfo.InvariantCulture, $"time: {time} is no time; it must be ≥ 0."));
}
