using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Shapes;

/// <summary>Turns what lies on the heap into the record of what a member holds.</summary>
internal sealed class ContentReader
{
    private const int DepthLimit = 8;
    private const string WhyUnknown = "a value that cannot be followed";

    private readonly TorchSymbols symbols;
    private readonly InstanceReader instances;

    public ContentReader(TorchSymbols symbols, InstanceReader instances)
    {
        this.symbols = symbols;
        this.instances = instances;
    }

    /// <summary>What a value is; null when it is neither a module nor a parameter, nor holds any.</summary>
    /// <param name="model">The heap it lies on.</param>
    /// <param name="value">The value: one alternative, not null.</param>
    /// <param name="declared">The type of the place it lies in; null if that says nothing.</param>
    /// <param name="role">Role of a raw parameter in it.</param>
    /// <param name="isCertain">It is there in any case.</param>
    public MemberContent? Read(BuiltModel model, Value value, ITypeSymbol? declared, Role role, bool isCertain) => Read(model, value, declared, role, isCertain, depth: 0);

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
                return new MemberContent.UserModule(TypeNames.Of((INamedTypeSymbol)type!), type!.IsSealed, type.IsAbstract ? null : instances.ShapeOf((INamedTypeSymbol)type));
            case TypeKindInModel.AnyModule:
                return new MemberContent.Undetermined(why);
            case TypeKindInModel.Sequential or TypeKindInModel.ModuleList or TypeKindInModel.ModuleDict or TypeKindInModel.Collection:
                return new MemberContent.Container(KindOf(type), EquatableArray<ContainerItem>.Empty, IsComplete: false);
            default:
                return null;
        }
    }

    private MemberContent? Read(BuiltModel model, Value value, ITypeSymbol? declared, Role role, bool isCertain, int depth)
    {
        switch (value)
        {
            case TensorValue parameter when model.Machine.Created.IsParameter(parameter):
                return new MemberContent.RawParameter(role, model.Machine.Domain.Rank(parameter), model.Machine.Created.IsTrained(parameter));
            case TensorValue tensor when model.Machine.Created.IsTrained(tensor) is true:
                return new MemberContent.TrainableTensor(model.Machine.Domain.Rank(tensor));
            case TensorValue:
                return FromType(declared, WhyUnknown, role);
            case ObjectValue { Object: var thing }:
                return Read(model, thing, declared, role, isCertain, depth);
            case TupleValue:
                return new MemberContent.Container(ContainerKind.Unregistered, EquatableArray<ContainerItem>.Empty, IsComplete: false);
            case OpaqueValue opaque:
                return FromType(SaysMore(opaque.Type, declared) ? opaque.Type : declared, opaque.Why ?? WhyUnknown, role);
            case NumberValue:
                return null;
            default:
                return FromType(declared, WhyUnknown, role);
        }
    }

    private MemberContent? Read(BuiltModel model, HeapObject thing, ITypeSymbol? declared, Role role, bool isCertain, int depth)
    {
        if (thing.Kind is ObjectKind.Container or ObjectKind.List)
        {
            bool holdsNothing = thing.Kind == ObjectKind.List && symbols.KindOf(thing.Type ?? declared) == TypeKindInModel.Other;
            return depth >= DepthLimit || holdsNothing ? null : Container(model, thing, role, isCertain, depth);
        }

        return symbols.KindOf(thing.Class) switch
        {
            TypeKindInModel.Layer => Layer(thing.Class!, Switches(thing)),
            TypeKindInModel.UserModule when thing.Kind == ObjectKind.UserModule => new MemberContent.UserModule(TypeNames.Of(thing.Class!), IsExact: true, instances.ShapeOf(model, thing, isCertain)),
            TypeKindInModel.UserModule => new MemberContent.UserModule(TypeNames.Of(thing.Class!), IsExact: true, instances.ShapeOf(thing.Class!)),
            TypeKindInModel.Other => FromType(declared, WhyUnknown, role),
            _ => FromType(thing.Class, thing.Class!.Name, role),
        };
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

    /// <summary>The written arguments of a factory, by parameter name; of the others only what tells two factories of one layer apart.</summary>
    private static LayerSwitches Switches(HeapObject layer)
    {
        var switches = new Dictionary<string, object?>();
        foreach (KeyValuePair<string, Value> argument in layer.Arguments)
        {
            if (argument.Key == LayerSwitches.Freeze || !layer.Defaulted.Contains(argument.Key))
            {
                switches[argument.Key] = argument.Value switch
                {
                    NullValue => null,
                    NumberValue { Constant: bool or long } number => number.Constant,
                    _ => LayerSwitches.Given,
                };
            }
        }

        return new LayerSwitches(switches);
    }

    private MemberContent Container(BuiltModel model, HeapObject container, Role role, bool isCertain, int depth)
    {
        ListContent content = model.Machine.Objects.Content(container);
        bool isNamed = container.Container is ContainerKind.Sequential or ContainerKind.ModuleDict || container.IsMap;
        var items = new List<ContainerItem>();
        IReadOnlyList<Value> beginning = content.Beginning;
        while (items.Count < beginning.Count && NameOf(beginning[items.Count], items.Count, isNamed) is { } name)
        {
            items.Add(new ContainerItem(name, Merged(model, isNamed ? Lists.ChildOf(beginning[items.Count]) : beginning[items.Count], role, isCertain, depth)));
        }

        bool isComplete = content.IsExact && items.Count == beginning.Count && !container.IsEscaped;
        IEnumerable<Value> further = content.IsExact ? beginning.Skip(items.Count) : content.All;
        return new MemberContent.Container(container.Container ?? ContainerKind.Unregistered, items.ToEquatableArray(), isComplete)
        {
            Filling = container.IsEscaped
                ? default
                : further.SelectMany(Lattice.Alternatives)
                    .Where(static one => one is not NullValue)
                    .SelectMany(one => Lattice.Alternatives(isNamed ? Lists.ChildOf(one) : one))
                    .Where(static one => one is not NullValue)
                    .Select(one => Read(model, one, null, role, isCertain: false, depth + 1))
                    .SelectMany(static one => one is null ? Enumerable.Empty<MemberContent>() : new[] { one })
                    .Distinct()
                    .ToEquatableArray(),
        };
    }

    /// <summary>The name of a child; null where it is not known.</summary>
    private static string? NameOf(Value item, int index, bool isNamed) =>
        isNamed && item is TupleValue { Items: { Count: 2 } pair }
            ? (pair[0] as NumberValue)?.Constant as string
            : item is ChoiceValue choice && isNamed && choice.Alternatives.Any(static one => one is TupleValue) ? null
            : index.ToString(CultureInfo.InvariantCulture);

    private MemberContent Merged(BuiltModel model, Value value, Role role, bool isCertain, int depth)
    {
        MemberContent? merged = null;
        foreach (Value alternative in Lattice.Alternatives(value))
        {
            if (alternative is not NullValue && Read(model, alternative, null, role, isCertain && value is not ChoiceValue, depth + 1) is { } content)
            {
                merged = merged is null ? content : ContentMerger.Merge(merged, content);
            }
        }

        return merged ?? new MemberContent.Undetermined("an element that cannot be followed");
    }

    private ContainerKind KindOf(ITypeSymbol? type) => symbols.KindOf(type) switch
    {
        TypeKindInModel.Sequential => ContainerKind.Sequential,
        TypeKindInModel.ModuleList => ContainerKind.ModuleList,
        TypeKindInModel.ModuleDict => ContainerKind.ModuleDict,
        _ => ContainerKind.Unregistered,
    };
}
