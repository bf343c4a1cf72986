using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RegSpec.Semantics;

namespace RegSpec.Generators;

/// <summary>For each type annotated with <c>[RidgeRegression]</c> the static class <c>&lt;Type&gt;Ridge</c>. Reports nothing: the analyzers do.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class RidgeGenerator : IIncrementalGenerator
{
    private static readonly ReadingCache<RidgeModel?> Types = new();

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<RidgeModel?> types = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                RowAttributes.RidgeRegression,
                static (node, _) => node is TypeDeclarationSyntax,
                static (target, token) => Types.Get(target, RowAttributes.RidgeRegression, RidgeGatherer.Gather, token))
            .WithTrackingName(TrackingNames.Ridge);
        context.RegisterSourceOutput(types, static (output, model) =>
        {
            if (model is not null)
            {
                output.AddSource(model.HintName, SourceText.From(RidgeWriter.Write(model), Encoding.UTF8));
            }
        });
    }
}
