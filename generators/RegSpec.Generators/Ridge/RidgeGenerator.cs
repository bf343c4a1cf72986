using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RegSpec.Semantics.Features;
using RegSpec.Semantics.Sources;

namespace RegSpec.Generators;

/// <summary>For each type annotated with <c>[RidgeRegression]</c> the static class <c>&lt;Type&gt;Ridge</c>. Reports nothing: the analyzers do.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class RidgeGenerator : IIncrementalGenerator
{
    private static readonly ReadingCache<RidgeFile?> Types = new();

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<RidgeFile?> types = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                RowAttributes.RidgeRegression,
                static (node, _) => node is TypeDeclarationSyntax,
                static (target, token) => Types.Get(target, RowAttributes.RidgeRegression, RidgeGatherer.Gather, token))
            .WithTrackingName(TrackingNames.Ridge);
        // Generated code names RegSpec.Data only where it is referenced.
        IncrementalValueProvider<bool> readsTables = context.CompilationProvider.Select(static (compilation, _) => compilation.GetTypeByMetadataName(RidgeTableWriter.Tables) is not null);
        context.RegisterSourceOutput(types.Combine(readsTables), static (output, pair) =>
        {
            if (pair.Left is { } model)
            {
                output.AddSource(model.HintName, SourceText.From(RidgeWriter.Write(model, pair.Right), Encoding.UTF8));
            }
        });
    }
}
