using System.Collections.Generic;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

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
    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        // Not a syntax provider: that one visits every node of every file and keeps a row for each class, whose transform runs at every edit all the same.
        context.RegisterSourceOutput(context.CompilationProvider.Combine(NamedNormalizations.Of(context)).Select(All).WithTrackingName(TrackingNames.AllSummaries), Write);

    private static EquatableArray<ClassSummary> All((Compilation Compilation, NamedNormalizations Named) both, CancellationToken cancellation)
    {
        Compilation compilation = both.Compilation;
        var summaries = new List<ClassSummary>();
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            foreach (ClassDeclarationSyntax node in ClassDeclarations.WithBase(tree, cancellation))
            {
                if (Classes.Get(tree, node.SpanStart, both.Named.Options.Key, compilation, () => SummaryGatherer.Gather(node, compilation, both.Named.Options, cancellation), cancellation) is { } summary)
                {
                    summaries.Add(summary);
                }
            }
        }

        return summaries.ToEquatableArray();
    }

    private static void Write(SourceProductionContext context, EquatableArray<ClassSummary> summaries)
    {
        if (summaries.Count > 0)
        {
            context.AddSource(SummaryWriter.HintName, SourceText.From(SummaryWriter.Write(summaries), Encoding.UTF8));
        }
    }
}
