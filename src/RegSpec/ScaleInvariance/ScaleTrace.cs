using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The outputs at θ/2, θ, 2θ, 4θ …, and what becomes of them.</summary>
internal sealed class ScaleTrace
{
    /// <summary>A relative change of a few units in the last place of a double.</summary>
    private const double LastDigits = 1e-14;

    /// <summary>Index of the last change of small scales, from 2θ to 4θ: to change the outputs here, a share that rises would have to be no ε.</summary>
    private const int Near = 2;

    /// <summary>
    /// What changes more from θ on is no ε, however it settles: 1 beside a norm, or a bias beside a tensor that outgrows it, vanish by the same powers.
    /// Below θ the share of an ε beside a high power can be larger.
    /// </summary>
    private const double Little = 1.5e-2;

    /// <summary>How far above the smallest change one share rules.</summary>
    private const double Valley = 8;

    private readonly IReadOnlyList<Tensor> runs;
    private readonly Tensor moves;
    private readonly bool isStill;
    private readonly double[] changes;
    private readonly Precision precision;

    public ScaleTrace(IReadOnlyList<Tensor> runs, Precision precision)
    {
        this.runs = runs;
        this.precision = precision;
        moves = (stack(runs, 0) - runs[1]).abs().amax(new long[] { 0 }) > runs[1].abs().Times(LastDigits);
        isStill = !moves.any().item<bool>();
        changes = [.. Enumerable.Range(0, Last).Select(i => Distance(runs[i], i + 1))];
    }

    /// <summary>Index of the largest scale at which all outputs are finite.</summary>
    public int Last => runs.Count - 1;

    /// <summary>The largest change from one scale to its double.</summary>
    public double Change => changes.Max();

    /// <summary>Index of the scale after which the largest change happens.</summary>
    public int Worst => Array.IndexOf(changes, Change);

    /// <summary>The smallest change from one scale to its double.</summary>
    public double Least => changes.Min();

    /// <summary>Index of the scale around which the outputs change least.</summary>
    public int Flattest => Array.IndexOf(changes, Least);

    /// <summary>
    /// Whether all that changes is what an ε does: its share is a power of the scale. Beside a tensor of positive degree it falls as θ grows,
    /// beside one of negative degree it rises, and between the two the outputs stay.
    /// </summary>
    public bool Settles
    {
        get
        {
            double[] falling = [.. changes.Take(Flattest + 1)], rising = [.. changes.Skip(Flattest).Reverse()];
            bool isValley = rising.Max() > Valley * changes[Flattest];
            return Vanishes(falling, falling.Skip(1), isValley)
                && Vanishes(rising, rising, isValley)
                && changes.Skip(Flattest + 1).Take(Near - Flattest).All(change => change < precision.ExactBelow);
        }
    }

    /// <summary>How far outputs are from those at one scale: of those that change at all, since others, their rounding errors too, say nothing about θ.</summary>
    public double Distance(Tensor outputs, int index) => isStill
        ? 0
        : (runs[index] - outputs).abs().masked_select(moves).max().ToNumber() / Math.Max(runs[index].abs().masked_select(moves).max().ToNumber(), double.Epsilon);

    /// <summary>Whether changes, the last of them the smallest, fall at a constant rate, and some of them are little.</summary>
    private bool Vanishes(double[] side, IEnumerable<double> little, bool isValley)
    {
        // Where one share falls and another rises, neither shows its rate.
        double floor = Math.Max(precision.ExactBelow / 1000, isValley ? Valley * side[^1] : 0);
        var rates = new List<double>();
        for (int i = 1; i < side.Length && side[i] > floor; i++)
        {
            rates.Add(side[i - 1] / side[i]);
        }

        if (rates.Count < 2)
        {
            return side.Max() < Math.Sqrt(precision.ExactBelow);
        }

        // ε beside a square falls fourfold at each doubling, 4ᵈ-fold for a weight of degree d, ε beside a norm twofold, beside that of a square root 1.4-fold.
        // A saturating function also settles, but not at a constant rate.
        bool isSteady = rates[^1] / rates[^2] is > 0.7 and < 1.4;
        return isSteady && rates[^1] > 1.3 && little.DefaultIfEmpty().Max() < Little;
    }
}
