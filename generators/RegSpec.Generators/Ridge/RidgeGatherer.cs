using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Features;

namespace RegSpec.Generators;

/// <summary>Gathers what the ridge code of a row type is written from: symbols in, records out.</summary>
internal static class RidgeGatherer
{
    /// <summary>The model of an annotated type; null where nothing can be generated, which REG0005 and REG2003 report.</summary>
    public static RidgeFile? Gather(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (context.TargetSymbol is not INamedTypeSymbol type
            || RowAttributes.RidgeRegressionOf(type) is not { } ridge
            || !StandsOn(context.TargetNode, ridge)
            || RowClass.WhyUnreachable(type) is not null || Reach.Of(type) is not { } accessibility)
        {
            return null;
        }

        Compilation compilation = context.SemanticModel.Compilation;
        string className = RowClass.NameOf(type);
        RowReading reading = RowReader.Read(type, ridge, className, compilation);
        return reading.Layout is not { } layout
            ? null
            : new RidgeFile(GeneratedNames.HintName(layout.Type.MetadataName, layout.Type.Namespace, className), className, accessibility, layout);
    }

    /// <summary>The parts of a type share its attributes: one part yields the file, also while there is an attribute too many.</summary>
    private static bool StandsOn(SyntaxNode part, AttributeData attribute) =>
        attribute.ApplicationSyntaxReference is { } place && place.SyntaxTree == part.SyntaxTree && part.Span.Contains(place.Span);
}
