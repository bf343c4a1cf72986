using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>REG1004: an optimizer decays all parameters of a model without annotations, biases and norms among them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DecayedEverythingAnalyzer : TrainingAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG1004";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "An optimizer decays biases and norms too",
        messageFormat: "weight_decay = {0} decays {1} of '{2}', also '{3}', where it controls nothing; RegSpec's default would decay {4}, policy Weights {5}: {6}",
        RuleCategory.Decay,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public DecayedEverythingAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(OperationBlockAnalysisContext context, TrainingReading reading, RegSpecCompilation compilation)
    {
        foreach (OptimizerCreation optimizer in reading.Optimizers)
        {
            if (optimizer.WeightDecay is not null
                && TrainedModel.Of(optimizer, compilation, context.CancellationToken) is { } model
                && IsHit(model, context, compilation) is { } parameters)
            {
                Report(
                    optimizer.Operation,
                    model.Classes.SelectMany(type => type.LocationsIn(context.Compilation)).ToArray(),
                    optimizer,
                    model,
                    parameters,
                    GroupsRewrite.Here(optimizer, model, context.Compilation, declares: true),
                    where: "");
            }
        }

        foreach (PassedModel passed in reading.Passed)
        {
            if (passed.Optimizer.WeightDecay is not null && IsHit(passed.Model, context, compilation) is { } parameters)
            {
                Report(
                    passed.Argument,
                    [passed.Optimizer.Operation.Syntax.GetLocation()],
                    passed.Optimizer,
                    passed.Model,
                    parameters,
                    GroupsRewrite.Behind(passed),
                    where: " in '" + passed.Fed.Maker + "'");
            }
        }

        void Report(IOperation place, Location[] others, OptimizerCreation optimizer, TrainedModel model, ModelParameters parameters, GroupsRewrite rewrite, string where)
        {
            ImmutableArray<RoleFromUse> roles = rewrite.Properties.IsEmpty
                ? ImmutableArray<RoleFromUse>.Empty
                : RoleFromUse.In(model, compilation, context.Compilation, context.CancellationToken);
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                place.Syntax.GetLocation(),
                others.Concat(roles.Select(static found => found.Place)),
                roles.IsEmpty ? rewrite.Properties : rewrite.Properties.Add(GroupsRewrite.Roles, string.Join(";", roles.Select(static found => found.Role))),
                optimizer.WeightDecay!.Syntax + where,
                parameters.IsOpen ? "all tensors, " + parameters.Count + " known ones and those made at run time," : parameters.Count + " of " + parameters.Count + " tensors",
                model.Name,
                parameters.FirstUndecayed,
                parameters.IsOpen ? parameters.ByDefault + " of the known" : parameters.ByDefault.ToString(),
                parameters.ByWeights,
                rewrite.Remedy));
        }
    }

    private static ModelParameters? IsHit(TrainedModel model, OperationBlockAnalysisContext context, RegSpecCompilation compilation) =>
        model.IsAnnotated(compilation, context.CancellationToken) ? null : ModelParameters.Of(model, compilation, context.CancellationToken);
}
