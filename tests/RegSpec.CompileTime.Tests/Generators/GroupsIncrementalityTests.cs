using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Generators;
using RegSpec.Semantics.Sources;

namespace RegSpec.CompileTime.Tests;

/// <summary>What an edit costs: nothing is written anew unless the plan may differ.</summary>
public class GroupsIncrementalityTests
{
    private static readonly string[] Sources =
    [
        TestCompilation.ModelUsings + """

            namespace Acme;

            [WeightDecay(0.05)]
            public sealed partial class Net : Backbone
            {
                private readonly Linear fc1 = Linear(64, 128);
                [NoWeightDecay] private readonly Linear head = Head();

                public Net() : base(nameof(Net)) => RegisterComponents();

                public override Tensor forward(Tensor x) => head.call(functional.relu(fc1.call(x)));
            }
            """,
        TestCompilation.ModelUsings + """

            namespace Acme;

            public sealed partial class Net
            {
                private readonly Linear extra = Linear(10, 10);
            }
            """,
        TestCompilation.ModelUsings + """

            namespace Acme;

            public abstract class Backbone : Module<Tensor, Tensor>
            {
                private readonly Linear stem = Linear(64, 64);

                protected Backbone(string name) : base(name)
                {
                }

                protected static Linear Head() => Linear(128, 10);
            }

            """,
        """
            namespace Acme;

            public static class Unrelated
            {
                public static int Answer() => 42;
            }
            """,
    ];

