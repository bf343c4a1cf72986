using System.Globalization;
using System.Text;

namespace RegSpec;

/// <summary>What <c>ScaleInvariance.Verify</c> measured, weight by weight.</summary>
public sealed class ScaleInvarianceReport
{
    private readonly Dictionary<string, WeightVerification> byName;

    internal ScaleInvarianceReport(IReadOnlyList<WeightVerification> weights, string obstacle, string modes)
    {
        Modes = modes;
        Weights = weights;
        WhyNotInDouble = obstacle;
        byName = weights.ToDictionary(weight => weight.Name, StringComparer.Ordinal);
    }

    /// <summary>The modes in which the modules were found and measured: "training mode", "evaluation mode", or which are in the other one. Proofs of scale invariance are about training.</summary>
    public string Modes { get; }

    /// <summary>Whether copies of the model's tensors in float64 were measured; otherwise copies in their own type, of which less can be told.</summary>
    public bool IsInDouble => WhyNotInDouble.Length == 0;

    /// <summary>Why the model could not be measured in float64; empty if it was.</summary>
    public string WhyNotInDouble { get; }

    /// <summary>One entry a trainable parameter, and one more for each weight scaled together with the bias of its layer.</summary>
    public IReadOnlyList<WeightVerification> Weights { get; }

    /// <summary>The measurement of one parameter scaled alone.</summary>
    /// <param name="name">Its name in <c>named_parameters()</c>.</param>
    /// <exception cref="KeyNotFoundException">There is no such trainable parameter.</exception>
    public WeightVerification this[string name] => byName[name];

    /// <summary>The measurement of a weight scaled together with the bias of its layer, or null if the layer has none.</summary>
    /// <param name="name">Name of the weight ("fc1.weight").</param>
    public WeightVerification? Joint(string name) =>
        byName.GetValueOrDefault(JointName(name));

    /// <summary>A table with one row a weight, and what its columns mean.</summary>
    public override string ToString()
    {
        int width = Weights.Count == 0 ? 0 : Weights.Max(weight => weight.Name.Length);
        var text = new StringBuilder();
        text.Append("measured in ").Append(Modes).AppendLine(IsInDouble ? ", in float64" : ", in the model's own type: " + WhyNotInDouble);
        text.Append("weight".PadRight(width)).AppendLine("  verdict   change   Euler");
        foreach (WeightVerification weight in Weights)
        {
            text.Append(weight.Name.PadRight(width)).Append("  ")
                .Append(weight.Verdict.ToString().PadRight(8)).Append("  ")
                .Append(weight.Change.ToString("0.0e+0", CultureInfo.InvariantCulture)).Append("  ")
                .Append(weight.Euler.ToString("0.0e+0", CultureInfo.InvariantCulture));
            text.AppendLine(weight.Detail.Length == 0 ? "" : "  " + weight.Detail);
        }

        text.AppendLine();
        text.AppendLine("change  largest relative change of the outputs when the weight doubles: 0 where its scale does not matter");
        text.AppendLine("Euler   |⟨w, g⟩| / (‖w‖‖g‖), the slope of the outputs along the weight itself: 0 where its scale does not matter, at most 1");
        text.AppendLine("verdict Exact, UpToEps (what is left is a normalization's eps), Refuted, NoEffect (no output depends on the weight), NotRun");
        return text.ToString();
    }

    internal static string JointName(string weight) =>
        weight + " + " + weight[..(weight.LastIndexOf('.') + 1)] + "bias";
}
