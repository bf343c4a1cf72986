using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;

namespace RegSpec.Analyzers;

/// <summary>
/// Follows models and lists of parameters through calls: <c>new Trainer(model.parameters())</c>, <c>Fit(model)</c>. Seen from the caller, who knows
/// the model, so that no rule has to search a program for callers.
/// </summary>
internal sealed class PassedParameters
{
    /// <summary>Calls behind which an optimizer is looked for.</summary>
    private const int DepthLimit = 4;

    private readonly RegSpecCompilation compilation;
    private readonly ConcurrentDictionary<IParameterSymbol, ImmutableArray<FedOptimizer>> fed = new(SymbolEqualityComparer.Default);

    public PassedParameters(RegSpecCompilation compilation) => this.compilation = compilation;

    /// <summary>The models that a call or object creation hands to an optimizer of this project.</summary>
    public IEnumerable<PassedModel> In(IOperation call, CancellationToken cancellation)
    {
        foreach (IArgumentOperation argument in Hiding(call))
        {
            var source = new ModelSource(compilation, cancellation);
            IOperation value = argument.Value.Unwrapped();
            IOperation? module = compilation.Types.IsModule(value.Type) ? value : source.ModuleOf(value);
            if (module is null || TrainedModel.From(module, source, compilation, call.SemanticModel!.Compilation) is not { } model)
            {
                continue;
            }

            foreach (FedOptimizer optimizer in FedBy(argument.Parameter!.OriginalDefinition, DepthLimit, cancellation))
            {
                if (Through(optimizer, ArgumentsOf(call)) is { } reached)
                {
                    yield return new PassedModel(value, reached, model);
                }
            }
        }
    }

