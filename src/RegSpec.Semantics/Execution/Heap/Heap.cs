using System.Collections.Generic;

namespace RegSpec.Semantics.Execution;

/// <summary>
/// The one heap of construction and <c>forward</c>: cells with values, on the path that runs now. What handlers of exceptions may find is noted with
/// every write.
/// </summary>
internal sealed class Heap
{
    private readonly Lattice lattice;
    private readonly List<State> handlers = new();
    private readonly HashSet<int> weak = new();
    private int lastCell = GradientCell;

    /// <summary>Whether gradients are recorded.</summary>
    public const int GradientCell = 1;

    public Heap(Lattice lattice) => this.lattice = lattice;

    /// <summary>What the cells hold on this path; null where no path leads.</summary>
    public State? State { get; set; } = new();

    public bool IsReachable => State is not null;

    /// <summary>The newest cell.</summary>
    public int LastCell => lastCell;

    /// <summary>How much has become known that holds from here on, whatever path is taken: objects that escaped.</summary>
    public int Facts { get; private set; }

    /// <summary>As <see cref="Facts"/>, of what was there before the call that runs now.</summary>
    public int LastingFacts { get; private set; }

    public void NoteFact(bool isLasting)
    {
        Facts++;
        LastingFacts += isLasting ? 1 : 0;
    }

    public int NewCell(Value? initial = null)
    {
        lastCell++;
        if (initial is not null)
        {
            Write(lastCell, initial);
        }

        return lastCell;
    }

    public Value? Read(int cell) => State?[cell];

    /// <summary>Puts a value into a cell; one that stands for several cells keeps what it had beside it.</summary>
    public void Write(int cell, Value value)
    {
        if (State is null)
        {
            return;
        }

        if (weak.Count > 0 && weak.Contains(cell) && State[cell] is { } old)
        {
            value = lattice.Join(old, value);
        }

        Put(cell, value);
    }

    /// <summary>Puts another description of the same value into a cell.</summary>
    public void Refine(int cell, Value value)
    {
        if (State is not null)
        {
            State[cell] = value;
        }
    }

    private void Put(int cell, Value value)
    {
        State![cell] = value;
        foreach (State handler in handlers)
        {
            handler[cell] = handler[cell] is { } other ? lattice.Join(other, value) : value;
        }
    }

    /// <summary>The cell stands for several from here on.</summary>
    public void MakeWeak(int cell) => weak.Add(cell);

    public void Drop(int cell)
    {
        if (State is not null && State[cell] is not null)
        {
            State[cell] = null;
        }
    }

    /// <summary>Replaces values wherever they are.</summary>
    public void Rewrite(System.Func<Value, Value> rewrite)
    {
        State?.Rewrite((cell, value) =>
        {
            Value rewritten = rewrite(value);
            if (!ReferenceEquals(rewritten, value))
            {
                foreach (State handler in handlers)
                {
                    handler[cell] = handler[cell] is { } other ? lattice.Join(other, rewritten) : rewritten;
                }
            }

            return rewritten;
        });
    }

    /// <summary>A state of its own that holds what the current one holds.</summary>
    public State Fork() => State!.Fork();

    /// <summary>What holds on either path; the first may be changed.</summary>
    public State? Join(State? a, State? b)
    {
        if (a is null || b is null || ReferenceEquals(a, b))
        {
            return a ?? b;
        }

        a.Join(b, lattice.Join);
        return a;
    }

    public bool Same(State a, State b) => a.Same(b, lattice.Same);

    /// <summary>How many handlers are told of writes.</summary>
    public int Handlers => handlers.Count;

    /// <summary>Tells a handler of everything that is written from here on.</summary>
    public void Watch(State handler) => handlers.Add(handler);

    /// <summary>Back to the handlers around a call or block.</summary>
    public void Unwatch(int count) => handlers.RemoveRange(count, handlers.Count - count);
}
