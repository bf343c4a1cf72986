using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics;

namespace RegSpec.Analyzers;

/// <summary>The model an optimizer trains with all of its parameters.</summary>
/// <param name="Module">The expression the parameters come from.</param>
/// <param name="Classes">The user's classes it may be an instance of; empty for a layer or container of TorchSharp.</param>
/// <param name="Origin">Where it is made, if that can be seen; otherwise the expression.</param>
internal sealed record TrainedModel(IOperation Module, ImmutableArray<INamedTypeSymbol> Classes, IOperation Origin)
{
    /// <summary>Name for messages.</summary>
    public string Name => Classes.IsEmpty ? Module.Syntax.ToString() : Classes[0].Name;

    /// <summary>The model of an optimizer; null when its parameters are filtered or come from a place that cannot be followed.</summary>
    public static TrainedModel? Of(OptimizerCreation optimizer, RegSpecCompilation compilation, CancellationToken cancellation)
    {
        var source = new ModelSource(compilation, cancellation);
        return optimizer.Input != OptimizerInput.Groups && source.ModuleOf(optimizer.Source) is { } module
            ? From(module, source, compilation, optimizer.Operation.SemanticModel!.Compilation)
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

    /// <summary>A parameter that decay should leave alone and that it certainly has: a bias, or the scale or shift of a norm; null if there is none.</summary>
    public string? FirstUndecayed(RegSpecCompilation compilation, CancellationToken cancellation)
    {
        if (Classes.IsEmpty)
        {
            return Origin.DescendantsAndSelf().OfType<IInvocationOperation>().Where(call => compilation.Types.IsTorch(call.TargetMethod)).Select(InLayer).FirstOrDefault(name => name is not null);
        }

        string? first = null;
        foreach (INamedTypeSymbol type in Classes)
        {
            if (compilation.Plan(type, cancellation).Rows.FirstOrDefault(row => row.Presence == Presence.Always && IsUndecayed(row.Facts.Role)) is not { } row)
            {
                return null;
            }

            first ??= row.Path;
        }

        return first;
    }

    private static bool IsUndecayed(Role role) => role is Role.Bias or Role.RecurrentBias or Role.NormScale or Role.NormShift;

    /// <summary>The bias or norm parameter that a layer made by a factory certainly has.</summary>
    private static string? InLayer(IInvocationOperation factory)
    {
        if (factory is not { TargetMethod.ContainingType.Name: "nn", Type: INamedTypeSymbol layer }
            || LayerCatalog.Find(TypeNames.MetadataName(layer.OriginalDefinition)) is not { } known)
        {
            return null;
        }

        var switches = new Dictionary<string, object?>();
        foreach (IArgumentOperation argument in factory.Arguments)
        {
            if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Name: { } name })
            {
                IOperation value = argument.Value.Unwrapped();
                switches[name] = value.ConstantValue is { HasValue: true, Value: var constant } ? constant : LayerSwitches.Given;
            }
        }

        LayerParameter? found = known.Parameters(new LayerSwitches(switches))
            .FirstOrDefault(parameter => parameter.Presence == Presence.Always && IsUndecayed(parameter.Role));
        return found is null ? null : layer.Name + "." + found.Name;
    }

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
