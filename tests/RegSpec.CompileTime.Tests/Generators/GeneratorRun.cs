using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Generators;

namespace RegSpec.CompileTime.Tests;

/// <summary>One run of the generator, with everything checked that holds for every run.</summary>
internal sealed class GeneratorRun
{
    private GeneratorRun(CSharpCompilation output, ImmutableArray<GeneratedSourceResult> files)
    {
        Output = output;
        Files = files;
    }

    /// <summary>The consumer's compilation with the generated files.</summary>
    public CSharpCompilation Output { get; }

    /// <summary>The generated files, in the order they were added.</summary>
    public ImmutableArray<GeneratedSourceResult> Files { get; }

    /// <summary>The text of the only generated file.</summary>
    public string Text => Assert.Single(Files).SourceText.ToString();

    /// <summary>Names of all pipeline steps of RegSpec's generators.</summary>
    public static ImmutableArray<string> StepNames { get; } =
        [.. typeof(TrackingNames).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => (string)field.GetRawConstantValue()!)];

    /// <summary>Runs on a consumer's files; see <see cref="Of(CSharpCompilation)"/>.</summary>
    public static GeneratorRun Of(params string[] sources) => Of(ConsumerCompilation.Create(sources));

    /// <summary>
    /// Runs the generator and fails the test when it reports or throws, when the result does not compile or a generated file has a warning,
    /// when a second run on the same input is not cached, or when a cached value roots a symbol, a syntax node or a compilation.
    /// </summary>
    public static GeneratorRun Of(CSharpCompilation compilation) => Of(compilation, new ParameterGroupsGenerator());

    /// <summary>The same for another generator.</summary>
    public static GeneratorRun Of(CSharpCompilation compilation, IIncrementalGenerator generator)
    {
        GeneratorDriver driver = Driver(generator).RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        GeneratorRunResult result = Result(driver);
        RequireClean(output, result);

        GeneratorRunResult again = Result(driver.RunGenerators(compilation.Clone()));
        foreach (IncrementalGeneratorRunStep step in StepNames.SelectMany(name => Steps(again, name)))
        {
            Assert.All(step.Outputs, value => Assert.Contains(value.Reason, Calm));
            Assert.All(step.Outputs, value => ObjectGraph.RequireNoCompilerObjects(value.Value));
        }

        Assert.All(OutputReasons(again), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        return new GeneratorRun((CSharpCompilation)output, result.GeneratedSources);
    }

    /// <summary>A driver that tracks steps.</summary>
    public static GeneratorDriver Driver() => Driver(new ParameterGroupsGenerator());

    /// <summary>The same for another generator.</summary>
    public static GeneratorDriver Driver(IIncrementalGenerator generator) => CSharpGeneratorDriver.Create(
        [generator.AsSourceGenerator()],
        parseOptions: ConsumerCompilation.ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The steps of this name; none if nothing reached it.</summary>
    public static ImmutableArray<IncrementalGeneratorRunStep> Steps(GeneratorRunResult result, string name) =>
        result.TrackedSteps.TryGetValue(name, out ImmutableArray<IncrementalGeneratorRunStep> steps) ? steps : [];

    /// <summary>Why each generated file was written or kept.</summary>
    public static IEnumerable<IncrementalStepRunReason> OutputReasons(GeneratorRunResult result) =>
        result.TrackedOutputSteps.Values.SelectMany(steps => steps).SelectMany(step => step.Outputs).Select(output => output.Reason);

    /// <summary>The result of the only generator; fails the test if it threw.</summary>
    public static GeneratorRunResult Result(GeneratorDriver driver)
    {
        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);
        Assert.Null(result.Exception);
        Assert.Empty(result.Diagnostics);
        return result;
    }

    private static IncrementalStepRunReason[] Calm { get; } = [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged];

    /// <summary>Errors anywhere, warnings in generated files.</summary>
    private static void RequireClean(Compilation output, GeneratorRunResult result)
    {
        HashSet<SyntaxTree> generated = [.. result.GeneratedSources.Select(source => source.SyntaxTree)];
        string[] complaints =
        [
            .. output.GetDiagnostics()
                .Where(d => d.Severity == DiagnosticSeverity.Error || (d.Severity >= DiagnosticSeverity.Warning && d.Location.SourceTree is { } tree && generated.Contains(tree)))
                .Select(d => d.ToString()),
        ];
        Assert.True(complaints.Length == 0, string.Join("\n", complaints.Concat(result.GeneratedSources.Select(source => source.SourceText.ToString()))));
    }
}
