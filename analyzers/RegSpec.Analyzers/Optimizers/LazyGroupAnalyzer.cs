using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RegSpec.Analyzers;

/// <summary>REG3005: a lazy sequence in a parameter group is enumerated again at each step.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LazyGroupAnalyzer : TrainingAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG3005";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "A parameter group enumerates its sequence at each step",
        messageFormat: "The group keeps the sequence and computes {0} again at each step() and zero_grad(); give it an array",
        RuleCategory.Optimizers,
        DiagnosticSeverity.Info);

    /// <summary>Creates the rule.</summary>
    public LazyGroupAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(OperationBlockAnalysisContext context, TrainingReading reading, RegSpecCompilation compilation)
    {
        foreach (GroupCreation group in reading.Groups)
        {
            if (group.Source is { } source && LazySequence.Producer(source, compilation.Types) is { } producer)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, source.Syntax.GetLocation(), producer));
            }
        }
    }
}
