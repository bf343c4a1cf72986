using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace RegSpec.Generators;

/// <summary>
/// Results of transforms, kept beside the syntax tree of their target: Roslyn runs a transform again for every target at every edit,
/// and almost always what it reads is what it read before.
/// </summary>
internal sealed class ReadingCache<T>
{
    // Weak in the tree: an edited file takes its results with it.
    private readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<(int Position, string Pipeline), Reading>> readings = new();

    /// <summary>The result for this target; computed only when something it may depend on has changed.</summary>
    public T Get(GeneratorAttributeSyntaxContext context, string attribute, Func<GeneratorAttributeSyntaxContext, CancellationToken, T> read, CancellationToken cancellation) =>
        Get(context.TargetNode, context.SemanticModel.Compilation, attribute, context, read, cancellation);

    /// <summary>The result for a node.</summary>
    public T Get<TContext>(SyntaxNode target, Compilation compilation, string pipeline, TContext context, Func<TContext, CancellationToken, T> read, CancellationToken cancellation)
    {
        Surroundings surroundings = Surroundings.Of(compilation);
        ConcurrentDictionary<(int, string), Reading> ofTree = readings.GetValue(target.SyntaxTree, static _ => new(concurrencyLevel: 1, capacity: 2));
        (int, string) key = (target.SpanStart, pipeline);
        if (ofTree.TryGetValue(key, out Reading? known) && surroundings.Keeps(known.Surroundings, cancellation))
        {
            // The older trees need not be kept any longer.
            known.Surroundings = surroundings;
            return known.Result;
        }

        T result = read(context, cancellation);
        ofTree[key] = new Reading(surroundings, result);
        return result;
    }

    private sealed class Reading(Surroundings surroundings, T result)
    {
        public Surroundings Surroundings { get; set; } = surroundings;

        public T Result { get; } = result;
    }
}
