using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics;

/// <summary>Reads the members of one class and its bases, once its construction is known. Derived classes are read before their bases.</summary>
internal sealed class MemberReader
{
    private const string WhyReassigned = "assigned outside the constructors";

    private readonly TorchSymbols symbols;
    private readonly ISemanticModelProvider models;
    private readonly DeclarationReader declarations;
    private readonly MemberAccessReader access;
    private readonly ConstructionInterpreter interpreter;
    private readonly ConstructionState state;
    private readonly ContentReader contents;
    private readonly INamedTypeSymbol type;
    private readonly Func<INamedTypeSymbol, bool> isNormalization;
    private readonly CancellationToken cancellation;

    /// <summary>Names that classes read so far take from their bases: of members in C#, of fields in <c>RegisterComponents()</c>.</summary>
    private readonly HashSet<string> memberNames = new();
    private readonly HashSet<string> fieldNames = new();

    public MemberReader(
        TorchSymbols symbols,
        ISemanticModelProvider models,
        DeclarationReader declarations,
        MemberAccessReader access,
        ConstructionInterpreter interpreter,
        ConstructionState state,
        ContentReader contents,
        INamedTypeSymbol type,
        Func<INamedTypeSymbol, bool> isNormalization,
        CancellationToken cancellation)
    {
        this.symbols = symbols;
        this.models = models;
        this.declarations = declarations;
        this.access = access;
        this.interpreter = interpreter;
        this.state = state;
        this.contents = contents;
        this.type = type;
        this.isNormalization = isNormalization;
        this.cancellation = cancellation;
    }

    /// <summary>The members of the class, or of a base of it, in source order.</summary>
    public List<MemberShape> Read(INamedTypeSymbol owner)
    {
        var shapes = new List<MemberShape>();
        var context = new Owner(this, owner);
        var stored = new List<StoredMember>();
        foreach (ISymbol member in owner.GetMembers())
        {
            StoredMember? candidate = member switch
            {
                IFieldSymbol { IsConst: false, IsImplicitlyDeclared: false } field => new StoredMember(field, field.Type, field, field.Name),
                IPropertySymbol { IsIndexer: false, IsImplicitlyDeclared: false } property => StoredMember.Of(property),
                _ => null,
            };
            if (candidate is { } found)
            {
                stored.Add(found);
                if (ReadMember(found, context) is { } shape)
                {
                    shapes.Add(shape);
                }
            }
        }

        IEnumerable<IParameterSymbol> captured = symbols.IsSource(owner)
            ? CapturedParameters.Of(owner.OriginalDefinition, symbols, models, cancellation)
            : Array.Empty<IParameterSymbol>();
        foreach (IParameterSymbol parameter in captured)
        {
            shapes.AddRange(ReadCaptured(parameter, context) is { } shape ? new[] { shape } : Array.Empty<MemberShape>());
        }

        foreach (StoredMember member in stored)
        {
            memberNames.Add(member.Symbol.Name);
            fieldNames.Add(member.FieldName ?? member.Symbol.Name);
        }

        return shapes;
    }

    private MemberShape? ReadMember(StoredMember member, Owner owner)
    {
        ISymbol symbol = member.Symbol;
        TypeKindInModel kind = symbols.KindOf(member.Type);
        bool isDeclared = declarations.HasAny(symbol) || (symbol is IPropertySymbol && member.Field is not null && declarations.HasAny(member.Field));
        if (!isDeclared && (kind == TypeKindInModel.Other || !member.IsStored))
        {
            return null;
        }

        ISymbol key = symbol.OriginalDefinition;
        ModuleValue? value = symbol.IsStatic ? interpreter.RunStaticInitializer(key) : state.Get(key);
        bool isReassigned = interpreter.IsUncertain || (member.IsMutable && owner.LaterAssignments.Contains(symbol.Name));
        MemberContent? content = kind == TypeKindInModel.Other || !member.IsStored ? null : ContentOf(member, value, isReassigned);
        if (content is null && !isDeclared)
        {
            return null;
        }

        bool isHidden = memberNames.Contains(symbol.Name);
        bool isNamedByHand = state.IsRegisteredByHand(key, out string? handName) && handName is not null;
        return new MemberShape(
            symbol.Name,
            isNamedByHand ? handName! : declarations.ComponentName(member.Field ?? symbol) ?? symbol.Name,
            owner.DisplayName,
            owner.IsBase,
            access.Read(symbol, member.Type, member.FieldName, owner.Type, isHidden),
            content ?? new MemberContent.Nothing(TypeNames.Display(member.Type)),
            AssignmentOf(key, value, owner, isReassigned),
            symbol.IsStatic,
            state.IsAssignedLate(key) || (value is not null && state.Container(value) is { ChangedAfterRegistration: true }),
            DecaysOf(member),
            declarations.LearningRateScale(symbol) ?? (member.Field is null ? null : declarations.LearningRateScale(member.Field)))
        {
            LayerwiseLearningRate = declarations.LayerwiseLearningRate(symbol) ?? (member.Field is null ? null : declarations.LayerwiseLearningRate(member.Field)),
            IsHidden = member.FieldName is not null && fieldNames.Contains(member.FieldName),
            IsRegisteredElsewhere = content is MemberContent.Container { Kind: ContainerKind.Unregistered } && value is not null && interpreter.IsRegistered(value),
            Lost = content is MemberContent.Container && value is not null ? LostIn(value, member.Type) : EquatableArray<MemberContent>.Empty,
        };
    }

