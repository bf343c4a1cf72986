using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics;

/// <summary>Reads one class: its construction, then its members one by one.</summary>
internal sealed class ClassReader
{
    private const string WhyReassigned = "assigned outside the constructors";

    private readonly TorchSymbols symbols;
    private readonly ISemanticModelProvider models;
    private readonly DeclarationReader declarations;
    private readonly MemberAccessReader access;
    private readonly INamedTypeSymbol type;
    private readonly bool isNormalization;
    private readonly CancellationToken cancellation;
    private readonly ConstructionInterpreter interpreter;
    private readonly ConstructionState state;
    private readonly ContentReader contents;
    private readonly HashSet<string> hiddenNames = new();

    public ClassReader(
        TorchSymbols symbols,
        ISemanticModelProvider models,
        DeclarationReader declarations,
        MemberAccessReader access,
        INamedTypeSymbol type,
        bool isNormalization,
        Func<INamedTypeSymbol, ModuleShape?> shapeOf,
        CancellationToken cancellation)
    {
        this.symbols = symbols;
        this.models = models;
        this.declarations = declarations;
        this.access = access;
        this.type = type;
        this.isNormalization = isNormalization;
        this.cancellation = cancellation;
        interpreter = new ConstructionInterpreter(symbols, models, type, cancellation);
        state = interpreter.Run();
        contents = new ContentReader(symbols, state, shapeOf);
        MarkMembers();
    }

    public ModuleShape Read()
    {
        var members = new List<MemberShape>();
        bool hasUnreadableBase = false;
        for (INamedTypeSymbol? owner = type; owner is not null && !symbols.IsEmptyBase(owner.OriginalDefinition) && owner.SpecialType != SpecialType.System_Object; owner = owner.BaseType)
        {
            hasUnreadableBase |= !symbols.IsSource(owner);
            members.InsertRange(0, ReadMembers(owner).ToList());
        }

        (IReadOnlyList<DecayDeclaration> decays, string? declaringClass) = ClassDecays();
        return new ModuleShape(
            TypeNames.Of(type),
            type.IsAbstract,
            state.Registered == Certainty.Yes || (state.RegistersByHand && state.Registered == Certainty.No) ? Registration.Own
                : state.Registered == Certainty.No ? Registration.ByParent
                : Registration.Unclear,
            members.ToEquatableArray(),
            hasUnreadableBase,
            decays.ToEquatableArray(),
            declaringClass,
            ClassScale(),
            isNormalization);
    }

    private IEnumerable<MemberShape> ReadMembers(INamedTypeSymbol owner)
    {
        var names = new List<string>();
        HashSet<string>? later = null;
        foreach (ISymbol member in owner.GetMembers())
        {
            ITypeSymbol? memberType = member switch
            {
                IFieldSymbol { IsConst: false, IsImplicitlyDeclared: false } field => field.Type,
                IPropertySymbol { IsIndexer: false, IsImplicitlyDeclared: false } property => property.Type,
                _ => null,
            };
            if (memberType is null)
            {
                continue;
            }

            names.Add(member.Name);
            later ??= symbols.IsSource(owner) ? LaterAssignments.In(owner, interpreter.Followed, models, cancellation) : new HashSet<string>();
            if (ReadMember(member, memberType, owner, later) is { } shape)
            {
                yield return shape;
            }
        }

        if (!symbols.IsSource(owner))
        {
            hiddenNames.UnionWith(names);
            yield break;
        }

        foreach (IParameterSymbol parameter in CapturedParameters.Of(owner.OriginalDefinition, symbols, models, cancellation))
        {
            if (ReadCaptured(parameter, owner) is { } shape)
            {
                yield return shape;
            }
        }

        hiddenNames.UnionWith(names);
    }

    private MemberShape? ReadMember(ISymbol member, ITypeSymbol memberType, INamedTypeSymbol owner, HashSet<string> later)
    {
        TypeKindInModel kind = symbols.KindOf(memberType);
        IFieldSymbol? backing = member is IPropertySymbol property ? BackingFields.Of(property) : null;
        bool isStored = member is IFieldSymbol || backing is not null;
        bool isDeclared = declarations.HasAny(member) || (backing is not null && declarations.HasAny(backing));
        if (!isDeclared && (kind == TypeKindInModel.Other || !isStored))
        {
            return null;
        }

        ISymbol key = member.OriginalDefinition;
        ModuleValue? value = member.IsStatic ? interpreter.RunStaticInitializer(key) : state.Get(key);
        MemberContent? content = !isStored || kind == TypeKindInModel.Other ? null : contents.Read(value, memberType, RoleOf(member));
        bool isReassigned = IsReassigned(member, later) || interpreter.IsUncertain;
        if (isReassigned && contents.FromType(memberType, WhyReassigned, RoleOf(member)) is { } other)
        {
            content = content is null ? other : Assigned(value) == Assignment.Never ? other : ContentMerger.Merge(content, other);
        }

        if (content is null && !isDeclared)
        {
            return null;
        }

        string fieldName = member is IPropertySymbol p ? BackingFields.NameOf(p) : member.Name;
        return new MemberShape(
            member.Name,
            state.IsRegisteredByHand(key, out string? handName) && handName is not null ? handName : declarations.ComponentName(backing ?? member) ?? member.Name,
            TypeNames.Display(owner),
            IsInherited: !SymbolEqualityComparer.Default.Equals(owner, type),
            access.Read(member, memberType, isStored ? fieldName : null, owner, hiddenNames.Contains(member.Name)),
            content ?? new MemberContent.Nothing(TypeNames.Display(memberType)),
            AssignmentOf(key, value, owner, isReassigned),
            member.IsStatic,
            (state.IsAssignedLate(key) && !interpreter.IsRegisteredByHand(value)) || (value is not null && state.Container(value) is { ChangedAfterRegistration: true }),
            declarations.Decays(member).Concat(backing is null ? Array.Empty<DecayDeclaration>() : declarations.Decays(backing)).ToEquatableArray(),
            declarations.LearningRateScale(member) ?? (backing is null ? null : declarations.LearningRateScale(backing)))
        {
            IsHidden = member is IFieldSymbol && hiddenNames.Contains(member.Name),
            IsRegisteredElsewhere = content is MemberContent.Container { Kind: ContainerKind.Unregistered } && value is not null && interpreter.IsRegistered(value),
            Lost = content is MemberContent.Container && value is not null ? Lost(value, memberType) : EquatableArray<MemberContent>.Empty,
        };
    }

