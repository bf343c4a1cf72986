using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RegSpec.Semantics.Planning;

namespace RegSpec.Analyzers;

/// <summary>A class of the source that has a plan, as the file knows it.</summary>
internal sealed class PlannedClass
{
    private readonly HashSet<string> refused;

    private PlannedClass(string name, IReadOnlyList<PlanLine> lines, HashSet<string> refused)
    {
        Name = name;
        Lines = lines;
        this.refused = refused;
    }

    /// <summary>Name of the class in the file: with its namespace, as <c>Models.Outer.Net&lt;T&gt;</c>.</summary>
    public string Name { get; }

    /// <summary>Its lines, in the order of the plan. A row whose λ or learning-rate scale REG0001 refuses has none.</summary>
    public IReadOnlyList<PlanLine> Lines { get; }

    /// <summary>The plan of a class.</summary>
    public static PlannedClass Of(ModuleClass module, CancellationToken cancellation)
    {
        string name = PlannedClasses.NameOf(module);
        ILookup<bool, PlanRow> rows = module.Plan(cancellation).Rows.ToLookup(IsPossible);
        return new PlannedClass(
            name,
            rows[true].Select(row => PlanLine.Of(name, row)).Distinct().ToList(),
            new HashSet<string>(rows[false].Select(row => PlanLine.Of(name, row).Path)));
    }

    /// <summary>The lines of the file that can be compared with these.</summary>
    public IEnumerable<PlanFileLine> Comparable(PlanFile file) => file.ByClass[Name].Where(line => !refused.Contains(line.Plan!.Path));

    /// <summary>What the file should say: these lines, and what was reviewed about rows that have none until their number is one.</summary>
    public IEnumerable<PlanLine> Written(PlanFile file) => Lines.Concat(file.ByClass[Name].Where(line => refused.Contains(line.Plan!.Path)).Select(line => line.Plan!));

    private static bool IsPossible(PlanRow row) =>
        IsFinite(row.LearningRateScale) && row.LearningRateScale > 0 && (row.Decision?.WeightDecay is not { } lambda || (IsFinite(lambda) && lambda >= 0));

    private static bool IsFinite(double number) => !double.IsNaN(number) && !double.IsInfinity(number);
}
