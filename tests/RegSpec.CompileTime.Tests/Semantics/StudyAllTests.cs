using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.CompileTime.Tests.Analyzers;
using RegSpec.Generators;
using RegSpec.Semantics;
using RegSpec.Semantics.Sources;

namespace RegSpec.CompileTime.Tests;

/// <summary>All classes of a compilation studied side by side.</summary>
public class StudyAllTests
{
    [Fact]
    public void What_is_generated_is_what_one_thread_generates()
    {
        string[] side = Generated(isConcurrent: true), one = Generated(isConcurrent: false);
        Assert.True(one.Length > 40, one.Length + " files");
        Assert.Equal(one, side);
    }

    [Fact]
    public void Each_class_is_analysed_once_and_only_what_an_edit_touches_again()
    {
        CSharpCompilation compilation = ConsumerCompilation.Create([.. Enumerable.Range(0, 20).Select(Net)]);
        Assert.Equal(20, AnalysesOf(compilation));
        CSharpCompilation edited = compilation.Edit(3, static text => text.Replace(".relu()", ".tanh()", StringComparison.Ordinal));
        Assert.Equal(1, AnalysesOf(edited));
    }

    [Fact]
    public void Where_the_compiler_may_not_use_threads_classes_are_studied_when_they_are_asked_for()
    {
        CSharpCompilation compilation = OneThread(ConsumerCompilation.Create([.. Enumerable.Range(0, 5).Select(Net)]));
        CompilationStudy study = CompilationStudy.Of(compilation, StudyOptions.ForGeneration)!;
        study.StudyAll(default);
        Assert.Equal(0, Surroundings.Of(compilation).Analyses);
        study.PlanOf(compilation.Type("Net1"), default);
        Assert.Equal(1, Surroundings.Of(compilation).Analyses);
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        CompilationStudy study = CompilationStudy.Of(ConsumerCompilation.Create(Net(0)), StudyOptions.ForGeneration)!;
        Assert.ThrowsAny<OperationCanceledException>(() => study.StudyAll(new CancellationToken(canceled: true)));
    }

    private static int AnalysesOf(CSharpCompilation compilation)
    {
        CompilationStudy study = CompilationStudy.Of(compilation, StudyOptions.ForGeneration)!;
        study.StudyAll(default);
        study.StudyAll(default);
        Assert.Single(study.PlanOf(compilation.Type("Net3"), default).Shape.Declarations);
        return Surroundings.Of(compilation).Analyses;
    }

    private static string[] Generated(bool isConcurrent)
    {
        // Trees of its own: what is kept beside them must not be the other run's.
        CSharpCompilation compilation = ConsumerCompilation.Create(CleanZooTests.Sources());
        GeneratorDriverRunResult result = CSharpGeneratorDriver
            .Create([new ParameterGroupsGenerator().AsSourceGenerator(), new ForwardSummaryGenerator().AsSourceGenerator()], parseOptions: ConsumerCompilation.ParseOptions)
            .RunGenerators(isConcurrent ? compilation : OneThread(compilation))
            .GetRunResult();
        Assert.All(result.Results, static one => Assert.Null(one.Exception));
        return [.. result.GeneratedTrees.OrderBy(static tree => tree.FilePath, StringComparer.Ordinal).Select(static tree => tree.FilePath + "\n" + tree)];
    }

    private static CSharpCompilation OneThread(CSharpCompilation compilation) => compilation.WithOptions(compilation.Options.WithConcurrentBuild(false));

    private static string Net(int i) =>
        $$"""
        [RegSpec.WeightDecay(0.1)]
        public sealed class Net{{i}} : TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>
        {
            private readonly TorchSharp.Modules.Linear fc = TorchSharp.torch.nn.Linear(4, 4);
            private readonly TorchSharp.Modules.BatchNorm1d norm = TorchSharp.torch.nn.BatchNorm1d(4);

            public Net{{i}}() : base("net") => RegisterComponents();

            public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor x) => norm.call(fc.call(x)).relu();
        }
        """;
}
