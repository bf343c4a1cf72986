using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Sources;

/// <summary>How the files of two compilations differ, where not every reading depends on the difference: edits inside bodies, and whole files that nothing else names.</summary>
internal sealed class SourceChange
{
    private readonly List<(SyntaxTree Before, SyntaxTree After)> edited = new();
    private readonly List<(SyntaxTree Tree, FileNames Names)> whole = new();
    private readonly HashSet<string> extensions = new(StringComparer.Ordinal);

    private SourceChange()
    {
    }

    /// <summary>The change from one list of files to another; null where every reading may depend on it.</summary>
    public static SourceChange? Between(IReadOnlyList<SyntaxTree> earlier, IReadOnlyList<SyntaxTree> later, CancellationToken cancellation)
    {
        var change = new SourceChange();
        return earlier.Count == later.Count
            ? change.AddEdits(earlier, later, cancellation) ? change : null
            : change.AddWhole(earlier, later, cancellation) ? change : null;
    }

    /// <summary>Whether a reading that looked at this may be another one after the change.</summary>
    public bool Touches(Footprint footprint, CancellationToken cancellation) =>
        edited.Any(edit => footprint.Touches(edit.Before, edit.After, cancellation))
        || whole.Any(file => footprint.TouchesWhole(file.Tree, file.Names, cancellation))
        || (extensions.Count > 0 && footprint.Trees.Any(tree => TreeNames.HasAny(tree, extensions, cancellation)));

    private bool AddEdits(IReadOnlyList<SyntaxTree> earlier, IReadOnlyList<SyntaxTree> later, CancellationToken cancellation)
    {
        for (int i = 0; i < later.Count; i++)
        {
            SyntaxTree before = earlier[i];
            if (!ReferenceEquals(before, later[i]))
            {
                if (!before.Options.Equals(later[i].Options) || TreeSurface.Of(before, cancellation) != TreeSurface.Of(later[i], cancellation))
                {
                    return false;
                }

                edited.Add((before, later[i]));
            }
        }

        return true;
    }

    /// <summary>Files that came, or went: the others are the same, in the same order.</summary>
    private bool AddWhole(IReadOnlyList<SyntaxTree> earlier, IReadOnlyList<SyntaxTree> later, CancellationToken cancellation)
    {
        (IReadOnlyList<SyntaxTree> fewer, IReadOnlyList<SyntaxTree> more) = earlier.Count < later.Count ? (earlier, later) : (later, earlier);
        var types = new HashSet<string>(StringComparer.Ordinal);
        var namespaces = new HashSet<string>(StringComparer.Ordinal);
        int common = 0;
        foreach (SyntaxTree tree in more)
        {
            if (common < fewer.Count && ReferenceEquals(tree, fewer[common]))
            {
                common++;
                continue;
            }

            if (FileNames.Of(tree, cancellation) is not { } names)
            {
                return false;
            }

            whole.Add((tree, names));
            types.UnionWith(names.Types);
            namespaces.UnionWith(NamespaceNames.In(tree, cancellation));
            extensions.UnionWith(names.Extensions);
        }

        if (common < fewer.Count)
        {
            return false;
        }

        // A namespace that others declare too is there with and without the file.
        namespaces.ExceptWith(fewer.SelectMany(tree => NamespaceNames.In(tree, cancellation)));
        types.UnionWith(namespaces.Select(static space => space.Substring(space.LastIndexOf('.') + 1)));
        return !fewer.Any(tree => TreeNames.HasAny(tree, types, cancellation));
    }
}
