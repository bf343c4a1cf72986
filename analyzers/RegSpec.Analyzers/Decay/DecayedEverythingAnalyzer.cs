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

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation)
    {
        var passed = new PassedParameters(compilation);
        context.RegisterOperationAction(operation => Analyze(operation, compilation, passed), OperationKind.Invocation, OperationKind.ObjectCreation);
    }

    private static void Analyze(OperationAnalysisContext context, RegSpecCompilation compilation, PassedParameters passed)
    {
        if (OptimizerCreation.Read(context.Operation, compilation.Types) is not { } optimizer)
        {
            foreach (PassedModel found in passed.In(context.Operation, context.CancellationToken))
            {
                Report(context, compilation, found.Argument, found.Optimizer, found.Model);
            }
        }
        else if (optimizer.WeightDecay is not null && TrainedModel.Of(optimizer, compilation, context.CancellationToken) is { } model)
        {
            Report(context, compilation, optimizer.Operation, optimizer, model);
        }
    }

    private static void Report(OperationAnalysisContext context, RegSpecCompilation compilation, IOperation place, OptimizerCreation optimizer, TrainedModel model)
    {
        if (optimizer.WeightDecay is { } decay
            && !model.IsAnnotated(compilation, context.CancellationToken)
            && model.FirstUndecayed(compilation, context.CancellationToken) is { } parameter)
        {
            bool isHere = place == optimizer.Operation;
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                place.Syntax.GetLocation(),
                isHere ? model.Classes.SelectMany(type => type.LocationsIn(context.Compilation)) : [optimizer.Operation.Syntax.GetLocation()],
                isHere ? GroupsRewrite.PropertiesFor(optimizer, model) : null,
                decay.Syntax.ToString(),
                model.Name,
                parameter,
                optimizer.Name));
        }
    }
}
