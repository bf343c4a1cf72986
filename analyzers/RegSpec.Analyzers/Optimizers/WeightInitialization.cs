using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Proofs;

namespace RegSpec.Analyzers;

/// <summary>The GroupNorms that code gives values.</summary>
/// <param name="Any">Code that may reach any of them: loading, loops over parameters.</param>
/// <param name="Variables">Fields and locals whose norm is set by name.</param>
internal sealed record InitializedNorms(bool Any, IReadOnlyCollection<ISymbol> Variables);

/// <summary>Finds code that may give a GroupNorm its values: loading, initialising, or touching its weight.</summary>
internal static class WeightInitialization
{
    private static readonly HashSet<string> Loading =
    [
        "load", "load_py", "load_state_dict", "load_safetensors", "load_checkpoint", "apply", "get_parameter", "vector_to_parameters",
    ];

    // The candidates of a tree are found once; an edit renews those of one tree.
    private static readonly ConditionalWeakTable<SyntaxTree, ImmutableArrayBox> Candidates = new();

    private static readonly ConditionalWeakTable<RegSpecCompilation, InitializedNorms> Found = new();

    /// <summary>What the code of the compilation initialises; looked for once, where there is a GroupNorm.</summary>
    public static InitializedNorms Of(Compilation compilation, RegSpecCompilation regSpec, CancellationToken cancellation) =>
        Found.GetValue(regSpec, key => Find(compilation, key, cancellation));

    private static InitializedNorms Find(Compilation compilation, RegSpecCompilation regSpec, CancellationToken cancellation)
    {
        var variables = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        bool isAny = false;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            foreach (SyntaxNode node in CandidatesIn(tree, cancellation))
            {
                SemanticModel model = regSpec.Models.Get(tree);
                if (node is MemberAccessExpressionSyntax access)
                {
                    if (model.GetSymbolInfo(access, cancellation).Symbol is IPropertySymbol { ContainingType.Name: "GroupNorm" } property && regSpec.Types.IsTorch(property))
                    {
                        if (VariableOf(access.Expression, model, cancellation) is { } variable)
                        {
                            variables.Add(variable);
                        }
                        else
                        {
                            isAny = true;
                        }
                    }
                }
                else
                {
                    isAny |= MayInitialize((InvocationExpressionSyntax)node, model, regSpec, cancellation);
                }
            }
        }

        return new InitializedNorms(isAny, variables);
    }

    /// <summary>The field, or the local made by a factory, that an expression reads; null where any GroupNorm may be meant.</summary>
    private static ISymbol? VariableOf(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellation) =>
        model.GetSymbolInfo(expression, cancellation).Symbol switch
        {
            IFieldSymbol field => field,
            ILocalSymbol { DeclaringSyntaxReferences: [var declared] } local
                when declared.GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: InvocationExpressionSyntax } => local,
            _ => null,
        };

    private static ImmutableArray<SyntaxNode> CandidatesIn(SyntaxTree tree, CancellationToken cancellation)
    {
        if (!Candidates.TryGetValue(tree, out ImmutableArrayBox? found))
        {
            found = new ImmutableArrayBox(tree.GetRoot(cancellation).DescendantNodes().Where(IsCandidate).ToImmutableArray());
            Candidates.GetValue(tree, _ => found);
        }

        return found.Nodes;
    }

    private static bool IsCandidate(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax call => NameOf(call) is var name && (Loading.Contains(name) || name.EndsWith("_", System.StringComparison.Ordinal)),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "weight" or "bias" } => true,
        _ => false,
    };

    private static bool MayInitialize(InvocationExpressionSyntax call, SemanticModel model, RegSpecCompilation regSpec, CancellationToken cancellation)
    {
        if (Loading.Contains(NameOf(call)))
        {
            // torch.load reads a tensor; a module loads itself.
            return model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol { IsStatic: true, ContainingType.Name: "torch" };
        }

        // In-place: x.fill_(…) or init.fill_(x). Through the weight of a certain layer it reaches that layer alone.
        ExpressionSyntax? target = model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol { IsStatic: true, IsExtensionMethod: false }
            ? call.ArgumentList.Arguments.FirstOrDefault()?.Expression
            : (call.Expression as MemberAccessExpressionSyntax)?.Expression;
        return target is not null
            && model.GetTypeInfo(target, cancellation).Type is { Name: OptimizerNames.Parameter } type
            && regSpec.Types.IsTorch(type)
            && !(model.GetSymbolInfo(target, cancellation).Symbol is IPropertySymbol owner && regSpec.Types.IsTorch(owner));
    }

    private static string NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => "",
    };

    private sealed record ImmutableArrayBox(ImmutableArray<SyntaxNode> Nodes);
}
