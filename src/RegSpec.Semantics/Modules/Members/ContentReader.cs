using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics;

/// <summary>Turns what construction leaves in a member into the record of what the member holds.</summary>
internal sealed class ContentReader
{
    private const int DepthLimit = 8;

    private readonly TorchSymbols symbols;
    private readonly ConstructionState state;
    private readonly Func<INamedTypeSymbol, ModuleShape?> shapeOf;

    public ContentReader(TorchSymbols symbols, ConstructionState state, Func<INamedTypeSymbol, ModuleShape?> shapeOf)
    {
        this.symbols = symbols;
        this.state = state;
        this.shapeOf = shapeOf;
    }

    /// <summary>What a member of this declared type holds; null when it holds neither modules nor parameters.</summary>
    /// <param name="value">Its value after construction; null when it has none.</param>
    /// <param name="declared">Its declared type.</param>
    /// <param name="role">Role of a raw parameter in it.</param>
    public MemberContent? Read(ModuleValue? value, ITypeSymbol declared, Role role) => Read(value, declared, role, depth: 0);

    /// <summary>What a member holds of which only the declared type is known.</summary>
    public MemberContent? FromType(ITypeSymbol? type, string why, Role role)
    {
        switch (symbols.KindOf(type))
        {
            case TypeKindInModel.Layer:
                return Layer((INamedTypeSymbol)type!, LayerSwitches.Unknown);
            case TypeKindInModel.Silent:
                return new MemberContent.Nothing(TypeNames.MetadataName((INamedTypeSymbol)type!));
            case TypeKindInModel.ParameterCollection:
                return new MemberContent.RawParameters(role);
            case TypeKindInModel.Parameter:
                return new MemberContent.RawParameter(role, Dimensions: null, RequiresGrad: null);
            case TypeKindInModel.UserModule:
                return User((INamedTypeSymbol)type!, isExact: type!.IsSealed);
            case TypeKindInModel.AnyModule:
                return new MemberContent.Undetermined(why);
            case TypeKindInModel.Sequential or TypeKindInModel.ModuleList or TypeKindInModel.ModuleDict or TypeKindInModel.Collection:
                return new MemberContent.Container(ContainerKindOf(type), EquatableArray<ContainerItem>.Empty, IsComplete: false);
            default:
                return null;
        }
    }

    private MemberContent? Read(ModuleValue? value, ITypeSymbol? declared, Role role, int depth)
    {
        MemberContent? merged = null;
        foreach (ModuleValue alternative in ModuleValue.AlternativesOf(value))
        {
            if (!ReferenceEquals(alternative, ModuleValue.Null) && ReadOne(alternative, declared, role, depth) is { } content)
            {
                merged = merged is null ? content : ContentMerger.Merge(merged, content);
            }
        }

        return merged ?? (ModuleValue.AlternativesOf(value).All(static v => ReferenceEquals(v, ModuleValue.Null)) ? FromType(declared, "never assigned here", role) : null);
    }

    private MemberContent? ReadOne(ModuleValue value, ITypeSymbol? declared, Role role, int depth)
    {
        switch (value)
        {
            case ModuleValue.Created created:
                return symbols.KindOf(created.Type) == TypeKindInModel.Layer ? Layer(created.Type, created.Switches)
                    : symbols.KindOf(created.Type) == TypeKindInModel.UserModule ? User(created.Type, isExact: true)
                    : FromType(created.Type, "", role);
            case ModuleValue.NewTensor { IsParameter: true } parameter:
                return new MemberContent.RawParameter(role, parameter.Dimensions, parameter.RequiresGrad);
            case ModuleValue.NewTensor { RequiresGrad: true } tensor:
                return new MemberContent.TrainableTensor(tensor.Dimensions);
            case ModuleValue.Reference when state.Container(value) is { } container && depth < DepthLimit:
                return symbols.KindOf(container.Type) == TypeKindInModel.Other ? null : Container(container, role, depth);
            case ModuleValue.Pair:
                return new MemberContent.Container(ContainerKind.Unregistered, EquatableArray<ContainerItem>.Empty, IsComplete: false);
            case ModuleValue.Typed typed:
                return FromType(SaysMore(typed.Type, declared) ? typed.Type : declared, typed.Why, role);
            default:
                return null;
        }
    }

    private bool SaysMore(ITypeSymbol? type, ITypeSymbol? than) => symbols.KindOf(than) switch
    {
        TypeKindInModel.Open or TypeKindInModel.Other or TypeKindInModel.Tensor => type is not null,
        TypeKindInModel.AnyModule => symbols.KindOf(type) is not (TypeKindInModel.Other or TypeKindInModel.Open),
        TypeKindInModel.UserModule => type is not null && than is INamedTypeSymbol named && TorchSymbols.DerivesFrom(type, named.OriginalDefinition),
        _ => false,
    };

    private static MemberContent Layer(INamedTypeSymbol type, LayerSwitches switches)
    {
        string name = TypeNames.MetadataName(type);
        return LayerCatalog.Find(name) is { } layer
            ? new MemberContent.Layer(name, layer.Parameters(switches).ToEquatableArray(), layer.IsComplete(switches))
            : new MemberContent.Undetermined(type.Name);
    }

    private MemberContent User(INamedTypeSymbol type, bool isExact) =>
        new MemberContent.UserModule(TypeNames.Of(type), isExact, type.IsAbstract ? null : shapeOf(type));

    private MemberContent Container(ContainerValue container, Role role, int depth)
    {
        var items = new List<ContainerItem>();
        for (int i = 0; i < container.Items.Length; i++)
        {
            ContainerEntry entry = container.Items[i];
            MemberContent content = Read(entry.Value, declared: null, role, depth + 1) ?? new MemberContent.Undetermined("an element that cannot be followed");
            items.Add(new ContainerItem(entry.Name ?? i.ToString(System.Globalization.CultureInfo.InvariantCulture), content));
        }

        return new MemberContent.Container(container.Kind, items.ToEquatableArray(), container.IsComplete);
    }

    private ContainerKind ContainerKindOf(ITypeSymbol? type) => symbols.KindOf(type) switch
    {
        TypeKindInModel.Sequential => ContainerKind.Sequential,
        TypeKindInModel.ModuleList => ContainerKind.ModuleList,
        TypeKindInModel.ModuleDict => ContainerKind.ModuleDict,
        _ => ContainerKind.Unregistered,
    };
}
