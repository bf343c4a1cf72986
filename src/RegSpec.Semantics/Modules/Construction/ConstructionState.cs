using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics;

/// <summary>Whether something has happened on the way to a point.</summary>
internal enum Certainty
{
    No,
    Maybe,
    Yes,
}

/// <summary>Everything known at one point of a constructor: variables, containers, what is registered.</summary>
internal sealed class ConstructionState
{
    private readonly Dictionary<ISymbol, ModuleValue> variables;
    private readonly Dictionary<int, ContainerValue> containers;
    private readonly Dictionary<ISymbol, string?> handRegistered;
    private readonly Dictionary<ModuleValue, string?> handRegisteredValues;
    private readonly HashSet<ISymbol> assignedLate;

    public ConstructionState()
    {
        variables = new Dictionary<ISymbol, ModuleValue>(SymbolEqualityComparer.Default);
        containers = new Dictionary<int, ContainerValue>();
        handRegistered = new Dictionary<ISymbol, string?>(SymbolEqualityComparer.Default);
        handRegisteredValues = new Dictionary<ModuleValue, string?>();
        assignedLate = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
    }

    private ConstructionState(ConstructionState other)
    {
        variables = new Dictionary<ISymbol, ModuleValue>(other.variables, SymbolEqualityComparer.Default);
        containers = new Dictionary<int, ContainerValue>(other.containers);
        handRegistered = new Dictionary<ISymbol, string?>(other.handRegistered, SymbolEqualityComparer.Default);
        handRegisteredValues = new Dictionary<ModuleValue, string?>(other.handRegisteredValues);
        assignedLate = new HashSet<ISymbol>(other.assignedLate, SymbolEqualityComparer.Default);
        Registered = other.Registered;
        IsReachable = other.IsReachable;
        RegistersByHand = other.RegistersByHand;
    }

    /// <summary>Whether <c>RegisterComponents()</c> has run.</summary>
    public Certainty Registered { get; set; }

    /// <summary>False behind a return, throw or break.</summary>
    public bool IsReachable { get; set; } = true;

    /// <summary>Something was registered by hand.</summary>
    public bool RegistersByHand { get; set; }

    public ConstructionState Copy() => new(this);

    /// <summary>Whether the member is assigned after registration on some path, and not registered by hand either.</summary>
    public bool IsAssignedLate(ISymbol member) => assignedLate.Contains(member) && !IsRegisteredByHand(member, out _);

    public ModuleValue? Get(ISymbol variable) => variables.TryGetValue(variable, out ModuleValue? value) ? value : null;

    public void Set(ISymbol variable, ModuleValue value) => variables[variable] = value;

    /// <summary>Assigns a member of the module under construction.</summary>
    public void SetMember(ISymbol member, ModuleValue value)
    {
        // What happens in an uncertain order with registration must not be taken as registered: the member may hold either value.
        variables[member] = Registered == Certainty.Maybe ? ModuleValue.Join(variables.TryGetValue(member, out ModuleValue? before) ? before : ModuleValue.Null, value) : value;
        if (Registered == Certainty.Yes)
        {
            assignedLate.Add(member);
        }
    }

    public ContainerValue? Container(ModuleValue value) =>
        value is ModuleValue.Reference reference && containers.TryGetValue(reference.Id, out ContainerValue? container) ? container : null;

    public void SetContainer(int id, ContainerValue container) => containers[id] = container;

    /// <summary>Notes a registration by hand: the first name stays.</summary>
    /// <param name="member">The member that was read; null when the value came from elsewhere and may be assigned to one later.</param>
    /// <param name="value">What was registered.</param>
    /// <param name="name">Under which name; null where it is not a constant.</param>
    public void RegisterByHand(ISymbol? member, ModuleValue value, string? name)
    {
        RegistersByHand = true;
        if (Registered == Certainty.Yes && member is not null && !assignedLate.Contains(member))
        {
            // RegisterComponents() has given it its first name, the one named_parameters() uses.
            return;
        }

        if (member is null)
        {
            handRegisteredValues[value] = handRegisteredValues.TryGetValue(value, out string? before) ? before : name;
        }
        else if (!handRegistered.ContainsKey(member))
        {
            handRegistered.Add(member, name);
        }
    }

    /// <summary>Whether a member, or the object in it, was registered by hand, and the name if it is a constant.</summary>
    public bool IsRegisteredByHand(ISymbol member, out string? name) =>
        handRegistered.TryGetValue(member, out name)
        || (Get(member) is { } value and (ModuleValue.Created or ModuleValue.Reference or ModuleValue.NewTensor) && handRegisteredValues.TryGetValue(value, out name));

    /// <summary>Takes in a second path that reaches the same point.</summary>
    public void Join(ConstructionState other)
    {
        if (!other.IsReachable)
        {
            return;
        }

        if (!IsReachable)
        {
            Replace(other);
            return;
        }

        foreach (ISymbol variable in new List<ISymbol>(variables.Keys))
        {
            variables[variable] = ModuleValue.Join(variables[variable], other.Get(variable) ?? ModuleValue.Null);
        }

        foreach (KeyValuePair<ISymbol, ModuleValue> variable in other.variables)
        {
            if (!variables.ContainsKey(variable.Key))
            {
                variables.Add(variable.Key, ModuleValue.Join(ModuleValue.Null, variable.Value));
            }
        }

        foreach (KeyValuePair<int, ContainerValue> container in other.containers)
        {
            containers[container.Key] = containers.TryGetValue(container.Key, out ContainerValue? mine) ? ContainerValue.Join(mine, container.Value) : container.Value;
        }

        foreach (KeyValuePair<ModuleValue, string?> registered in other.handRegisteredValues)
        {
            handRegisteredValues[registered.Key] = handRegisteredValues.TryGetValue(registered.Key, out string? name) && name != registered.Value ? null : registered.Value;
        }

        foreach (KeyValuePair<ISymbol, string?> registered in other.handRegistered)
        {
            handRegistered[registered.Key] = handRegistered.TryGetValue(registered.Key, out string? name) && name != registered.Value ? null : registered.Value;
        }

        assignedLate.UnionWith(other.assignedLate);
        Registered = Registered == other.Registered ? Registered : Certainty.Maybe;
        RegistersByHand |= other.RegistersByHand;
    }

    /// <summary>Nothing is reached here yet: takes the other path over.</summary>
    private void Replace(ConstructionState other)
    {
        Copy(other.variables, variables);
        Copy(other.containers, containers);
        Copy(other.handRegistered, handRegistered);
        Copy(other.handRegisteredValues, handRegisteredValues);
        assignedLate.Clear();
        assignedLate.UnionWith(other.assignedLate);
        Registered = other.Registered;
        RegistersByHand = other.RegistersByHand;
        IsReachable = true;
    }

    private static void Copy<TKey, TValue>(Dictionary<TKey, TValue> from, Dictionary<TKey, TValue> to)
        where TKey : notnull
    {
        to.Clear();
        foreach (KeyValuePair<TKey, TValue> pair in from)
        {
            to.Add(pair.Key, pair.Value);
        }
    }
}
