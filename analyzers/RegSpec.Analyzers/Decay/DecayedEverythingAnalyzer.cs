using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RegSpec.Analyzers;

/// <summary>REG1004: an optimizer decays all parameters of a model without annotations, biases and norms among them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DecayedEverythingAnalyzer : RegSpecAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG1004";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "An optimizer decays biases and norms too",
        messageFormat: "weight_decay = {0} reaches every parameter of '{1}', also '{2}', where it controls nothing; use ParameterGroups(weightDecay: {0}).{3}",
        RuleCategory.Decay,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public DecayedEverythingAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation) =>
        context.RegisterOperationAction(operation => Analyze(operation, compilation), OperationKind.Invocation, OperationKind.ObjectCreation);

    private static void Analyze(OperationAnalysisContext context, RegSpecCompilation compilation)
    {
        if (OptimizerCreation.Read(context.Operation, compilation.Types) is { WeightDecay: { } decay } optimizer
            && TrainedModel.Of(optimizer, compilation, context.CancellationToken) is { } model
            && !model.IsAnnotated(compilation, context.CancellationToken)
            && model.FirstUndecayed(compilation, context.CancellationToken) is { } parameter)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                optimizer.Operation.Syntax.GetLocation(),
                model.Classes.SelectMany(type => type.Locations.Where(location => location.SourceTree is { } tree && context.Compilation.ContainsSyntaxTree(tree))),
                GroupsRewrite.PropertiesFor(optimizer, model),
                decay.Syntax.ToString(),
                model.Name,
                parameter,
                optimizer.Name));
        }
    }
}
