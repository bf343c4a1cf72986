using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RegSpec.Analyzers;

/// <summary>REG1005: the model says what is decayed, but its optimizer takes the bare parameters.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BypassedGroupsAnalyzer : RegSpecAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG1005";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "An optimizer ignores the declared weight decay",
        messageFormat: "'{0}' {1} and sees nothing of it; use {2}",
        RuleCategory.Decay,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public BypassedGroupsAnalyzer()
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
            foreach (PassedModel found in passed.In(context.Operation, context.CancellationToken).Where(found => IsBypassed(found.Optimizer, found.Model)))
            {
                Report(found.Argument, found.Model.Name, Declared(found.Optimizer), "ParameterGroups()." + found.Optimizer.Name, properties: null);
            }
        }
        else if (optimizer is { KnowsWeightDecay: true, Input: not OptimizerInput.Groups } && MergedGroups.In(optimizer.Source) is { } groups)
        {
            Report(
                optimizer.Operation,
                groups.Syntax.ToString(),
                "has a weight decay for each group, but this " + optimizer.Name + " takes all parameters as one list",
                groups.Syntax + "." + optimizer.Name,
                properties: null);
        }
        else if (TrainedModel.Of(optimizer, compilation, context.CancellationToken) is { } model && IsBypassed(optimizer, model))
        {
            Report(optimizer.Operation, model.Name, Declared(optimizer), "ParameterGroups()." + optimizer.Name, GroupsRewrite.PropertiesFor(optimizer, model));
        }

        // LBFGS and Rprop know no decay: there the penalty is added to the loss.
        bool IsBypassed(OptimizerCreation made, TrainedModel model) => made.KnowsWeightDecay && model.IsAnnotated(compilation, context.CancellationToken);

        static string Declared(OptimizerCreation made) => "declares its weight decay, but this " + made.Name + " takes parameters()";

        void Report(IOperation place, string name, string what, string remedy, ImmutableDictionary<string, string?>? properties) =>
            context.ReportDiagnostic(Diagnostic.Create(Rule, place.Syntax.GetLocation(), properties, name, what, remedy));
    }
}
