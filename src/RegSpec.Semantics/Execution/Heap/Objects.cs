using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Execution;

/// <summary>Makes objects. Inside a loop of unknown length all objects made at one place are one.</summary>
internal sealed class Objects
{
    private readonly Machine machine;
    private readonly List<HeapObject> all = new();
    private readonly Dictionary<(CallSite Site, ObjectKind Kind), HeapObject> ofSite = new();
    private int lastLasting;

    public Objects(Machine machine) => this.machine = machine;

    /// <summary>Every object, in the order of creation.</summary>
    public IReadOnlyList<HeapObject> All => all;

    /// <summary>No more objects are followed.</summary>
    public bool IsFull => all.Count >= Budget.Objects;

    /// <summary>What exists now outlives the calls that follow.</summary>
    public void KeepAll() => lastLasting = all.Count;

    /// <summary>It was there before the call that runs now.</summary>
    public bool IsLasting(HeapObject thing) => thing.Id <= lastLasting;

    /// <summary>The object made here; in a loop of unknown length perhaps one that was made here before, which then stands for all.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="site">The expression that makes it.</param>
    /// <param name="frame">The activation.</param>
    /// <param name="make">Makes it, given its number and how many loops are around.</param>
    /// <param name="isAgain">Whether it was there before.</param>
    public HeapObject New(ObjectKind kind, IOperation site, Frame frame, Func<int, int, HeapObject> make, out bool isAgain)
    {
        int loops = frame.Loops;
        isAgain = false;
        if (loops == 0)
        {
            HeapObject single = make(all.Count + 1, 0);
            all.Add(single);
            return single;
        }

        (CallSite, ObjectKind) key = (Machine.Site(site, frame), kind);
        if (ofSite.TryGetValue(key, out HeapObject? again))
        {
            isAgain = true;
            foreach (int cell in again.Fields.Values)
            {
                machine.Heap.MakeWeak(cell);
            }

            return again;
        }

        HeapObject made = make(all.Count + 1, loops);
        all.Add(made);
        ofSite.Add(key, made);
        return made;
    }

    /// <summary>A list or array made here.</summary>
    public ObjectValue NewList(ListContent content, ITypeSymbol? type, IOperation site, Frame frame)
    {
        HeapObject list = New(ObjectKind.List, site, frame, (id, loops) => new HeapObject(id, ObjectKind.List, type) { LoopDepth = loops, Content = machine.Heap.NewCell(), Creation = site.Syntax }, out bool isAgain);
        machine.Heap.Write(list.Content, isAgain && machine.Heap.Read(list.Content) is { } others ? machine.Lattice.Join(others, content) : content);
        return new ObjectValue(list);
    }

    /// <summary>The elements of a list or container.</summary>
    public ListContent Content(HeapObject list) => machine.Heap.Read(list.Content) as ListContent ?? new ListContent(null, Value.Unknown);

    /// <summary>The cell of a field, auto-property or captured parameter.</summary>
    public int Field(HeapObject thing, ISymbol member)
    {
        ISymbol definition = member.OriginalDefinition;
        if (!thing.Fields.TryGetValue(definition, out int cell))
        {
            thing.Fields.Add(definition, cell = machine.Heap.NewCell());
        }

        return cell;
    }

    /// <summary>Whether a module is certainly still in training mode.</summary>
    public bool IsTraining(HeapObject module) => Numbers.AsBool(machine.Heap.Read(module.Mode)) is true && !module.IsEscaped;

    /// <summary>Whether a module is certainly still as it was made.</summary>
    public bool IsAsMade(HeapObject module) => Numbers.AsBool(machine.Heap.Read(module.Settings)) is true;
}
