using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Shapes;

/// <summary>What symbols alone show of a module class: its members, those of its bases, and what is declared on them. Values come from the heap.</summary>
internal sealed class ClassLayout
{
    private ClassLayout(ModuleShape empty, IReadOnlyList<MemberLayout> members)
    {
        Empty = empty;
        Members = members;
    }

    /// <summary>The shape of the class without members.</summary>
    public ModuleShape Empty { get; }

    /// <summary>The members that can hold modules or parameters or carry a declaration: base classes first, then source order.</summary>
    public IReadOnlyList<MemberLayout> Members { get; }

    public static ClassLayout Read(INamedTypeSymbol type, TorchSymbols symbols, DeclarationReader declarations, Func<INamedTypeSymbol, bool> isNormalization, Func<INamedTypeSymbol, IEnumerable<IParameterSymbol>> captured, MemberAccessReader access, CancellationToken cancellation)
    {
        List<INamedTypeSymbol> owners = Owners(type, symbols);
        var reader = new Reader(type, symbols, declarations, isNormalization, captured, access);

        // Derived first: what a base class declares may be hidden by it.
        var members = new List<IReadOnlyList<MemberLayout>>();
        foreach (INamedTypeSymbol owner in owners)
        {
            cancellation.ThrowIfCancellationRequested();
            members.Insert(0, reader.Read(owner));
        }

        (IReadOnlyList<DecayDeclaration> decays, string? declaringClass) = ClassDecays(owners, declarations);
        return new ClassLayout(
            new ModuleShape(
                TypeNames.Of(type),
                type.IsAbstract,
                Registration.ByParent,
                EquatableArray<MemberShape>.Empty,
                owners.Exists(owner => !symbols.IsSource(owner)),
                decays.ToEquatableArray(),
                declaringClass,
                owners.Select(declarations.LearningRateScale).FirstOrDefault(static scale => scale is not null),
                isNormalization(type)),
            members.SelectMany(static ofOwner => ofOwner).ToList());
    }

    /// <summary>The class and its bases, up to the first of TorchSharp that holds nothing.</summary>
    private static List<INamedTypeSymbol> Owners(INamedTypeSymbol type, TorchSymbols symbols)
    {
        var owners = new List<INamedTypeSymbol>();
        for (INamedTypeSymbol? owner = type; owner is not null && owner.SpecialType != SpecialType.System_Object && !symbols.IsEmptyBase(owner.OriginalDefinition); owner = owner.BaseType)
        {
            owners.Add(owner);
        }

        return owners;
    }

    /// <summary>The declarations of the nearest annotated class, from this one upwards.</summary>
    private static (IReadOnlyList<DecayDeclaration> Declarations, string? DeclaringClass) ClassDecays(List<INamedTypeSymbol> owners, DeclarationReader declarations)
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

