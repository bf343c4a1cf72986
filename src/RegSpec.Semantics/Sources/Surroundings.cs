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

        // All classes of one run ask about the same earlier compilation; somebody may go on reading in that one.
        Comparison comparison = ComparisonWith(earlier, cancellation);
        int growth = earlier.Footprint.Growth;
        if (comparison.All is { } known && known.Growth == growth)
        {
            return known.Keeps;
        }

        bool keeps = Keeps(earlier, earlier.Footprint, cancellation);
        if (keeps)
        {
            Footprint.Add(earlier.Footprint);
        }

        comparison.All = new Answer(growth, keeps);
        return keeps;
    }

    /// <summary>Whether a reading of an earlier compilation that looked at no more than this would be the same here.</summary>
    public bool Keeps(Surroundings earlier, Footprint footprint, CancellationToken cancellation) =>
        ReferenceEquals(this, earlier)
        || (ComparisonWith(earlier, cancellation).Change is { } change && !change.Touches(footprint, cancellation));

    private Comparison ComparisonWith(Surroundings earlier, CancellationToken cancellation)
    {
        if (!comparisons.TryGetValue(earlier, out Comparison? comparison))
        {
            SourceChange? change = ChangeFrom(earlier, cancellation);
            comparison = comparisons.GetValue(earlier, _ => new Comparison(change));
        }

        return comparison;
    }

    /// <summary>How the files differ; null when something differs that every reading depends on.</summary>
    private SourceChange? ChangeFrom(Surroundings earlier, CancellationToken cancellation) =>
        assemblyName == earlier.assemblyName && options.Equals(earlier.options) && references.SequenceEqual(earlier.references)
            ? SourceChange.Between(earlier.trees, trees, cancellation)
            : null;

    private sealed class Comparison(SourceChange? change)
    {
        public SourceChange? Change { get; } = change;

        /// <summary>The answer about all readings of the earlier compilation; null before it was asked for.</summary>
        public Answer? All { get; set; }
    }

    /// <param name="Growth">How much had been read when it was given.</param>
    /// <param name="Keeps">The answer.</param>
    private sealed record Answer(int Growth, bool Keeps);
}
