using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RegSpec.Analyzers;

/// <summary>REG1009: weights tied through a getter that makes a new wrapper, which then counts as a second parameter.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TyingAnalyzer : TrainingAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG1009";

    /// <summary>Property: the other order ties without a second wrapper.</summary>
    public const string CanBeSwapped = "CanBeSwapped";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "Tied weights are listed, stepped and decayed twice",
        messageFormat: "The getter '{0}' makes a new Parameter for the same tensor, so '{1}' is listed beside it, stepped and decayed twice; {2}",
        RuleCategory.Decay,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public TyingAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(OperationBlockAnalysisContext context, TrainingReading reading, RegSpecCompilation compilation)
    {
        foreach (Tie tie in reading.Ties)
        {
            string second = tie.Second?.ToString() ?? "the weight of this Linear";
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                tie.Syntax.GetLocation(),
                tie.CanBeSwapped ? ImmutableDictionary<string, string?>.Empty.Add(CanBeSwapped, "") : null,
                tie.Getter.Syntax.ToString(),
                second,
                tie.CanBeSwapped
                    ? "'" + tie.Getter.Syntax + " = " + second + "' keeps one, and the initial values of '" + second + "' in place of those of '" + tie.Getter.Syntax + "'"
                    : "hold one Parameter in a variable and give it to both, with the initial values both are to have"));
        }
    }
}
