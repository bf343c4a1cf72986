using Microsoft.CodeAnalysis;

namespace RegSpec.Benchmarks.Generators;

/// <summary>What any generator that looks for an attribute pays at least.</summary>
internal sealed class EmptyGenerator(string attribute) : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
        context.SyntaxProvider.ForAttributeWithMetadataName(attribute, static (_, _) => true, static (_, _) => 0),
        static (_, _) => { });
}
