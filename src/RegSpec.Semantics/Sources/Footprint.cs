using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Sources;

/// <summary>What a reading looked at beyond the surface of files.</summary>
internal sealed class Footprint
{
    // Most are of one class, filled by one thread with one file.
    private readonly ConcurrentDictionary<SyntaxTree, bool> trees = new(concurrencyLevel: 1, capacity: 2);
    private readonly ConcurrentDictionary<string, bool> names = new(concurrencyLevel: 1, capacity: 2);

    private int growth;

    /// <summary>Another number whenever it has more in it than before.</summary>
    public int Growth => Volatile.Read(ref growth);

    /// <summary>Notes that bodies of this file are read.</summary>
    public void Read(SyntaxTree tree) => Count(trees.TryAdd(tree, true));

    /// <summary>Notes that uses of this name are looked for in every file.</summary>
    public void Ask(string name) => Count(names.TryAdd(name, true));

    /// <summary>Notes all that another reading looked at.</summary>
    public void Add(Footprint other)
    {
        // Not by Keys, which locks the other and copies it.
        foreach (KeyValuePair<SyntaxTree, bool> tree in other.trees)
        {
            Read(tree.Key);
        }

        foreach (KeyValuePair<string, bool> name in other.names)
        {
            Ask(name.Key);
        }
    }

    /// <summary>The files whose bodies were read.</summary>
    public IEnumerable<SyntaxTree> Trees => trees.Select(static tree => tree.Key);

    /// <summary>Whether a file can matter that came or went as a whole: it was read, or has a name that was looked for.</summary>
    public bool TouchesWhole(SyntaxTree file, FileNames inFile, CancellationToken cancellation) =>
        trees.ContainsKey(file) || (!names.IsEmpty && names.Any(name => inFile.Mentions(name.Key, cancellation)));

    /// <summary>Whether an edit inside the bodies of a file can matter: they were read, or now use a name that was looked for.</summary>
    public bool Touches(SyntaxTree before, SyntaxTree after, CancellationToken cancellation) =>
        trees.ContainsKey(before) || (!names.IsEmpty && names.Keys.Any(name => TreeNames.Has(after, name, cancellation)));

    private void Count(bool isNew)
    {
        if (isNew)
        {
            Interlocked.Increment(ref growth);
        }
    }
}
