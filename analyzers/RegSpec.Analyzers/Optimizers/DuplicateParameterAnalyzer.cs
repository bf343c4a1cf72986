using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Shapes;

namespace RegSpec.Analyzers;

/// <summary>REG3007: one parameter in two groups of an optimizer, or twice in one list, is stepped twice.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DuplicateParameterAnalyzer : TrainingAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG3007";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "A parameter is given to an optimizer twice",
        messageFormat: "'{0}' is given to this optimizer already by '{1}': what is in both is stepped and decayed twice",
        RuleCategory.Optimizers,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public DuplicateParameterAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(OperationBlockAnalysisContext context, TrainingReading reading, RegSpecCompilation compilation)
    {
        var given = new Dictionary<object, List<ParameterPath>>();
        foreach ((IOperation parameters, object optimizer) in Sources(reading).OrderBy(static source => source.Parameters.Syntax.SpanStart))
        {
            if (!given.TryGetValue(optimizer, out List<ParameterPath>? paths))
            {
                given.Add(optimizer, paths = new List<ParameterPath>());
            }

            foreach (ParameterPath path in ParameterPath.In(parameters, compilation.Types).ToImmutableArray())
            {
                if (paths.Find(path.Overlaps) is { } earlier)
                {
                    context.ReportDiagnostic(Diagnostic.Create(Rule, path.Syntax.GetLocation(), path.Text, earlier.Text));
                }

                paths.Add(path);
            }
        }
    }

    /// <summary>The parameters that are given to optimizers, with a key that is the same for the groups of one optimizer.</summary>
    private static IEnumerable<(IOperation Parameters, object Optimizer)> Sources(TrainingReading reading)
    {
        foreach (OptimizerCreation optimizer in reading.Optimizers.Where(static made => made.Input == OptimizerInput.Parameters))
        {
            yield return (optimizer.Source, optimizer.Operation.Syntax);
        }

        foreach (GroupCreation group in reading.Groups)
        {
            if (group.Source is { } source && Together(group.Operation) is { } collection)
            {
                yield return (source, collection);
            }
        }
    }

    /// <summary>What collects the groups: the list or optimizer a group is added to, or the collection it is written in; null for a group on its own.</summary>
    private static object? Together(IOperation group)
    {
        for (SyntaxNode? node = group.Syntax.Parent; node is ExpressionSyntax or ArgumentSyntax or ArgumentListSyntax or CollectionElementSyntax; node = node.Parent)
        {
            switch (node)
            {
                case CollectionExpressionSyntax or InitializerExpressionSyntax { Parent: ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or BaseObjectCreationExpressionSyntax }:
                    return Variable(node, group.Root()) ?? (object)node;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "add_param_group" } }:
                    return Receiver(group);
                case InvocationExpressionSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The local a collection becomes, so that groups added to it later count.</summary>
    private static ISymbol? Variable(SyntaxNode collection, IOperation root) =>
        collection.FirstAncestorOrSelf<EqualsValueClauseSyntax>() is { Parent: VariableDeclaratorSyntax declared } clause
        && !collection.Ancestors().TakeWhile(node => node != clause).Any(node => node is InvocationExpressionSyntax)
            ? root.Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(operation => operation.Syntax == declared)?.Symbol
            : null;

    private static object? Receiver(IOperation group)
    {
        IOperation? parent = group.Parent;
        while (parent is not null and not IInvocationOperation)
        {
            parent = parent.Parent;
        }

        // Different branches and loop rounds may use one list for different optimizers; a variable that is never assigned again has one value in a body.
        return parent is IInvocationOperation { Instance: { } instance } && ParameterPath.Of(instance) is { IsEmpty: false } path ? path[path.Length - 1] : null;
    }
}