    /// <summary>Reads one class after the other, each before its base.</summary>
    private sealed class Reader(
        INamedTypeSymbol type,
        TorchSymbols symbols,
        DeclarationReader declarations,
        Func<INamedTypeSymbol, bool> isNormalization,
        Func<INamedTypeSymbol, IEnumerable<IParameterSymbol>> captured,
        MemberAccessReader access)
    {
        /// <summary>Names that classes read so far take from their bases: of members in C#, of fields in <c>RegisterComponents()</c>.</summary>
        private readonly HashSet<string> memberNames = new();
        private readonly HashSet<string> fieldNames = new();

        public IReadOnlyList<MemberLayout> Read(INamedTypeSymbol owner)
        {
            var layouts = new List<MemberLayout>();
            List<StoredMember> stored = owner.GetMembers().Select(StoredMember.Find).OfType<StoredMember>().ToList();
            string displayName = TypeNames.Display(owner);
            foreach (StoredMember member in stored)
            {
                bool isDeclared = declarations.HasAny(member.Symbol) || (member.Symbol is IPropertySymbol && member.Field is not null && declarations.HasAny(member.Field));
                bool canHold = member.IsStored && symbols.KindOf(member.Type) != TypeKindInModel.Other;
                if (isDeclared || canHold)
                {
                    layouts.Add(Layout(member, owner, displayName, isDeclared, canHold));
                }
            }

            foreach (IParameterSymbol parameter in symbols.IsSource(owner) ? captured(owner.OriginalDefinition) : Enumerable.Empty<IParameterSymbol>())
            {
                string field = BackingFields.NameOf(parameter);
                layouts.Add(new MemberLayout(
                    new StoredMember(parameter, parameter.Type, null, field),
                    owner,
                    Template(parameter, displayName, owner, access.Read(parameter, parameter.Type, field, owner, isHidden: false)),
                    Role.Unknown,
                    IsDeclared: false,
                    CanHold: true));
            }

            foreach (StoredMember member in stored)
            {
                memberNames.Add(member.Symbol.Name);
                fieldNames.Add(member.FieldName ?? member.Symbol.Name);
            }

            return layouts;
        }

        private MemberLayout Layout(StoredMember member, INamedTypeSymbol owner, string displayName, bool isDeclared, bool canHold)
        {
            ISymbol symbol = member.Symbol;
            Role role = Of(member, declarations.ParameterRole)
                ?? (isNormalization(type) || isNormalization(symbol.ContainingType) ? NormalizationRoles.OfName(symbol.Name) : Role.Unknown);
            MemberShape template = Template(symbol, displayName, owner, access.Read(symbol, member.Type, member.FieldName, owner, memberNames.Contains(symbol.Name))) with
            {
                RegisteredName = declarations.ComponentName(member.Field ?? symbol) ?? symbol.Name,
                IsStatic = symbol.IsStatic,
                Declarations = DecaysOf(member),
                LearningRateScale = Of(member, declarations.LearningRateScale),
                LayerwiseLearningRate = Of(member, declarations.LayerwiseLearningRate),
                IsHidden = member.FieldName is not null && fieldNames.Contains(member.FieldName),
            };
            return new MemberLayout(member, owner, template, role, isDeclared, canHold);
        }

        /// <summary>What is said on the member, or on the field behind it.</summary>
        private static TValue? Of<TValue>(StoredMember member, Func<ISymbol, TValue?> read)
            where TValue : struct => read(member.Symbol) ?? (member.Field is null ? null : read(member.Field));

        private MemberShape Template(ISymbol symbol, string displayName, INamedTypeSymbol owner, MemberAccess howToRead) => new(
            symbol.Name,
            symbol.Name,
            displayName,
            !SymbolEqualityComparer.Default.Equals(owner, type),
            howToRead,
            new MemberContent.Nothing(""),
            Assignment.Never,
            IsStatic: false,
            AssignedAfterRegistration: false,
            EquatableArray<DecayDeclaration>.Empty,
            LearningRateScale: null);

        private EquatableArray<DecayDeclaration> DecaysOf(StoredMember member)
        {
            IEnumerable<DecayDeclaration> decays = declarations.Decays(member.Symbol);
            return (member.Symbol is IPropertySymbol && member.Field is { } field ? decays.Concat(declarations.Decays(field)) : decays).ToEquatableArray();
        }
    }
}

/// <summary>One member as its symbol shows it.</summary>
/// <param name="Member">The member and the field behind it.</param>
/// <param name="Owner">The class that declares it, with its type arguments.</param>
/// <param name="Shape">What does not depend on its value.</param>
/// <param name="Role">Role of a raw parameter in it by an attribute.</param>
/// <param name="IsDeclared">An attribute of RegSpec stands on it.</param>
/// <param name="CanHold">It stores something of a type that can hold a module or parameter.</param>
internal sealed record MemberLayout(StoredMember Member, INamedTypeSymbol Owner, MemberShape Shape, Role Role, bool IsDeclared, bool CanHold)
{
    /// <summary>The symbol the heap knows it by.</summary>
    public ISymbol Key => Member.Symbol.OriginalDefinition;
}
