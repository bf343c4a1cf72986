using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>What one module has registered so far, in the order of time.</summary>
/// <param name="HasRun">Whether <c>RegisterComponents()</c> has run; null where that depends on the path, or nobody knows.</param>
/// <param name="Entries">What was registered.</param>
internal sealed record RegistryValue(bool? HasRun, EquatableArray<RegisteredEntry> Entries) : Value
{
    public static readonly RegistryValue Empty = new(false, default);

    public RegistryValue Join(RegistryValue other, Func<Value, Value, Value> join)
    {
        var entries = Entries.ToList();
        foreach (RegisteredEntry entry in other.Entries)
        {
            int same = entries.FindIndex(entry.IsSameAs);
            if (same < 0)
            {
                entries.Add(entry);
            }
            else if (!entries[same].Equals(entry))
            {
                entries[same] = entries[same].Join(entry, join);
            }
        }

        return new RegistryValue(HasRun == other.HasRun ? HasRun : null, entries.ToEquatableArray());
    }
}

/// <summary>One registration.</summary>
/// <param name="Name">The name; null where it is not a constant.</param>
/// <param name="Member">The member that <c>RegisterComponents()</c> found; null for a registration by hand.</param>
/// <param name="Read">For one by hand the member that the call names; null if it names none.</param>
/// <param name="Value">What was registered.</param>
/// <param name="Inside">Everything that is trained because of it, as it was then.</param>
internal sealed record RegisteredEntry(string? Name, ISymbol? Member, ISymbol? Read, Value Value, EquatableArray<Identity> Inside)
{
    public bool IsSameAs(RegisteredEntry other) =>
        Member is not null || other.Member is not null
            ? SymbolEqualityComparer.Default.Equals(Member, other.Member)
            : Name == other.Name && SymbolEqualityComparer.Default.Equals(Read, other.Read);

    public RegisteredEntry Join(RegisteredEntry other, Func<Value, Value, Value> join) =>
        this with { Value = join(Value, other.Value), Inside = Inside.Union(other.Inside).ToEquatableArray() };
}

/// <summary>An object, a piece of memory or a collection from outside: what it is, whoever holds it.</summary>
internal readonly record struct Identity(HeapObject? Object, int Memory, int Origin);

/// <summary>Registration of members as TorchSharp does it, and what is registered thereby.</summary>
internal sealed class Registry
{
    private readonly Machine machine;

    public Registry(Machine machine) => this.machine = machine;

    private Heap Heap => machine.Heap;

    /// <summary>What a module has registered.</summary>
    public RegistryValue Of(HeapObject module) => (module.Registry > 0 ? Heap.Read(module.Registry) as RegistryValue : null) ?? RegistryValue.Empty;

    /// <summary><c>RegisterComponents()</c>: every field gets its name, the first time.</summary>
    public void RegisterAll(HeapObject module)
    {
        if (module.Registry == 0 || !Heap.IsReachable)
        {
            return;
        }

        RegistryValue before = Of(module);
        if (before.HasRun == true && !module.IsOneOfMany)
        {
            return;
        }

        var entries = module.Fields
            .Where(field => Heap.Read(field.Value) is not null)
            .Select(field => Entry(field.Key.Name, field.Key, null, Heap.Read(field.Value)!))
            .ToEquatableArray();
        Write(module, new RegistryValue(true, default) { Entries = before.Join(new RegistryValue(before.HasRun, entries), machine.Lattice.Join).Entries });
    }

    /// <summary><c>register_module</c> and the like.</summary>
    /// <param name="module">Who registers.</param>
    /// <param name="name">Under which name.</param>
    /// <param name="value">What.</param>
    /// <param name="read">The member the call names.</param>
    public void Register(HeapObject module, Value name, Value value, ISymbol? read)
    {
        if (module.Registry == 0 || !Heap.IsReachable)
        {
            return;
        }

        RegistryValue before = Of(module);
        RegisteredEntry entry = Entry((name as NumberValue)?.Constant as string, null, read, value);
        Write(module, before.Join(new RegistryValue(before.HasRun, EquatableArray.Create(entry)), machine.Lattice.Join));
    }

    /// <summary>Code that is not followed has the module: it may have registered its components.</summary>
    public void Doubt(HeapObject module)
    {
        if (module.Registry > 0 && Heap.IsReachable && Of(module) is { HasRun: false } registry)
        {
            Write(module, registry with { HasRun = null });
        }
    }

    private void Write(HeapObject module, RegistryValue value) => Heap.Write(module.Registry, value);

    private RegisteredEntry Entry(string? name, ISymbol? member, ISymbol? read, Value value) => new(name, member, read, value, Inside(value).ToEquatableArray());

    /// <summary>The objects and tensors a value is, itself alone.</summary>
    public IEnumerable<Identity> Identities(Value? value) => value switch
    {
        ObjectValue { Object: var thing } => new[] { new Identity(thing, 0, 0) },
        TensorValue tensor => machine.Storages.Memories(tensor.Storage).Where(static memory => memory > 0).Select(static memory => new Identity(null, memory, 0)),
        OpaqueValue { Origin: > 0 and var origin } => new[] { new Identity(null, 0, origin) },
        ChoiceValue choice => choice.Alternatives.SelectMany(Identities),
        _ => Enumerable.Empty<Identity>(),
    };

    /// <summary>Everything that is trained where a value is registered: children of containers, members of modules, elements of lists that were handed over.</summary>
    public ISet<Identity> Inside(Value? value)
    {
        var found = new HashSet<Identity>();
        Collect(value, found);
        return found;
    }

    /// <summary>Adds everything that is trained where a value is registered.</summary>
    public void Collect(Value? value, ISet<Identity> found)
    {
        switch (value)
        {
            case ChoiceValue choice:
                foreach (Value alternative in choice.Alternatives)
                {
                    Collect(alternative, found);
                }

                break;
            case ListContent list:
                // Children of containers, without their names.
                foreach (Value item in list.All.SelectMany(Lattice.Alternatives))
                {
                    Collect(Lists.ChildOf(item), found);
                }

                break;
            case ObjectValue { Object: { IsModule: true } module } when found.Add(new Identity(module, 0, 0)):
                foreach (Value part in machine.Havoc.Parts(module).ToList())
                {
                    Collect(part, found);
                }

                break;
            case TensorValue or OpaqueValue:
                found.UnionWith(Identities(value));
                break;
        }
    }
}
