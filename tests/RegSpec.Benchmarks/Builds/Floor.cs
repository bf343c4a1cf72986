using System.Collections.Immutable;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

/// <summary>
/// What it takes at least to add the generated files to a build by a generator that reads the code they are about: all bodies are bound once, on all cores, and the files are
/// handed over as they lie on disk. Nothing is looked for, proved, planned or written.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class FloorGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<ImmutableArray<AdditionalText>> files = context.AdditionalTextsProvider.Collect();
        context.RegisterSourceOutput(context.CompilationProvider.Combine(files), static (output, both) =>
        {
            Bind(both.Left);
            foreach (AdditionalText file in both.Right)
            {
                output.AddSource(Path.GetFileNameWithoutExtension(file.Path), SourceText.From(file.GetText()!.ToString(), Encoding.UTF8));
            }
        });
    }

    private static void Bind(Compilation compilation) =>
        Parallel.ForEach(compilation.SyntaxTrees, tree =>
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SyntaxNode node in tree.GetRoot().DescendantNodes(static node => node is not BlockSyntax))
            {
                if (node is BaseMethodDeclarationSyntax or EqualsValueClauseSyntax)
                {
                    model.GetOperation(node);
                }
            }
        });
}

/// <summary>What rules about bodies take at least: each body is bound for them, and they look at none.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FloorAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new("FLOOR", "Nothing", "Nothing", "Floor", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(Rule);

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationBlockAction(static _ => { });
    }
}
