using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RegSpec.Semantics;

/// <summary>The option <c>regspec.normalization_types</c>: names of classes that are normalizations, separated by '|', as Roslyn's own options do (';' starts a comment there).</summary>
internal static class NormalizationTypesOption
{
    public const string Key = "regspec.normalization_types";

    /// <summary>Every name that any file's options give; a class is a normalization wherever it is used.</summary>
    public static IReadOnlyCollection<string> Read(Compilation compilation, AnalyzerConfigOptionsProvider options)
    {
        var names = new HashSet<string>();
        foreach (AnalyzerConfigOptions file in compilation.SyntaxTrees.Select(options.GetOptions).Append(options.GlobalOptions))
        {
            if (file.TryGetValue(Key, out string? value))
            {
                names.UnionWith(value.Split('|').Select(static name => name.Trim()).Where(static name => name.Length > 0));
            }
        }

        return names;
    }
}
