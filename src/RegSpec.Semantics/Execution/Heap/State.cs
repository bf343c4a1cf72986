using System;

namespace RegSpec.Semantics.Execution;

/// <summary>
/// What all cells hold at one point of the program. Branches share what they did not change: forking costs a copy of the table of pages, joining and
/// comparing cost what differs.
/// </summary>
internal sealed class State
{
    private const int PageBits = 5, PageSize = 1 << PageBits;

    private Value?[]?[] pages;
    private bool[] owned;

    public State()
    {
        pages = new Value?[]?[4];
        owned = new bool[4];
    }

    private State(Value?[]?[] pages)
    {
        this.pages = pages;
        owned = new bool[pages.Length];
    }

    public Value? this[int cell]
    {
        get
        {
            int page = cell >> PageBits;
            return page < pages.Length ? pages[page]?[cell & (PageSize - 1)] : null;
        }

        set
        {
            int page = cell >> PageBits;
            if (page >= pages.Length)
            {
                int length = Math.Max(page + 1, pages.Length * 2);
                Array.Resize(ref pages, length);
                Array.Resize(ref owned, length);
            }

            if (!owned[page])
            {
                pages[page] = pages[page] is { } shared ? (Value?[])shared.Clone() : new Value?[PageSize];
                owned[page] = true;
            }

            pages[page]![cell & (PageSize - 1)] = value;
        }
    }

    /// <summary>A state of its own with the same content.</summary>
    public State Fork()
    {
        Array.Clear(owned, 0, owned.Length);
        return new State((Value?[]?[])pages.Clone());
    }

    /// <summary>Takes in what another path holds; a cell that only one of them has stays as it is there.</summary>
    public void Join(State other, Func<Value, Value, Value> join)
    {
        for (int page = 0; page < other.pages.Length; page++)
        {
            Value?[]? theirs = other.pages[page];
            if (theirs is null || (page < pages.Length && ReferenceEquals(theirs, pages[page])))
            {
                continue;
            }

            for (int i = 0; i < PageSize; i++)
            {
                if (theirs[i] is not { } their)
                {
                    continue;
                }

                int cell = (page << PageBits) | i;
                Value? mine = this[cell];
                if (mine is null)
                {
                    this[cell] = their;
                }
                else if (!ReferenceEquals(mine, their) && join(mine, their) is var joined && !ReferenceEquals(joined, mine))
                {
                    this[cell] = joined;
                }
            }
        }
    }

    /// <summary>Whether every cell holds the same.</summary>
    public bool Same(State other, Func<Value, Value, bool> same)
    {
        for (int page = 0; page < Math.Max(pages.Length, other.pages.Length); page++)
        {
            Value?[]? mine = page < pages.Length ? pages[page] : null, theirs = page < other.pages.Length ? other.pages[page] : null;
            if (ReferenceEquals(mine, theirs))
            {
                continue;
            }

            for (int i = 0; i < PageSize; i++)
            {
                Value? a = mine?[i], b = theirs?[i];
                if (!ReferenceEquals(a, b) && (a is null || b is null || !same(a, b)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Replaces what cells hold; the same object means no change.</summary>
    public void Rewrite(Func<int, Value, Value> rewrite)
    {
        for (int page = 0; page < pages.Length; page++)
        {
            for (int i = 0; pages[page] is { } content && i < PageSize; i++)
            {
                if (content[i] is { } value)
                {
                    int cell = (page << PageBits) | i;
                    Value rewritten = rewrite(cell, value);
                    if (!ReferenceEquals(rewritten, value))
                    {
                        this[cell] = rewritten;
                    }
                }
            }
        }
    }
}