    /// <summary>The written arguments of a call into this project whose parameter is a list of parameters, or a module whose class the callee cannot know.</summary>
    private IEnumerable<IArgumentOperation> Hiding(IOperation call)
    {
        IMethodSymbol? target = (call as IInvocationOperation)?.TargetMethod ?? (call as IObjectCreationOperation)?.Constructor;
        return target is null || !SymbolEqualityComparer.Default.Equals(target.ContainingAssembly, compilation.Assembly)
            ? []
            : ArgumentsOf(call).Where(argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { } parameter } && MayHide(parameter.OriginalDefinition.Type));
    }

    private static ImmutableArray<IArgumentOperation> ArgumentsOf(IOperation call) => call switch
    {
        IInvocationOperation invocation => invocation.Arguments,
        IObjectCreationOperation creation => creation.Arguments,
        _ => ImmutableArray<IArgumentOperation>.Empty,
    };

    /// <summary>Where the callee knows the class, the optimizer itself is reported.</summary>
    private bool MayHide(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { ElementType: var element } => IsParameter(element),
        ITypeParameterSymbol parameter => parameter.ConstraintTypes.Any(MayHide),
        INamedTypeSymbol { IsGenericType: true, TypeArguments: [var element] } when IsParameter(element) => true,
        INamedTypeSymbol named => compilation.Types.IsTorch(named) && compilation.Types.IsModule(named),
        _ => false,
    };

    private bool IsParameter(ITypeSymbol type) => type.Name == OptimizerNames.Parameter && compilation.Types.IsTorch(type);

    /// <summary>The optimizers that are made from a parameter: in its type, or behind calls it is passed on by.</summary>
    private ImmutableArray<FedOptimizer> FedBy(IParameterSymbol parameter, int depth, CancellationToken cancellation)
    {
        if (fed.TryGetValue(parameter, out ImmutableArray<FedOptimizer> known))
        {
            return known;
        }

        var found = ImmutableArray.CreateBuilder<FedOptimizer>();
        found.AddRange(MadeFrom(parameter, cancellation));
        if (depth > 0)
        {
            // Recursion between helpers ends at the depth limit; only whole answers are kept.
            found.AddRange(PassedOn(parameter, depth, cancellation));
        }

        ImmutableArray<FedOptimizer> all = found.ToImmutable();
        if (depth == DepthLimit)
        {
            fed.TryAdd(parameter, all);
        }

        return all;
    }

    private IEnumerable<FedOptimizer> MadeFrom(IParameterSymbol parameter, CancellationToken cancellation)
    {
        var source = new ModelSource(compilation, cancellation);
        foreach (SyntaxReference reference in parameter.ContainingType.DeclaringSyntaxReferences)
        {
            SemanticModel model = compilation.Models.Get(reference.SyntaxTree);
            foreach (ExpressionSyntax node in reference.GetSyntax(cancellation).DescendantNodes().OfType<ExpressionSyntax>().Where(MayMakeOptimizer))
            {
                if (model.GetOperation(node, cancellation) is { } operation
                    && OptimizerCreation.Read(operation, compilation.Types) is { Input: not OptimizerInput.Groups } optimizer
                    && SymbolEqualityComparer.Default.Equals(source.PassedAs(optimizer.Source), parameter))
                {
                    yield return new FedOptimizer(
                        optimizer,
                        source.ModuleOf(optimizer.Source),
                        (optimizer.WeightDecay?.Unwrapped() as IParameterReferenceOperation)?.Parameter,
                        NameOf(model.GetEnclosingSymbol(node.SpanStart, cancellation)));
                }
            }
        }
    }

    /// <summary>What the method of a parameter passes it on to.</summary>
    private IEnumerable<FedOptimizer> PassedOn(IParameterSymbol parameter, int depth, CancellationToken cancellation)
    {
        var source = new ModelSource(compilation, cancellation);
        foreach (SyntaxReference reference in parameter.ContainingSymbol.DeclaringSyntaxReferences)
        {
            SemanticModel model = compilation.Models.Get(reference.SyntaxTree);
            foreach (ExpressionSyntax node in reference.GetSyntax(cancellation).DescendantNodes().OfType<ExpressionSyntax>().Where(node => MayPassOn(node, parameter.Name)))
            {
                if (model.GetOperation(node, cancellation) is not { } call)
                {
                    continue;
                }

                foreach (IArgumentOperation argument in Hiding(call).Where(argument => SymbolEqualityComparer.Default.Equals(source.PassedAs(argument.Value), parameter)))
                {
                    foreach (FedOptimizer reached in FedBy(argument.Parameter!.OriginalDefinition, depth - 1, cancellation).Select(optimizer => Through(optimizer, ArgumentsOf(call))).OfType<FedOptimizer>())
                    {
                        yield return reached;
                    }
                }
            }
        }
    }

    /// <summary>The optimizer as a call with these arguments makes it; null where the call passes 0 for its weight decay.</summary>
    private static FedOptimizer? Through(FedOptimizer optimizer, ImmutableArray<IArgumentOperation> arguments)
    {
        if (optimizer.Decay is null || arguments.FirstOrDefault(argument => SymbolEqualityComparer.Default.Equals(argument.Parameter?.OriginalDefinition, optimizer.Decay)) is not { Value: var value })
        {
            return optimizer;
        }

        return value.IsNumber(0) ? null : optimizer with { Decay = (value.Unwrapped() as IParameterReferenceOperation)?.Parameter };
    }

    /// <summary>The names are compared first: most calls need no binding.</summary>
    private static bool MayMakeOptimizer(ExpressionSyntax node) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } => OptimizerNames.All.Contains(name),
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var name } } => OptimizerNames.All.Contains(name),
        BaseObjectCreationExpressionSyntax => true,
        _ => false,
    };

    private static bool MayPassOn(ExpressionSyntax node, string parameter)
    {
        ArgumentListSyntax? arguments = (node as InvocationExpressionSyntax)?.ArgumentList ?? (node as BaseObjectCreationExpressionSyntax)?.ArgumentList;
        bool isReceiver = node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var receiver } } } && receiver == parameter;
        return isReceiver || arguments?.Arguments.Any(argument => argument.Expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == parameter)) == true;
    }

    private static string NameOf(ISymbol? around) => around switch
    {
        IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method => method.Name,
        { ContainingType: { } type } => type.Name,
        _ => "",
    };
}
