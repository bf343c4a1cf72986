using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Generators;

namespace RegSpec.CompileTime.Tests;

/// <summary>What an edit costs: nothing is written anew unless the columns may differ.</summary>
public class RidgeIncrementalityTests
{
    private static readonly string[] Sources =
    [
        """
        using RegSpec;
        namespace Acme;
        [RidgeRegression(Lambda = 2)]
        public sealed partial class Row : Base
        {
            [Feature] public double X { get; set; }
            [Feature] public Kind Kind { get; set; }
            [Target] public double Y { get { return 1; } }
        }
        """,
        "using RegSpec; namespace Acme; public sealed partial class Row { [Feature] public int More { get; set; } }",
        "using RegSpec; namespace Acme; public abstract class Base { [Feature] public float Inherited { get; set; } }",
        "namespace Acme; public enum Kind { A, B }",
        "namespace Acme; public static class Unrelated { public static int Answer() => 42; }",
    ];

    [Theory]
    [InlineData("comment", 0, "public double X", "/* x */ public double X")]
    [InlineData("body", 0, "return 1", "return 2")]
    [InlineData("unrelated type in the file", 0, "namespace Acme;", "namespace Acme; public enum Colour { Red }")]
    [InlineData("unrelated file", 4, "42", "43")]
    [InlineData("comment in the enum", 3, "A,", "A, /* and */")]
    public void An_edit_that_changes_no_column_writes_nothing(string edit, int file, string before, string after)
    {
        GeneratorRunResult result = RunAfterEdit(file, before, after);
        IncrementalStepRunReason[] reasons = ReasonsOf(result);
        Assert.True(reasons.Length > 0, edit);
        Assert.All(reasons, reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{edit}: {reason}"));
        Assert.All(GeneratorRun.OutputReasons(result), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Theory]
    [InlineData("λ", 0, "Lambda = 2", "Lambda = 3")]
    [InlineData("intercept", 0, "Lambda = 2", "Lambda = 2, FitIntercept = false")]
    [InlineData("a scaling", 0, "[Feature] public double X", "[Feature(Scaling = FeatureScaling.None)] public double X")]
    [InlineData("a type", 0, "double X", "double? X")]
    [InlineData("another part", 1, "More", "Other")]
    [InlineData("a base class", 2, "Inherited", "Handed")]
    [InlineData("a level", 3, "B", "C")]
    public void An_edit_that_changes_a_column_writes_the_file_anew(string edit, int file, string before, string after)
    {
        GeneratorRunResult result = RunAfterEdit(file, before, after);
        Assert.Contains(IncrementalStepRunReason.Modified, ReasonsOf(result));
        Assert.True(GeneratorRun.OutputReasons(result).Contains(IncrementalStepRunReason.Modified), edit);
    }

    [Fact]
    public void A_type_that_takes_the_name_of_the_generated_class_removes_it()
    {
        CSharpCompilation compilation = ConsumerCompilation.Create(Sources);
        GeneratorDriver driver = GeneratorRun.Driver(new RidgeGenerator()).RunGenerators(compilation);
        Assert.Single(GeneratorRun.Result(driver).GeneratedSources);
        CSharpCompilation edited = compilation.Edit(4, text => text.Replace("Unrelated", "RowRidge", StringComparison.Ordinal));
        Assert.Empty(GeneratorRun.Result(driver.RunGenerators(edited)).GeneratedSources);
    }

    [Fact]
    public void Equal_source_gives_equal_models_across_compilations()
    {
        object first = Model(ConsumerCompilation.Create(Sources));
        object second = Model(ConsumerCompilation.Create(Sources));
        Assert.NotSame(first, second);
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.NotEqual(first, Model(ConsumerCompilation.Create(Sources).Edit(3, text => text.Replace("B", "C", StringComparison.Ordinal))));
        Assert.Null(ObjectGraph.FindCompilerObject(first));
    }

    private static object Model(CSharpCompilation compilation)
    {
        GeneratorRunResult result = GeneratorRun.Result(GeneratorRun.Driver(new RidgeGenerator()).RunGenerators(compilation));
        return Assert.Single(GeneratorRun.Steps(result, TrackingNames.Ridge).SelectMany(step => step.Outputs)).Value;
    }

    private static IncrementalStepRunReason[] ReasonsOf(GeneratorRunResult result) =>
        [.. GeneratorRun.Steps(result, TrackingNames.Ridge).SelectMany(step => step.Outputs).Select(output => output.Reason)];

    private static GeneratorRunResult RunAfterEdit(int file, string before, string after)
    {
        CSharpCompilation compilation = ConsumerCompilation.Create(Sources);
        GeneratorDriver driver = GeneratorRun.Driver(new RidgeGenerator()).RunGenerators(compilation);
        Assert.Single(GeneratorRun.Result(driver).GeneratedSources);
        return GeneratorRun.Result(driver.RunGenerators(compilation.Edit(file, text => text.Replace(before, after, StringComparison.Ordinal))));
    }
}
