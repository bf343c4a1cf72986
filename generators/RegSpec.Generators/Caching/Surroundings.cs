using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace RegSpec.Generators;

/// <summary>
/// Everything a reading of a compilation's classes depends on: references, options, the surface of every file, and the whole
/// of those files whose bodies were read. Holds syntax trees, never the compilation.
/// </summary>
internal sealed class Surroundings
{
    private static readonly ConditionalWeakTable<Compilation, Surroundings> OfCompilation = new();

    private readonly string? assemblyName;
    private readonly CompilationOptions options;
    private readonly ImmutableArray<MetadataReference> references;
    private readonly ImmutableArray<SyntaxTree> trees;
    private readonly ConcurrentDictionary<SyntaxTree, bool> read = new();
    private volatile Comparison? last;

    private Surroundings(Compilation compilation)
    {
        assemblyName = compilation.AssemblyName;
        options = compilation.Options;
        references = compilation.ExternalReferences;
        trees = compilation.SyntaxTrees.ToImmutableArray();
    }

    /// <summary>The surroundings of all readings of this compilation.</summary>
    public static Surroundings Of(Compilation compilation) => OfCompilation.GetValue(compilation, static c => new Surroundings(c));

    /// <summary>Notes that bodies of this file are read.</summary>
    public void Read(SyntaxTree tree) => read.TryAdd(tree, true);

    /// <summary>Whether what was read in an earlier compilation would be read the same here.</summary>
    public bool Keeps(Surroundings earlier, CancellationToken cancellation)
    {
        if (ReferenceEquals(this, earlier))
        {
            return true;
        }

        // All classes of one run ask about the same earlier compilation.
        if (last is not { } comparison || !comparison.Earlier.TryGetTarget(out Surroundings? compared) || !ReferenceEquals(compared, earlier))
        {
            comparison = new Comparison(new WeakReference<Surroundings>(earlier), IsSame(earlier, cancellation));
            if (comparison.IsSame)
            {
                foreach (SyntaxTree tree in earlier.read.Keys)
                {
                    Read(tree);
                }
            }

            last = comparison;
        }

        return comparison.IsSame;
    }

    private bool IsSame(Surroundings earlier, CancellationToken cancellation)
    {
        if (assemblyName != earlier.assemblyName
            || trees.Length != earlier.trees.Length
            || !options.Equals(earlier.options)
            || !references.SequenceEqual(earlier.references))
        {
            return false;
        }

        for (int i = 0; i < trees.Length; i++)
        {
            SyntaxTree before = earlier.trees[i];
            if (!ReferenceEquals(before, trees[i])
                && (earlier.read.ContainsKey(before)
                    || !before.Options.Equals(trees[i].Options)
                    || TreeSurface.Of(before, cancellation) != TreeSurface.Of(trees[i], cancellation)))
            {
                return false;
            }
        }

        return true;
    }

    private sealed record Comparison(WeakReference<Surroundings> Earlier, bool IsSame);
}
