using System;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using System.Threading;

namespace RegSpec.Semantics.Sources;

/// <summary>
/// Results of readings, kept beside the syntax tree of their target: at every edit Roslyn asks for all of them again, and almost always what they
/// were read from is what it was before.
/// </summary>
internal sealed class ReadingCache<T>
{
    // Weak in the tree: an edited file takes its results with it.
    private readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<(int Position, string Key), Reading>> readings = new();

    /// <summary>The result for a node; read again when anything that was read in its compilation has changed.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="position">Where the node begins.</param>
    /// <param name="key">Tells readings of one node apart.</param>
    /// <param name="compilation">The compilation.</param>
    /// <param name="read">Reads.</param>
    /// <param name="cancellation">Stops the comparison.</param>
    /// <param name="orKey">A reading that serves as well.</param>
    public T Get(SyntaxTree tree, int position, string key, Compilation compilation, Func<T> read, CancellationToken cancellation, string? orKey = null)
    {
        Surroundings surroundings = Surroundings.Of(compilation);
        ConcurrentDictionary<(int, string), Reading> ofTree = In(tree);
        if (KeptWithAll(ofTree, position, key, surroundings, cancellation) is { } known)
        {
            // The older trees need not be kept any longer.
            known.Surroundings = surroundings;
            return known.Result;
        }

        T result = orKey is not null && KeptWithAll(ofTree, position, orKey, surroundings, cancellation) is { } other ? other.Result : read();
        ofTree[(position, key)] = new Reading(surroundings, null, result);
        return result;
    }

    /// <summary>The result for a node; read again only when something has changed that this reading itself looked at: for what costs more than to compare.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="position">Where the node begins.</param>
    /// <param name="key">Tells readings of one node apart.</param>
    /// <param name="compilation">The compilation.</param>
    /// <param name="read">Reads, and says what it looked at.</param>
    /// <param name="cancellation">Stops the comparison.</param>
    /// <param name="orKey">A reading that serves as well.</param>
    public T GetByFootprint(SyntaxTree tree, int position, string key, Compilation compilation, Func<(T Result, Footprint Footprint)> read, CancellationToken cancellation, string? orKey = null)
    {
        Surroundings surroundings = Surroundings.Of(compilation);
        ConcurrentDictionary<(int, string), Reading> ofTree = In(tree);
        Reading? known = KeptByFootprint(ofTree, position, key, surroundings, cancellation);
        if (known is null)
        {
            // Under a key of its own: what serves both an analyzer and a generator is compared with the files that each of them sees.
            ofTree[(position, key)] = known = orKey is not null && KeptByFootprint(ofTree, position, orKey, surroundings, cancellation) is { } other
                ? new Reading(surroundings, other.Footprint, other.Result)
                : Read(read, surroundings);
        }

        // Trees that did not change are the same objects, so the footprint holds here too.
        known.Surroundings = surroundings;
        surroundings.Footprint.Add(known.Footprint!);
        return known.Result;
    }

    /// <summary>Whether the result for a node is known from a reading that looked at nothing that has changed since.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="position">Where the node begins.</param>
    /// <param name="key">Tells readings of one node apart.</param>
    /// <param name="compilation">The compilation.</param>
    /// <param name="cancellation">Stops the comparison.</param>
    public bool KnowsByFootprint(SyntaxTree tree, int position, string key, Compilation compilation, CancellationToken cancellation) =>
        KeptByFootprint(In(tree), position, key, Surroundings.Of(compilation), cancellation) is not null;

    private static Reading Read(Func<(T Result, Footprint Footprint)> read, Surroundings surroundings)
    {
        surroundings.CountAnalysis();
        (T result, Footprint footprint) = read();
        return new Reading(surroundings, footprint, result);
    }

    private static Reading? KeptWithAll(ConcurrentDictionary<(int, string), Reading> ofTree, int position, string key, Surroundings surroundings, CancellationToken cancellation) =>
        ofTree.TryGetValue((position, key), out Reading? known) && surroundings.Keeps(known.Surroundings, cancellation) ? known : null;

    private static Reading? KeptByFootprint(ConcurrentDictionary<(int, string), Reading> ofTree, int position, string key, Surroundings surroundings, CancellationToken cancellation) =>
        ofTree.TryGetValue((position, key), out Reading? known) && surroundings.Keeps(known.Surroundings, known.Footprint!, cancellation) ? known : null;

    private ConcurrentDictionary<(int Position, string Key), Reading> In(SyntaxTree tree) => readings.GetValue(tree, static _ => new(concurrencyLevel: 1, capacity: 2));

    private sealed class Reading(Surroundings surroundings, Footprint? footprint, T result)
    {
        public Surroundings Surroundings { get; set; } = surroundings;

        public Footprint? Footprint { get; } = footprint;

        public T Result { get; } = result;
    }
}
