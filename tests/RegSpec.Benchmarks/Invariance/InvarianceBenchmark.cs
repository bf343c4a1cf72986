using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Benchmarks.Generators;
using RegSpec.Benchmarks.Reports;
using RegSpec.Semantics.Proofs;
using RegSpec.Semantics.Sources;

namespace RegSpec.Benchmarks.Invariance;

/// <summary>The proof of scale invariance over the zoo of models, beside what Roslyn alone takes to bind the same bodies.</summary>
internal static class InvarianceBenchmark
{
    private const int Rounds = 5;
    private const double Goal = 1.1;

    private const string ImplicitUsings = """
        global using global::System;
        global using global::System.Collections.Generic;
        global using global::System.IO;
        global using global::System.Linq;
        global using global::System.Threading;
        global using global::System.Threading.Tasks;
        """;

    public static int Run()
    {
        string zoo = Path.Combine(AppContext.BaseDirectory, "Zoo", "Invariance");
        TextReport report = new("file of the zoo", "classes", "analysis ms", "cpu ms", "binding ms", "cpu ms", "ratio", "by cpu", "goal", "");
        double analysis = 0;
        double binding = 0;
        foreach (string file in Directory.EnumerateFiles(zoo, "*.cs").Order(StringComparer.Ordinal))
        {
            string source = File.ReadAllText(file);
            int classes = Models(Compile(source)).Length;
            Timing ours = new("analysis", classes, () =>
            {
                CSharpCompilation compilation = Compile(source);
                return () => Analyze(compilation);
            });
            Timing floor = new("binding", classes, () =>
            {
                CSharpCompilation compilation = Compile(source);
                return () => Bind(compilation);
            });
            Timing.Measure(Rounds, ours, floor);
            Row(report, Path.GetFileName(file), classes, ours.Seconds, ours.Processor, floor.Seconds, floor.Processor);
            analysis += ours.Seconds * classes;
            binding += floor.Seconds * classes;
        }

        Console.WriteLine(report);
        Console.WriteLine($"All files: {analysis / binding:F2} × binding (goal {Goal:F1} ×). Per class; each class taken as root, its parts analysed with it; least of {Rounds} runs; {MachineLoad.Describe()}");
        return 0;
    }

    private static void Row(TextReport report, string file, int classes, double ours, double oursCpu, double floor, double floorCpu) => report.Add(
        file, $"{classes}", $"{ours * 1e3:F3}", $"{oursCpu * 1e3:F3}", $"{floor * 1e3:F3}", $"{floorCpu * 1e3:F3}", $"{ours / floor:F2}", $"{oursCpu / floorCpu:F2}",
        $"{Goal:F1}", ours <= Goal * floor ? "met" : "missed");

    private static CSharpCompilation Compile(string source) => CSharpCompilation.Create(
        "Zoo",
        [CSharpSyntaxTree.ParseText(ImplicitUsings, ConsumerSources.ParseOptions), CSharpSyntaxTree.ParseText(source, ConsumerSources.ParseOptions)],
        LoadedGenerators.References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static INamedTypeSymbol[] Models(CSharpCompilation compilation)
    {
        INamedTypeSymbol module = compilation.GetTypeByMetadataName("TorchSharp.torch+nn+Module")!;
        return [.. compilation.Assembly.GlobalNamespace.GetTypeMembers().Where(type => DerivesFrom(type, module) && !type.IsAbstract)];
    }

    private static bool DerivesFrom(INamedTypeSymbol type, INamedTypeSymbol module)
    {
        INamedTypeSymbol? current = type;
        while (current is not null && !SymbolEqualityComparer.Default.Equals(current, module))
        {
            current = current.BaseType;
        }

        return current is not null;
    }

    private static void Analyze(CSharpCompilation compilation)
    {
        Provider models = new(compilation);
        MemberUses uses = new(compilation, models);
        foreach (INamedTypeSymbol type in Models(compilation))
        {
            HomogeneityAnalysis.Analyze(type, HomogeneityAnalysis.Build(type, models, default), uses);
        }
    }

    /// <summary>Every body and initializer of the model classes, each once.</summary>
    private static void Bind(CSharpCompilation compilation)
    {
        foreach (INamedTypeSymbol type in Models(compilation))
        {
            foreach (SyntaxReference place in type.DeclaringSyntaxReferences)
            {
                SemanticModel model = compilation.GetSemanticModel(place.SyntaxTree);
                foreach (SyntaxNode node in place.GetSyntax().DescendantNodes(node => node is not BlockSyntax))
                {
                    if (node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax or PropertyDeclarationSyntax })
                    {
                        model.GetOperation(node);
                    }
                }
            }
        }
    }

    private sealed class Provider(CSharpCompilation compilation) : SourceReader
    {
        private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> models = new();

        public override SemanticModel Get(SyntaxTree tree) => models.GetOrAdd(tree, t => UnannotatedModels.Of(compilation, t));
    }
}
