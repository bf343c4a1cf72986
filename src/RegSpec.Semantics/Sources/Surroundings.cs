using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Sources;

/// <summary>
/// Everything a reading of a compilation's classes depends on: references, options, the surface of every file, the whole of those files
/// whose bodies were read, and the names that were looked for everywhere. Holds syntax trees, never the compilation.
/// </summary>
internal sealed class Surroundings
{
    private static readonly ConditionalWeakTable<Compilation, Surroundings> OfCompilation = new();

    private readonly string? assemblyName;
    private readonly CompilationOptions options;
    private readonly ImmutableArray<MetadataReference> references;
    private readonly ImmutableArray<SyntaxTree> trees;

    // Weak in the earlier surroundings: their trees need not be kept any longer than readings refer to them.
    private readonly ConditionalWeakTable<Surroundings, Comparison> comparisons = new();

    private int analyses;

    private Surroundings(Compilation compilation)
    {
        assemblyName = compilation.AssemblyName;
        options = compilation.Options;
        references = compilation.ExternalReferences;
        trees = compilation.SyntaxTrees.ToImmutableArray();
    }

    /// <summary>What any reading of this compilation has looked at so far.</summary>
    public Footprint Footprint { get; } = new();

    /// <summary>Classes whose <c>forward</c> was analysed in this compilation, rather than known from an earlier one.</summary>
    public int Analyses => Volatile.Read(ref analyses);

    /// <summary>The surroundings of all readings of this compilation.</summary>
    public static Surroundings Of(Compilation compilation) => OfCompilation.GetValue(compilation, static c => new Surroundings(c));

    /// <summary>Notes that bodies of this file are read.</summary>
    public void Read(SyntaxTree tree) => Footprint.Read(tree);

    /// <summary>Notes that a class is analysed anew.</summary>
    public void CountAnalysis() => Interlocked.Increment(ref analyses);

    /// <summary>Whether everything that was read in an earlier compilation would be read the same here.</summary>
    public bool Keeps(Surroundings earlier, CancellationToken cancellation)
    {
        if (ReferenceEquals(this, earlier))
        {
            return true;
        }

        // All classes of one run ask about the same earlier compilation.
        Comparison comparison = ComparisonWith(earlier, cancellation);
        if (comparison.KeepsAll is null)
        {
            bool keeps = Keeps(earlier, earlier.Footprint, cancellation);
            if (keeps)
            {
                Footprint.Add(earlier.Footprint);
            }

            comparison.KeepsAll = keeps;
        }

        return comparison.KeepsAll == true;
    }

    /// <summary>Whether a reading of an earlier compilation that looked at no more than this would be the same here.</summary>
    public bool Keeps(Surroundings earlier, Footprint footprint, CancellationToken cancellation) =>
        ReferenceEquals(this, earlier)
        || (ComparisonWith(earlier, cancellation).Changed is { } changed && changed.All(edit => !footprint.Touches(edit.Before, edit.After, cancellation)));

    private Comparison ComparisonWith(Surroundings earlier, CancellationToken cancellation)
    {
        if (!comparisons.TryGetValue(earlier, out Comparison? comparison))
        {
            IReadOnlyList<(SyntaxTree, SyntaxTree)>? changed = Changed(earlier, cancellation);
            comparison = comparisons.GetValue(earlier, _ => new Comparison(changed));
        }

        return comparison;
    }

    /// <summary>The files that differ inside bodies alone; null when something differs that every reading depends on.</summary>
    private IReadOnlyList<(SyntaxTree Before, SyntaxTree After)>? Changed(Surroundings earlier, CancellationToken cancellation)
    {
        if (assemblyName != earlier.assemblyName
            || trees.Length != earlier.trees.Length
            || !options.Equals(earlier.options)
            || !references.SequenceEqual(earlier.references))
        {
            return null;
        }

        var changed = new List<(SyntaxTree, SyntaxTree)>();
        for (int i = 0; i < trees.Length; i++)
        {
            SyntaxTree before = earlier.trees[i];
            if (!ReferenceEquals(before, trees[i]))
            {
                if (!before.Options.Equals(trees[i].Options) || TreeSurface.Of(before, cancellation) != TreeSurface.Of(trees[i], cancellation))
                {
                    return null;
                }

                changed.Add((before, trees[i]));
            }
        }

        return changed;
    }

    private sealed class Comparison(IReadOnlyList<(SyntaxTree Before, SyntaxTree After)>? changed)
    {
        public IReadOnlyList<(SyntaxTree Before, SyntaxTree After)>? Changed { get; } = changed;

        /// <summary>The answer about all readings of the earlier compilation; null before it was asked for.</summary>
        public bool? KeepsAll { get; set; }
    }
}
