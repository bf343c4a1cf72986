using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>A model that ran: what a measurement finds about each of its weights, to be compared with what the algebra claims.</summary>
/// <param name="Name">The method of <c>Sample</c> that made it.</param>
/// <param name="Type">Its class.</param>
/// <param name="Source">The compilation it comes from.</param>
/// <param name="Weights">What is asked about: names in <c>named_parameters()</c>.</param>
/// <param name="Measured">The measurement.</param>
/// <param name="Again">The measurement with other parameters and other inputs.</param>
internal sealed record MeasuredModel(string Name, INamedTypeSymbol Type, AnalyzedSource Source, IReadOnlyList<string> Weights, ScaleInvarianceReport Measured, Func<RandomDraw, ScaleInvarianceReport> Again)
{
    /// <summary>Claims beside measurements, under the tables given.</summary>
    public IReadOnlyList<Finding> Compare(OperationLookup? operations = null)
    {
        ScaleInvarianceFacts facts = Source.Analyze(Type, operations);
        return [.. Weights.Select(name => Compare(name, facts))];
    }

    private Finding Compare(string name, ScaleInvarianceFacts facts)
    {
        string path = name.Replace("<", "").Replace(">k__BackingField", "").Replace(">P", "");
        return new Finding(
            name,
            facts.Proved.FirstOrDefault(f => Glob.MatchesAlternative(f.Path, path)),
            facts.Unproved.FirstOrDefault(u => Glob.MatchesAlternative(u.Path, path))?.Why ?? "",
            Measured[name],
            Measured.Joint(name));
    }
}
