using System.Globalization;

namespace RegSpec;

/// <summary>Feature and target names, the user's or x0, x1, … and y; and the arguments the columns came in, for messages.</summary>
internal sealed class ColumnNames
{
    /// <param name="featureCount">p.</param>
    /// <param name="targetCount">t.</param>
    /// <param name="columns">p columns or null.</param>
    /// <param name="targets">t names or null.</param>
    /// <param name="argument">The one argument that all columns came in; null if matrices came in three.</param>
    /// <exception cref="ArgumentException">Names are missing, or two are the same.</exception>
    public ColumnNames(int featureCount, int targetCount, IReadOnlyList<RidgeColumn>? columns, IReadOnlyList<string>? targets, string? argument = null)
    {
        FeaturesArgument = argument ?? "features";
        TargetsArgument = argument ?? "targets";
        WeightsArgument = argument ?? "weights";
        columns ??= [.. Enumerable.Range(0, featureCount).Select(i => RidgeColumn.Number("x" + i.ToString(CultureInfo.InvariantCulture)))];
        targets ??= targetCount == 1 ? ["y"] : [.. Enumerable.Range(0, targetCount).Select(i => "y" + i.ToString(CultureInfo.InvariantCulture))];
        Features = [.. columns.Select(column => column?.Name!)];
        Targets = [.. targets];
        Check(Features, featureCount, "FeatureNames", "feature");
        Check(Targets, targetCount, "TargetNames", "target");
        Layout = new(columns, Targets);
    }

    /// <param name="layout">All of it.</param>
    /// <param name="argument">The one argument that all columns came in; null if matrices came in three.</param>
    public ColumnNames(RidgeLayout layout, string? argument = null)
        : this(layout.Columns.Count, layout.Targets.Count, layout.Columns, layout.Targets, argument)
    {
    }

    public RidgeLayout Layout { get; }

    public IReadOnlyList<string> Features { get; }

    public IReadOnlyList<string> Targets { get; }

    public string FeaturesArgument { get; }

    public string TargetsArgument { get; }

    public string WeightsArgument { get; }

    private static void Check(IReadOnlyList<string> names, int count, string option, string kind)
    {
        if (names.Count != count)
        {
            throw new ArgumentException($"options: {option} has {names.Count} entries for {count} {kind}s; give one name a {kind}.", "options");
        }

        if (RidgeLayout.Fault(names, kind) is { } fault)
        {
            throw new ArgumentException($"options: {option}{fault}", "options");
        }
    }
}
