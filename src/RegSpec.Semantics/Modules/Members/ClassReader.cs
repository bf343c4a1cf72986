using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics;

/// <summary>Reads one class: its construction, then the members of its bases and its own.</summary>
internal sealed class ClassReader
{
    private readonly TorchSymbols symbols;
    private readonly DeclarationReader declarations;
    private readonly INamedTypeSymbol type;
    private readonly Func<INamedTypeSymbol, bool> isNormalization;
    private readonly ConstructionInterpreter interpreter;
    private readonly ConstructionState state;
    private readonly MemberReader members;

    public ClassReader(
        TorchSymbols symbols,
        ISemanticModelProvider models,
        DeclarationReader declarations,
        MemberAccessReader access,
        INamedTypeSymbol type,
        Func<INamedTypeSymbol, bool> isNormalization,
        Func<INamedTypeSymbol, ModuleShape?> shapeOf,
        CancellationToken cancellation)
    {
        this.symbols = symbols;
        this.declarations = declarations;
        this.type = type;
        this.isNormalization = isNormalization;
        interpreter = new ConstructionInterpreter(symbols, models, type, cancellation);
        state = interpreter.Run();
        var contents = new ContentReader(symbols, state, shapeOf);
        members = new MemberReader(symbols, models, declarations, access, interpreter, state, contents, type, isNormalization, cancellation);
    }

    public ModuleShape Read()
    {
        List<INamedTypeSymbol> owners = Owners();
        foreach (INamedTypeSymbol owner in owners)
        {
            MarkRegistered(owner);
        }

        // Derived first: what a base class declares may be hidden by it.
        List<MemberShape>[] read = owners.Select(members.Read).ToArray();
        Array.Reverse(read);
        (IReadOnlyList<DecayDeclaration> decays, string? declaringClass) = ClassDecays(owners);
        return new ModuleShape(
            TypeNames.Of(type),
            type.IsAbstract,
            state.Registered == Certainty.Yes || (state.RegistersByHand && state.Registered == Certainty.No) ? Registration.Own
                : state.Registered == Certainty.No ? Registration.ByParent
                : Registration.Unclear,
            read.SelectMany(static ofOwner => ofOwner).ToEquatableArray(),
            owners.Exists(owner => !symbols.IsSource(owner)),
            decays.ToEquatableArray(),
            declaringClass,
            owners.Select(declarations.LearningRateScale).FirstOrDefault(static scale => scale is not null),
            isNormalization(type));
    }

    /// <summary>The class and its bases, up to the first of TorchSharp that holds nothing.</summary>
    private List<INamedTypeSymbol> Owners()
    {
        var owners = new List<INamedTypeSymbol>();
        for (INamedTypeSymbol? owner = type; owner is not null && owner.SpecialType != SpecialType.System_Object && !symbols.IsEmptyBase(owner.OriginalDefinition); owner = owner.BaseType)
        {
            owners.Add(owner);
        }

        return owners;
    }

    /// <summary>Notes the modules that members register, so that a list of the same objects is not taken for a mistake.</summary>
    private void MarkRegistered(INamedTypeSymbol owner)
    {
        foreach (ISymbol member in owner.OriginalDefinition.GetMembers())
        {
            if (!member.IsStatic && state.Get(member) is { } value and not ModuleValue.Pair && state.Container(value) is not { Kind: ContainerKind.Unregistered })
            {
                interpreter.MarkRegistered(value);
            }
        }
    }

    /// <summary>The declarations of the nearest annotated class, from this one upwards.</summary>
    private (IReadOnlyList<DecayDeclaration> Declarations, string? DeclaringClass) ClassDecays(List<INamedTypeSymbol> owners)
    {
        foreach (INamedTypeSymbol owner in owners)
        {
            List<DecayDeclaration> decays = declarations.Decays(owner).Concat(declarations.AssemblyDecays(owner)).ToList();
            if (decays.Count > 0)
            {
                return (decays, TypeNames.Display(owner));
            }
        }

        return (Array.Empty<DecayDeclaration>(), null);
    }
}
