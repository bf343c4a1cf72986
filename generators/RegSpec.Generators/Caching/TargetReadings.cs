using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Sources;

namespace RegSpec.Generators;

/// <summary>Results of transforms: Roslyn runs a transform again for every target at every edit.</summary>
internal static class TargetReadings
{
    /// <summary>The result for this target; computed only when something it may depend on has changed.</summary>
    public static T Get<T>(this ReadingCache<T> cache, GeneratorAttributeSyntaxContext context, string attribute, Func<GeneratorAttributeSyntaxContext, CancellationToken, T> read, CancellationToken cancellation) =>
        cache.Get(context.TargetNode.SyntaxTree, context.TargetNode.SpanStart, attribute, context.SemanticModel.Compilation, () => read(context, cancellation), cancellation);
}