    private EquatableArray<MemberContent> Lost(ModuleValue collection, ITypeSymbol type) => interpreter.LostIn(collection)
        .Concat(interpreter.FilledLate(collection))
        .Select(lost => contents.Read(lost, type, Role.Unknown))
        .OfType<MemberContent>()
        .ToEquatableArray();

    private MemberShape? ReadCaptured(IParameterSymbol parameter, INamedTypeSymbol owner)
    {
        ModuleValue? value = state.Get(parameter);
        return contents.Read(value, parameter.Type, Role.Unknown) is not { } content ? null : new MemberShape(
            parameter.Name,
            parameter.Name,
            TypeNames.Display(owner),
            IsInherited: !SymbolEqualityComparer.Default.Equals(owner, type),
            access.Read(parameter, parameter.Type, BackingFields.NameOf(parameter), owner, isHidden: false),
            content,
            AssignmentOf(parameter, value, owner, isReassigned: false),
            IsStatic: false,
            AssignedAfterRegistration: false,
            EquatableArray<DecayDeclaration>.Empty,
            LearningRateScale: null);
    }

    /// <summary>Notes the modules that members register, so that a list of the same objects is not taken for a mistake.</summary>
    private void MarkMembers()
    {
        for (INamedTypeSymbol? owner = type; owner is not null && !symbols.IsEmptyBase(owner.OriginalDefinition); owner = owner.BaseType)
        {
            foreach (ISymbol member in owner.OriginalDefinition.GetMembers())
            {
                if (!member.IsStatic && state.Get(member) is { } value and not ModuleValue.Pair && state.Container(value) is not { Kind: ContainerKind.Unregistered })
                {
                    interpreter.MarkRegistered(value);
                }
            }
        }
    }

    private Assignment AssignmentOf(ISymbol key, ModuleValue? value, INamedTypeSymbol owner, bool isReassigned)
    {
        Assignment assignment = Assigned(value);
        bool isDoubtful = isReassigned
            || interpreter.IsUncertain
            || (assignment == Assignment.Never && !symbols.IsSource(owner))
            || (state.RegistersByHand && state.Registered == Certainty.No && !state.IsRegisteredByHand(key, out _));
        return !isDoubtful ? assignment
            : assignment == Assignment.Never && !isReassigned && !interpreter.IsUncertain && symbols.IsSource(owner) ? Assignment.Never
            : Assignment.Maybe;
    }

    /// <summary>Null on some path, or known only by a type that allows null, is no certain assignment.</summary>
    private static Assignment Assigned(ModuleValue? value)
    {
        bool isAssigned = false;
        bool mayBeNull = false;
        foreach (ModuleValue alternative in ModuleValue.AlternativesOf(value))
        {
            bool isNull = ReferenceEquals(alternative, ModuleValue.Null);
            isAssigned |= !isNull;
            mayBeNull |= isNull || alternative is ModuleValue.Typed { Type: not { NullableAnnotation: NullableAnnotation.NotAnnotated } };
        }

        return !isAssigned ? Assignment.Never : mayBeNull ? Assignment.Maybe : Assignment.Always;
    }

    private static bool IsReassigned(ISymbol member, HashSet<string> later) => member switch
    {
        IFieldSymbol field => !field.IsReadOnly && later.Contains(field.Name),
        IPropertySymbol property => property.SetMethod is { IsInitOnly: false } && later.Contains(property.Name),
        _ => false,
    };

    /// <summary>The role declared for a raw parameter; in a normalization, what its name says.</summary>
    private Role RoleOf(ISymbol member)
    {
        if (declarations.ParameterRole(member) is { } declared)
        {
            return declared;
        }

        return isNormalization ? NormalizationRoles.OfName(member.Name) : Role.Unknown;
    }

    /// <summary>The declarations of the nearest annotated class, from this one upwards.</summary>
    private (IReadOnlyList<DecayDeclaration> Declarations, string? DeclaringClass) ClassDecays()
    {
        for (INamedTypeSymbol? owner = type; owner is not null; owner = owner.BaseType)
        {
            if (symbols.IsTorch(owner))
            {
                break;
            }

            List<DecayDeclaration> decays = declarations.Decays(owner).Concat(declarations.AssemblyDecays(owner)).ToList();
            if (decays.Count > 0)
            {
                return (decays, TypeNames.Display(owner));
            }
        }

        return (Array.Empty<DecayDeclaration>(), null);
    }

    private double? ClassScale()
    {
        for (INamedTypeSymbol? owner = type; owner is not null; owner = owner.BaseType)
        {
            if (declarations.LearningRateScale(owner) is { } scale)
            {
                return scale;
            }
        }

        return null;
    }
}
