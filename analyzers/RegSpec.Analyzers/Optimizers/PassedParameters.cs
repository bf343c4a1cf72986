using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Analyzers;

/// <summary>
/// Follows models and lists of parameters through one call: <c>new Trainer(model.parameters())</c>, <c>Train(model)</c>. Seen from the caller, who knows
/// the model, so that no rule has to search a program for callers.
/// </summary>
internal sealed class PassedParameters
{
    private readonly RegSpecCompilation compilation;
    private readonly ConcurrentDictionary<IParameterSymbol, ImmutableArray<OptimizerCreation>> optimizers = new(SymbolEqualityComparer.Default);

    public PassedParameters(RegSpecCompilation compilation) => this.compilation = compilation;

    /// <summary>The models that a call or object creation hands to an optimizer of the type it calls.</summary>
    public IEnumerable<PassedModel> In(IOperation call, CancellationToken cancellation)
    {
        (IMethodSymbol? target, ImmutableArray<IArgumentOperation> arguments) = call switch
        {
            IInvocationOperation invocation => (invocation.TargetMethod, invocation.Arguments),
            IObjectCreationOperation creation => (creation.Constructor, creation.Arguments),
            _ => (null, ImmutableArray<IArgumentOperation>.Empty),
        };
        if (target is null || !SymbolEqualityComparer.Default.Equals(target.ContainingAssembly, compilation.Assembly))
        {
            yield break;
        }

        foreach (IArgumentOperation argument in arguments)
        {
            if (argument is not { ArgumentKind: ArgumentKind.Explicit, Parameter: { } parameter } || !MayHide(parameter.Type))
            {
                continue;
            }

            foreach (OptimizerCreation optimizer in optimizers.GetOrAdd(parameter.OriginalDefinition, key => FedBy(key, cancellation)))
            {
                var source = new ModelSource(compilation, cancellation);
                IOperation value = argument.Value.Unwrapped();
                IOperation? module = compilation.Types.IsModule(parameter.Type) ? value : source.ModuleOf(value);
                if (module is not null
                    && !IsSwitchedOff(optimizer, arguments)
                    && TrainedModel.From(module, source, compilation, call.SemanticModel!.Compilation) is { } model)
                {
                    yield return new PassedModel(value, optimizer, model);
                }
            }
        }
    }

    /// <summary>A list of parameters, or a module whose class the callee cannot know; where it knows it, the optimizer itself is reported.</summary>
    private bool MayHide(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { ElementType: var element } => IsParameter(element),
        INamedTypeSymbol { IsGenericType: true, TypeArguments: [var element] } when IsParameter(element) => true,
        INamedTypeSymbol named => compilation.Types.IsTorch(named) && compilation.Types.IsModule(named),
        _ => false,
    };

    private bool IsParameter(ITypeSymbol type) => type.Name == OptimizerNames.Parameter && compilation.Types.IsTorch(type);

    /// <summary>The optimizers in the type of a method or constructor that are made from one of its parameters.</summary>
    private ImmutableArray<OptimizerCreation> FedBy(IParameterSymbol parameter, CancellationToken cancellation)
    {
        var source = new ModelSource(compilation, cancellation);
        var found = ImmutableArray.CreateBuilder<OptimizerCreation>();
        foreach (SyntaxReference reference in parameter.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (ExpressionSyntax node in reference.GetSyntax(cancellation).DescendantNodes().OfType<ExpressionSyntax>().Where(MayMakeOptimizer))
            {
                if (compilation.Models.Get(reference.SyntaxTree).GetOperation(node, cancellation) is { } operation
                    && OptimizerCreation.Read(operation, compilation.Types) is { Input: not OptimizerInput.Groups } optimizer
                    && SymbolEqualityComparer.Default.Equals(source.PassedAs(optimizer.Source), parameter))
                {
                    found.Add(optimizer);
                }
            }
        }

        return found.ToImmutable();
    }

    /// <summary>The names are compared first: most calls need no binding.</summary>
    private static bool MayMakeOptimizer(ExpressionSyntax node) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } => OptimizerNames.All.Contains(name),
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var name } } => OptimizerNames.All.Contains(name),
        BaseObjectCreationExpressionSyntax => true,
        _ => false,
    };

    /// <summary>Whether the call passes 0 for the weight decay of the optimizer.</summary>
    private static bool IsSwitchedOff(OptimizerCreation optimizer, ImmutableArray<IArgumentOperation> arguments) =>
        optimizer.WeightDecay?.Unwrapped() is IParameterReferenceOperation { Parameter: var passed }
        && arguments.FirstOrDefault(argument => SymbolEqualityComparer.Default.Equals(argument.Parameter?.OriginalDefinition, passed)) is { Value: var value }
        && value.IsNumber(0);
}