    private EquatableArray<MemberContent> LostIn(ModuleValue collection, ITypeSymbol type) => interpreter.LostIn(collection)
        .Concat(interpreter.FilledLate(collection))
        .Select(lost => contents.Read(lost, type, Role.Unknown))
        .OfType<MemberContent>()
        .ToEquatableArray();

    private MemberContent? ContentOf(StoredMember member, ModuleValue? value, bool isReassigned)
    {
        Role role = declarations.ParameterRole(member.Symbol)
            ?? (member.Field is null ? null : declarations.ParameterRole(member.Field))
            ?? (isNormalization(type) || isNormalization(member.Symbol.ContainingType) ? NormalizationRoles.OfName(member.Symbol.Name) : Role.Unknown);
        MemberContent? content = contents.Read(value, member.Type, role);
        if (!isReassigned || contents.FromType(member.Type, WhyReassigned, role) is not { } other)
        {
            return content;
        }

        return content is null || Assigned(value) == Assignment.Never ? other : ContentMerger.Merge(content, other);
    }

    private MemberShape? ReadCaptured(IParameterSymbol parameter, Owner owner)
    {
        ModuleValue? value = state.Get(parameter);
        return contents.Read(value, parameter.Type, Role.Unknown) is not { } content ? null : new MemberShape(
            parameter.Name,
            parameter.Name,
            owner.DisplayName,
            owner.IsBase,
            access.Read(parameter, parameter.Type, BackingFields.NameOf(parameter), owner.Type, isHidden: false),
            content,
            AssignmentOf(parameter, value, owner, isReassigned: false),
            IsStatic: false,
            AssignedAfterRegistration: false,
            EquatableArray<DecayDeclaration>.Empty,
            LearningRateScale: null);
    }

    private EquatableArray<DecayDeclaration> DecaysOf(StoredMember member)
    {
        IEnumerable<DecayDeclaration> decays = declarations.Decays(member.Symbol);
        return (member.Symbol is IPropertySymbol && member.Field is { } field ? decays.Concat(declarations.Decays(field)) : decays).ToEquatableArray();
    }

    private Assignment AssignmentOf(ISymbol key, ModuleValue? value, Owner owner, bool isReassigned)
    {
        Assignment assignment = Assigned(value);
        bool isDoubtful = isReassigned
            || (assignment == Assignment.Never && !symbols.IsSource(owner.Type))
            || (assignment != Assignment.Never && state.RegistersByHand && state.Registered == Certainty.No && !state.IsRegisteredByHand(key, out _));
        return isDoubtful ? Assignment.Maybe : assignment;
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

    /// <summary>The class whose members are being read, with what is the same for all of them.</summary>
    private sealed class Owner(MemberReader reader, INamedTypeSymbol type)
    {
        private HashSet<string>? laterAssignments;

        public INamedTypeSymbol Type { get; } = type;

        public string DisplayName { get; } = TypeNames.Display(type);

        public bool IsBase { get; } = !SymbolEqualityComparer.Default.Equals(type, reader.type);

        /// <summary>Names its other methods assign to; looked up only for the sake of members that can change.</summary>
        public HashSet<string> LaterAssignments => laterAssignments ??= reader.symbols.IsSource(Type)
            ? Semantics.LaterAssignments.In(Type, reader.interpreter.Followed, reader.models, reader.cancellation)
            : new HashSet<string>();
    }
}
