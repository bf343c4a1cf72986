using System.Globalization;

namespace RegSpec;

/// <summary>Feature and target names, the user's or x0, x1, … and y; and the arguments the columns came in, for messages.</summary>
internal sealed class ColumnNames
{
    /// <param name="featureCount">p.</param>
    /// <param name="targetCount">t.</param>
    /// <param name="features">p names or null.</param>
    /// <param name="targets">t names or null.</param>
    /// <param name="argument">The one argument that all columns came in; null if matrices came in three.</param>
    public ColumnNames(int featureCount, int targetCount, IReadOnlyList<string>? features, IReadOnlyList<string>? targets, string? argument = null)
    {
        FeaturesArgument = argument ?? "features";
        TargetsArgument = argument ?? "targets";
        WeightsArgument = argument ?? "weights";
        Features = Of(featureCount, features, "FeatureNames", "feature", "x");
        Targets = Of(targetCount, targets, "TargetNames", "target", "y");
    }

    public IReadOnlyList<string> Features { get; }

    public IReadOnlyList<string> Targets { get; }

    public string FeaturesArgument { get; }

    public string TargetsArgument { get; }

    public string WeightsArgument { get; }

    private static IReadOnlyList<string> Of(int count, IReadOnlyList<string>? given, string option, string kind, string prefix)
    {
        if (given is null)
        {
            return count == 1 && kind == "target"
                ? [prefix]
                : Enumerable.Range(0, count).Select(i => prefix + i.ToString(CultureInfo.InvariantCulture)).ToArray();
        }

        if (given.Count != count)
        {
            throw new ArgumentException($"options: {option} has {given.Count} entries for {count} {kind}s; give one name a {kind}.", "options");
        }

        string[] names = given.ToArray();
        int missing = Array.FindIndex(names, name => name is null);
        return missing < 0 ? names : throw new ArgumentException($"options: {option}[{missing}] is null; give every {kind} a name.", "options");
    }
}