    [Theory]
    [InlineData("comment", 0, "private readonly Linear fc1", "/* the first */ private readonly Linear fc1")]
    [InlineData("unrelated type in the file", 0, "namespace Acme;", "namespace Acme; public enum Colour { Red }")]
    [InlineData("whitespace in forward", 0, "head.call(functional", "head.call(  functional")]
    [InlineData("unrelated file", 3, "42", "43")]
    [InlineData("comment in the other part", 1, "private readonly", "/* more */ private readonly")]
    [InlineData("comment in the base class", 2, "private readonly", "/* more */ private readonly")]
    public void An_edit_that_changes_no_plan_writes_nothing(string edit, int file, string before, string after)
    {
        GeneratorRunResult result = RunAfterEdit(file, before, after);
        IncrementalStepRunReason[] reasons = ReasonsOf(result);
        Assert.True(reasons.Length > 0, edit);
        Assert.All(reasons, reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{edit}: {reason}"));
        Assert.All(GeneratorRun.OutputReasons(result), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Theory]
    [InlineData("λ", 0, "0.05", "0.06")]
    [InlineData("a field", 0, "private readonly Linear fc1", "private readonly Linear fc0 = Linear(64, 64); private readonly Linear fc1")]
    [InlineData("the type of a field", 0, "Linear fc1 = Linear(64, 128)", "Embedding fc1 = Embedding(64, 128)")]
    [InlineData("a switch", 0, "Linear(64, 128)", "Linear(64, 128, hasBias: false)")]
    [InlineData("a proof", 0, "functional.relu(fc1.call(x))", "functional.normalize(fc1.call(x))")]
    [InlineData("a member's declaration", 0, "[NoWeightDecay]", "[LearningRateScale(0.1)]")]
    [InlineData("another part", 1, "extra", "more")]
    [InlineData("a base class in another file", 2, "stem", "trunk")]
    [InlineData("a helper's body in another file", 2, "Linear(128, 10)", "Linear(128, 10, hasBias: false)")]
    [InlineData("a type that hides TorchSharp's", 3, "public static class Unrelated", "public class Linear; public static class Unrelated")]
    [InlineData("a global using", 3, "namespace Acme;", "global using Linear = TorchSharp.Modules.Bilinear; namespace Acme;")]
    public void An_edit_that_changes_the_plan_writes_the_file_anew(string edit, int file, string before, string after)
    {
        GeneratorRunResult result = RunAfterEdit(file, before, after);
        Assert.Contains(IncrementalStepRunReason.Modified, ReasonsOf(result));
        Assert.True(GeneratorRun.OutputReasons(result).Contains(IncrementalStepRunReason.Modified), edit);
    }

    [Fact]
    public void Equal_source_gives_equal_models_across_compilations()
    {
        object first = Model(ConsumerCompilation.Create(Sources));
        object second = Model(ConsumerCompilation.Create(Sources));
        Assert.NotSame(first, second);
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());

        object other = Model(ConsumerCompilation.Create(Sources).Edit(0, text => text.Replace("0.05", "0.06", StringComparison.Ordinal)));
        Assert.NotEqual(first, other);
    }

    [Theory]
    [InlineData("42", "43", true)]
    [InlineData("int Answer", "/* the */ int Answer", true)]
    [InlineData("int Answer", "long Answer", false)]
    [InlineData("int Answer", "int Question", false)]
    public void A_class_is_read_again_only_after_an_edit_that_other_files_can_see(string before, string after, bool isKept)
    {
        CSharpCompilation compilation = ConsumerCompilation.Create(Sources);
        GeneratorDriver driver = GeneratorRun.Driver().RunGenerators(compilation);
        Assert.Single(GeneratorRun.Result(driver).GeneratedSources);
        CSharpCompilation edited = compilation.Edit(3, text => text.Replace(before, after, StringComparison.Ordinal));
        Assert.Equal(isKept, Surroundings.Of(edited).Keeps(Surroundings.Of(compilation), default));
    }

    [Fact]
    public void A_class_is_read_again_after_an_edit_of_a_body_it_was_read_from()
    {
        CSharpCompilation compilation = ConsumerCompilation.Create(Sources);
        Assert.Single(GeneratorRun.Result(GeneratorRun.Driver().RunGenerators(compilation)).GeneratedSources);
        CSharpCompilation edited = compilation.Edit(0, text => text.Replace("=> RegisterComponents()", "=> register_module(\"x\", fc1)", StringComparison.Ordinal));
        Assert.False(Surroundings.Of(edited).Keeps(Surroundings.Of(compilation), default));
        CSharpCompilation referenced = compilation.AddReferences(compilation.ToMetadataReference());
        Assert.False(Surroundings.Of(referenced).Keeps(Surroundings.Of(compilation), default));
    }

    /// <summary>Three models, of which the last uses a helper in a file of its own, and code beside them.</summary>
    private static readonly string[] Models =
    [
        Model("First", "public", "Shown", "norm.call(Shown.call(x))"),
        Model("Second", "public", "Shown", "norm.call(Shown.call(x)).relu()"),
        Model("Third", "private", "hidden", "norm.call(Helper.Twice(hidden.call(x)))"),
        TestCompilation.ModelUsings + "public static class Helper { public static Tensor Twice(Tensor x) => x * 2; }",
        "public static class Unrelated { public static int Answer() => 42; }",
    ];

    /// <summary>Edits of bodies, and how many classes are analysed again: those that read the body, or look for a name that it now has.</summary>
    [Theory]
    [InlineData("an unrelated body", 4, "42", "43", 0)]
    [InlineData("a forward", 2, "norm.call(He", "norm.call(  He", 1)]
    [InlineData("a helper", 3, "x * 2", "x * 3", 1)]
    [InlineData("a use of a member that two classes show", 4, "=> 42", "=> typeof(First).Name.Length == 5 ? nameof(First.Shown).Length : 0", 2)]
    [InlineData("a name in a comment", 4, "42", "42 /* Shown */", 0)]
    [InlineData("the surface of a file", 4, "int Answer", "long Answer", 3)]
    public void Only_classes_whose_dependencies_changed_are_analysed_again(string edit, int file, string before, string after, int analyses)
    {
        CSharpCompilation compilation = ConsumerCompilation.Create(Models);
        GeneratorDriver driver = GeneratorRun.Driver().RunGenerators(compilation);
        Assert.Equal(3, GeneratorRun.Result(driver).GeneratedSources.Length);
        CSharpCompilation edited = compilation.Edit(file, text => text.Replace(before, after, StringComparison.Ordinal));
        driver.RunGenerators(edited);
        Assert.Equal((edit, analyses), (edit, Surroundings.Of(edited).Analyses));
    }

    [Fact]
    public void A_proof_falls_with_a_use_of_its_weight_elsewhere()
    {
        CSharpCompilation compilation = ConsumerCompilation.Create(Models);
        GeneratorDriver driver = GeneratorRun.Driver().RunGenerators(compilation);
        Assert.Equal(3, Proofs(driver));
        CSharpCompilation edited = compilation.Edit(4, text => text.Replace("=> 42", "=> (int)new First().Shown.call(null!).shape[0]", StringComparison.Ordinal));
        Assert.Equal(2, Proofs(driver.RunGenerators(edited)));

        static int Proofs(GeneratorDriver driver) =>
            GeneratorRun.Result(driver).GeneratedSources.Count(source => source.SourceText.ToString().Contains("scaleInvariant:", StringComparison.Ordinal));
    }

    private static string Model(string name, string visibility, string member, string forward) => TestCompilation.ModelUsings + $$"""

        [WeightDecay(0.05)]
        public sealed class {{name}} : Module<Tensor, Tensor>
        {
            {{visibility}} readonly Linear {{member}} = Linear(8, 8, hasBias: false);
            private readonly LayerNorm norm = LayerNorm(8);
            public {{name}}() : base("{{name}}") => RegisterComponents();
            public override Tensor forward(Tensor x) => {{forward}};
        }
        """;

    [Fact]
    public void The_walk_over_cached_values_finds_what_must_not_be_there()
    {
        CSharpCompilation compilation = ConsumerCompilation.Create(Sources);
        INamedTypeSymbol symbol = compilation.Type("Acme.Net");
        SyntaxTree tree = compilation.SyntaxTrees.Last();
        object[] forbidden = [symbol, compilation, tree, tree.GetRoot(), symbol.Locations[0], compilation.GetSemanticModel(tree), symbol.GetAttributes()[0]];
        Assert.All(forbidden, value => Assert.NotNull(ObjectGraph.FindCompilerObject(new { Inner = new List<object> { "text", value } })));
        Assert.Null(ObjectGraph.FindCompilerObject(new { Inner = new List<object> { "text", 1.5 } }));
        Assert.Null(ObjectGraph.FindCompilerObject(Model(compilation)));
    }

    private static IncrementalStepRunReason[] ReasonsOf(GeneratorRunResult result) =>
        [.. GeneratorRun.Steps(result, TrackingNames.Groups).SelectMany(step => step.Outputs).Where(output => output.Value is not null).Select(output => output.Reason)];

    private static GeneratorRunResult RunAfterEdit(int file, string before, string after)
    {
        CSharpCompilation compilation = ConsumerCompilation.Create(Sources);
        GeneratorDriver driver = GeneratorRun.Driver().RunGenerators(compilation);
        Assert.Single(GeneratorRun.Result(driver).GeneratedSources);
        return GeneratorRun.Result(driver.RunGenerators(compilation.Edit(file, text => text.Replace(before, after, StringComparison.Ordinal))));
    }

    private static object Model(CSharpCompilation compilation)
    {
        GeneratorRunResult result = GeneratorRun.Result(GeneratorRun.Driver().RunGenerators(compilation));
        return Assert.Single(GeneratorRun.Steps(result, TrackingNames.Groups).SelectMany(step => step.Outputs), output => output.Value is not null).Value;
    }
}
