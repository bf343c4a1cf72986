using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics;

namespace RegSpec.Generators;

/// <summary>Gathers what the ridge code of a row type is written from: symbols in, records out.</summary>
internal static class RidgeGatherer
{
    /// <summary>The model of an annotated type; null where nothing can be generated, which REG0005 and REG2003 report.</summary>
    public static RidgeModel? Gather(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (context.TargetSymbol is not INamedTypeSymbol type || RowClass.WhyUnreachable(type) is not null || Reach.Of(type) is not { } accessibility)
        {
            return null;
        }

        Compilation compilation = context.SemanticModel.Compilation;
        string className = RowClass.NameOf(type);
        RowReading reading = RowReader.Read(type, context.Attributes[0], className, compilation);
        return reading.Layout is not { } layout
            ? null
            : new RidgeModel(GeneratedNames.HintName(layout.Type.MetadataName, layout.Type.Namespace, className), className, accessibility, layout);
    }
}
