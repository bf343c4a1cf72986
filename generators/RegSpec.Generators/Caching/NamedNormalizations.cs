using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Generators;

/// <summary>
/// The option <c>regspec.normalization_types</c> and the compilation it is about; without names no compilation, so that nothing changes with it. A transform
/// sees no options: what it gathers is gathered anew under the option, where there is one.
/// </summary>
/// <param name="Names">The names, sorted.</param>
/// <param name="Compilation">The compilation; null without names.</param>
internal readonly record struct NamedNormalizations(EquatableArray<string> Names, Compilation? Compilation)
{
    /// <summary>The options under which classes are read.</summary>
    public StudyOptions Options => new(Names, IsForGeneration: true);

    public static IncrementalValueProvider<NamedNormalizations> Of(IncrementalGeneratorInitializationContext context) =>
        context.AnalyzerConfigOptionsProvider.Combine(context.CompilationProvider).Select(static (both, _) => Of(both.Left, both.Right));

    private static NamedNormalizations Of(AnalyzerConfigOptionsProvider options, Compilation compilation)
    {
        EquatableArray<string> names = NormalizationTypesOption.Read(compilation, options).OrderBy(static name => name, StringComparer.Ordinal).ToEquatableArray();
        return names.Count == 0 ? default : new NamedNormalizations(names, compilation);
    }
}
