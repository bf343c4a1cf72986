using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Analyzers;

/// <summary>REG3007: one parameter in two groups of an optimizer, or twice in one list, is stepped twice.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DuplicateParameterAnalyzer : RegSpecAnalyzer
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

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation) =>
        context.RegisterOperationBlockAction(block =>
        {
            foreach (IOperation operation in block.OperationBlocks)
            {
                Analyze(block, operation, compilation.Types);
            }
        });

    private static void Analyze(OperationBlockAnalysisContext context, IOperation body, RegSpecTypes types)
    {
        var given = new Dictionary<object, List<ParameterPath>>();
        foreach (IOperation operation in body.Descendants())
        {
            if (Source(operation, types) is not { } source)
            {
                continue;
            }

            object optimizer = source.Optimizer;
            if (!given.TryGetValue(optimizer, out List<ParameterPath>? paths))
            {
                given.Add(optimizer, paths = new List<ParameterPath>());
            }

            foreach (ParameterPath path in ParameterPath.In(source.Parameters, types).ToImmutableArray())
            {
                if (paths.Find(path.Overlaps) is { } earlier)
                {
                    context.ReportDiagnostic(Diagnostic.Create(Rule, path.Syntax.GetLocation(), path.Text, earlier.Text));
                }

                paths.Add(path);
            }
        }
    }

    /// <summary>The parameters an operation gives to an optimizer, and a key that is the same for the groups of one optimizer.</summary>
    private static (IOperation Parameters, object Optimizer)? Source(IOperation operation, RegSpecTypes types)
    {
        if (OptimizerCreation.Read(operation, types) is { Input: OptimizerInput.Parameters } optimizer)
        {
            return (optimizer.Source, operation.Syntax);
        }

        return GroupCreation.Read(operation, types) is { Source: { } source } && Together(operation) is { } collection ? (source, collection) : null;
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
