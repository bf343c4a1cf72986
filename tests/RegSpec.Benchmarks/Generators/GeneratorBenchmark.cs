using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Benchmarks.Reports;
using RegSpec.Generators;

namespace RegSpec.Benchmarks.Generators;

/// <summary>
/// Source generators over a thousand comparable classes each: cold, and after an edit in an unrelated file. The floors: Roslyn binding the same
/// six fields and the same <c>forward</c>, and a generator that finds the attribute and does nothing.
/// </summary>
internal static class GeneratorBenchmark
{
    private const int Rounds = 5;

    public static int Run()
    {
        Timing regSpec = Cold("RegSpec", ConsumerSources.Models, OfRegSpec);
        Timing mapperly = Cold($"Mapperly {LoadedGenerators.MapperlyVersion}", ConsumerSources.Mappers, LoadedGenerators.Mapperly);
        Timing mvvm = Cold($"MVVM Toolkit {LoadedGenerators.MvvmVersion}", ConsumerSources.ViewModels, LoadedGenerators.Mvvm);
        Timing binding = new("floor: binding alone", ConsumerSources.Classes, () =>
        {
            CSharpCompilation compilation = Compile(ConsumerSources.Models);
            return () => Bind(compilation);
        });
        Timing.Measure(Rounds, regSpec, mapperly, mvvm, binding);
        Report("cold", regSpec, (mapperly, 0.5), (mvvm, null), (binding, 1.25));

        regSpec = Edit("RegSpec", ConsumerSources.Models, OfRegSpec);
        mapperly = Edit($"Mapperly {LoadedGenerators.MapperlyVersion}", ConsumerSources.Mappers, LoadedGenerators.Mapperly);
        mvvm = Edit($"MVVM Toolkit {LoadedGenerators.MvvmVersion}", ConsumerSources.ViewModels, LoadedGenerators.Mvvm);
        Timing empty = Edit("floor: attribute found, nothing done", ConsumerSources.Models, () => [new EmptyGenerator("RegSpec.WeightDecayAttribute").AsSourceGenerator()]);
        Timing.Measure(2 * Rounds, regSpec, mapperly, mvvm, empty);
        Report("edit in an unrelated file", regSpec, (mapperly, 1 / 6.0), (mvvm, null), (empty, 1.15));
        Console.WriteLine($"Per class of {ConsumerSources.Classes}; least of {Rounds} (cold) and {2 * Rounds} (edit) interleaved runs; Roslyn {typeof(Compilation).Assembly.GetName().Version!.ToString(3)}; {MachineLoad.Describe()}");
        return 0;
    }

    private static ISourceGenerator[] OfRegSpec() => [new ParameterGroupsGenerator().AsSourceGenerator(), new ForwardSummaryGenerator().AsSourceGenerator()];

    private static void Report(string what, Timing ours, params (Timing Peer, double? Goal)[] peers)
    {
        TextReport report = new(what, "ms", "cpu ms", "RegSpec / it", "by cpu", "goal", "");
        report.Add(ours.Name, $"{ours.Seconds * 1e3:F3}", $"{ours.Processor * 1e3:F3}", "", "", "", "");
        foreach ((Timing peer, double? goal) in peers)
        {
            double ratio = ours.Seconds / peer.Seconds;
            report.Add(
                peer.Name, $"{peer.Seconds * 1e3:F3}", $"{peer.Processor * 1e3:F3}", $"{ratio:F2}", $"{ours.Processor / peer.Processor:F2}",
                goal is null ? "" : $"{goal:F2}", goal is null ? "" : ratio <= goal ? "met" : "missed");
        }

        Console.WriteLine(report);
    }

    private static Timing Cold(string name, string[] files, Func<ISourceGenerator[]> generators) => new(name, ConsumerSources.Classes, () =>
    {
        CSharpCompilation compilation = Compile(files);
        GeneratorDriver driver = Driver(generators());
        return () => Check(name, driver.RunGenerators(compilation));
    });

    private static Timing Edit(string name, string[] files, Func<ISourceGenerator[]> generators)
    {
        int version = 0;
        SyntaxTree unrelated = ConsumerSources.Unrelated(version);
        CSharpCompilation compilation = Compile(files).AddSyntaxTrees(unrelated);
        GeneratorDriver driver = Driver(generators()).RunGenerators(compilation);
        return new Timing(name, ConsumerSources.Classes, () =>
        {
            SyntaxTree edited = ConsumerSources.Unrelated(++version);
            compilation = compilation.ReplaceSyntaxTree(unrelated, edited);
            unrelated = edited;
            return () => driver = driver.RunGenerators(compilation);
        });
    }

    private static GeneratorDriver Driver(ISourceGenerator[] generators) => CSharpGeneratorDriver.Create(generators, parseOptions: ConsumerSources.ParseOptions);

    /// <summary>A fresh compilation: nothing of it is bound yet.</summary>
    private static CSharpCompilation Compile(string[] files) => CSharpCompilation.Create(
        "Consumer", ConsumerSources.Parse(files), LoadedGenerators.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static void Check(string name, GeneratorDriver driver)
    {
        int files = driver.GetRunResult().Results.Sum(result => result.Exception is { } fault ? throw fault : result.GeneratedSources.Length);
        if (files < ConsumerSources.Classes)
        {
            throw new InvalidOperationException($"{name} wrote {files} files for {ConsumerSources.Classes} classes.");
        }
    }

    private static void Bind(CSharpCompilation compilation)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SyntaxNode node in tree.GetRoot().DescendantNodes(node => node is not BlockSyntax))
            {
                if (node is MethodDeclarationSyntax or EqualsValueClauseSyntax)
                {
                    model.GetOperation(node);
                }
            }
        }
    }
}
