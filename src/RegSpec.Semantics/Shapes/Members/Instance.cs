using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;

namespace RegSpec.Semantics.Shapes;

/// <summary>A module on the heap that one constructor left.</summary>
/// <param name="Model">The heap.</param>
/// <param name="Object">The module; null for what is static.</param>
internal sealed record Instance(BuiltModel Model, HeapObject? Object)
{
    private HashSet<Identity>? members;

    /// <summary>What the module itself has registered.</summary>
    public RegistryValue Registry => Object is null ? RegistryValue.Empty : Model.Machine.Registry.Of(Object);

    public Value? Read(ISymbol member) => Object is null ? null : Model.Read(Object, member);

    /// <summary>Whether everything in a collection reaches <c>parameters()</c> by another way; nothing in it says nothing.</summary>
    public bool IsTrained(Value value) => value switch
    {
        ObjectValue { Object: { Kind: ObjectKind.List } list } => Elements(list) is { Count: > 0 } items && items.All(IsTrained),
        TupleValue tuple => tuple.Items.Any(IsTrained),
        ChoiceValue choice => choice.Alternatives.All(IsTrained),
        _ => Model.Machine.Registry.Identities(value).ToList() is { Count: > 0 } things && things.TrueForAll(IsTrained),
    };

    /// <summary>The modules and parameters in a collection that, as far as construction shows, are registered nowhere.</summary>
    public IEnumerable<Value> LostIn(Value collection) => collection switch
    {
        ObjectValue { Object: { Kind: ObjectKind.List, IsEscaped: false } list } => Elements(list).SelectMany(Lost),
        TupleValue tuple => tuple.Items.SelectMany(Lost),
        _ => Enumerable.Empty<Value>(),
    };

    private IEnumerable<Value> Lost(Value item)
    {
        switch (item)
        {
            case ChoiceValue choice:
                return choice.Alternatives.SelectMany(Lost);
            case TupleValue or ObjectValue { Object.Kind: ObjectKind.List }:
                return LostIn(item);
            case ObjectValue { Object.IsModule: true }:
            case TensorValue tensor when Model.Machine.Created.IsParameter(tensor):
                return Model.Machine.Registry.Identities(item).Any(thing => Model.IsHandedOn(thing) || IsTrained(thing)) ? Enumerable.Empty<Value>() : new[] { item };
            default:
                return Enumerable.Empty<Value>();
        }
    }

    private List<Value> Elements(HeapObject list) => Model.Machine.Objects.Content(list).All.SelectMany(Lattice.Alternatives).ToList();

    /// <summary>Registered by somebody, or held by a member that registers what it holds once the module does.</summary>
    private bool IsTrained(Identity thing)
    {
        if (members is null)
        {
            members = new HashSet<Identity>();
            foreach (int cell in Object is null ? Enumerable.Empty<int>() : Object.Fields.Values)
            {
                Model.Machine.Registry.Collect(Model.Machine.Heap.Read(cell), members);
            }
        }

        return members.Contains(thing) || Model.IsRegistered(thing);
    }
}

/// <summary>How one member is registered, if it is.</summary>
/// <param name="Instance">The module.</param>
/// <param name="HandName">The name a registration by hand gave it; null without one, or where it is not a constant.</param>
/// <param name="IsDoubtful">It may not be registered, or not with this value.</param>
/// <param name="IsLate">It holds something that was put there too late to be registered, and is registered nowhere else.</param>
/// <param name="Late">What came too late into a container that is registered.</param>
internal sealed record MemberRegistration(Instance Instance, string? HandName, bool IsDoubtful, bool IsLate, IReadOnlyList<Value> Late)
{
    public static MemberRegistration Of(Instance instance, ISymbol member)
    {
        BuiltModel model = instance.Model;
        RegistryValue registry = instance.Registry;
        Value? value = instance.Read(member);
        List<Value> held = value is null ? new() : Lattice.Alternatives(value).Where(static one => one is not (NullValue or NumberValue)).ToList();
        RegisteredEntry? own = null, byHand = null;
        bool isHandFirst = false;
        foreach (RegisteredEntry entry in registry.Entries)
        {
            if (entry.Member is not null ? own is not null || !SymbolEqualityComparer.Default.Equals(entry.Member, member) : byHand is not null || (entry.Read is not null && !SymbolEqualityComparer.Default.Equals(entry.Read, member)))
            {
                continue;
            }

            if (held.Exists(one => Has(model, entry, one)))
            {
                isHandFirst |= entry.Member is null && own is null;
                (own, byHand) = entry.Member is not null ? (entry, byHand) : (own, entry);
            }
        }

        bool isCovered = held.Count == 0 || own is not null || byHand is not null;
        bool isCertain = held.TrueForAll(one => (own is not null && Has(model, own, one)) || (byHand is not null && Has(model, byHand, one)));
        bool isAlias = !isCertain && value is not null && IsRegistered(model, value);
        IReadOnlyList<Value> late = registry.HasRun == true && isCertain ? LateIn(model, value, own ?? byHand) : System.Array.Empty<Value>();
        return new MemberRegistration(
            instance,
            isHandFirst ? byHand!.Name : null,
            held.Count > 0 && (registry.HasRun is null ? !isCertain : registry.HasRun == false && registry.Entries.Count > 0 && !isCovered),
            registry.HasRun == true && !isCertain && !isAlias,
            late);
    }

    /// <summary>Whether a registration was of this value.</summary>
    private static bool Has(BuiltModel model, RegisteredEntry entry, Value value) =>
        model.Machine.Registry.Identities(value).ToList() is { Count: > 0 } things
            ? things.TrueForAll(model.Machine.Registry.Identities(entry.Value).Contains)
            : Lattice.Alternatives(entry.Value).Contains(value);

    /// <summary>Whether all that a value holds is registered under other names.</summary>
    private static bool IsRegistered(BuiltModel model, Value value) => value switch
    {
        ChoiceValue choice => choice.Alternatives.All(one => IsRegistered(model, one)),
        NullValue or NumberValue => true,
        ObjectValue { Object: { Kind: ObjectKind.Container } container } when !model.IsRegistered(new Identity(container, 0, 0)) => model.Machine.Objects.Content(container).All.All(item => IsRegistered(model, item)),
        TupleValue pair => pair.Items.All(item => IsRegistered(model, item)),
        ObjectValue or TensorValue => model.Machine.Registry.Identities(value).All(model.IsRegistered),
        OpaqueValue { Origin: > 0 and var origin } => model.IsRegistered(new Identity(null, 0, origin)),
        _ => false,
    };

    /// <summary>A ModuleList registers what it holds when it is registered itself; later additions are missed. Sequential looks anew each time.</summary>
    private static IReadOnlyList<Value> LateIn(BuiltModel model, Value? value, RegisteredEntry? entry) =>
        entry is not null && value is ObjectValue { Object: { Container: ContainerKind.ModuleList or ContainerKind.ModuleDict } list }
            ? model.Machine.Objects.Content(list).All
                .SelectMany(Lattice.Alternatives)
                .Select(Lists.ChildOf)
                .Where(item => item is ObjectValue && !model.Machine.Registry.Identities(item).Any(thing => entry.Inside.Contains(thing) || model.IsRegistered(thing)))
                .ToList()
            : System.Array.Empty<Value>();
}
