using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RegSpec.Generators;

/// <summary>
/// One file for the assembly with what is proved about each of its module classes, annotated or not: a library of building blocks has no
/// coefficients to declare, and an heir of an annotated class need not repeat the attribute. Reports nothing.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ForwardSummaryGenerator : IIncrementalGenerator
{
    private static readonly ReadingCache<ClassSummary?> Classes = new();

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ClassSummary?> classes = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => SummaryGatherer.IsTarget(node),
                static (target, token) => Classes.Get(
                    target.Node,
                    target.SemanticModel.Compilation,
                    nameof(ForwardSummaryGenerator),
                    (target.Node, target.SemanticModel),
                    static (read, token) => SummaryGatherer.Gather((ClassDeclarationSyntax)read.Node, read.SemanticModel, token),
                    token))
            .WithTrackingName(TrackingNames.Summaries);
        context.RegisterSourceOutput(classes.Collect().WithTrackingName(TrackingNames.AllSummaries), Write);
    }

    private static void Write(SourceProductionContext context, ImmutableArray<ClassSummary?> summaries)
    {
        ImmutableArray<ClassSummary> present = summaries.OfType<ClassSummary>().ToImmutableArray();
        if (!present.IsEmpty)
        {
            context.AddSource(SummaryWriter.HintName, SourceText.From(SummaryWriter.Write(present), Encoding.UTF8));
        }
    }
}
