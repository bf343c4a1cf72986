using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace RegSpec.Analyzers;

/// <summary>The model an optimizer trains with all of its parameters.</summary>
/// <param name="Module">The expression the parameters come from.</param>
/// <param name="Classes">The user's classes it may be an instance of; empty for a layer or container of TorchSharp.</param>
/// <param name="Origin">Where it is made, if that can be seen; otherwise the expression.</param>
/// <param name="TrainableOnly">The list leaves out what is frozen.</param>
internal sealed record TrainedModel(IOperation Module, ImmutableArray<INamedTypeSymbol> Classes, IOperation Origin, bool TrainableOnly = false)
{
    /// <summary>Name for messages.</summary>
    public string Name => Classes.IsEmpty ? Module.Syntax.ToString() : Classes[0].Name;

    /// <summary>The model of an optimizer; null when its parameters are filtered or come from a place that cannot be followed.</summary>
    public static TrainedModel? Of(OptimizerCreation optimizer, RegSpecCompilation compilation, CancellationToken cancellation)
    {
        var source = new ModelSource(compilation, cancellation);
        return optimizer.Input != OptimizerInput.Groups && source.Read(optimizer.Source) is { } whole
            ? From(whole.Module, source, compilation, optimizer.Operation.SemanticModel!.Compilation) is { } model ? model with { TrainableOnly = whole.TrainableOnly } : null
            : null;
    }

    /// <summary>The model an expression stands for; null if it is no module.</summary>
    public static TrainedModel? From(IOperation module, ModelSource source, RegSpecCompilation compilation, Compilation whole)
    {
        if (module.Type is not { } type || !compilation.Types.IsModule(type))
        {
            return null;
        }

        IOperation origin = source.Origin(module);
        INamedTypeSymbol? known = UserClass(type, compilation.Types) ?? UserClass(origin.Type, compilation.Types);
        return new TrainedModel(module, known is null ? ImmutableArray<INamedTypeSymbol>.Empty : Concrete(known, whole, compilation.Types), origin);
    }

    /// <summary>Whether every class it may be has a default for its decay, its own or inherited.</summary>
    public bool IsAnnotated(RegSpecCompilation compilation, CancellationToken cancellation) => !Classes.IsEmpty
        && Classes.All(type => compilation.ModuleClassOf(type, cancellation) is { AnnotatedBy: not null });

    private static INamedTypeSymbol? UserClass(ITypeSymbol? type, RegSpecTypes types) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class } named && types.IsModule(named) && !types.IsTorch(named) ? named.OriginalDefinition : null;

    /// <summary>A class itself, or the concrete classes of the compilation and of its own assembly that derive from an abstract one.</summary>
    private static ImmutableArray<INamedTypeSymbol> Concrete(INamedTypeSymbol type, Compilation compilation, RegSpecTypes types)
    {
        if (!type.IsAbstract)
        {
            return ImmutableArray.Create(type);
        }

        return new[] { compilation.Assembly, type.ContainingAssembly }
            .Distinct<IAssemblySymbol>(SymbolEqualityComparer.Default)
            .SelectMany(SourceTypes.In)
            .Where(candidate => !candidate.IsAbstract && types.IsModule(candidate) && Bases(candidate).Contains(type, SymbolEqualityComparer.Default))
            .DefaultIfEmpty(type)
            .ToImmutableArray();
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
        {
            yield return current.OriginalDefinition;
        }
    }
}
