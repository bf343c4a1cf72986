using Microsoft.CodeAnalysis;

namespace RegSpec.CompileTime.Tests;

/// <summary>Which classes get a file, and that each gets it once.</summary>
public class GroupsReachTests
{
    private const string Body = """
        {
            private readonly Linear fc1 = Linear(2, 3);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc1.call(x);
        }
        """;

    [Theory]
    [InlineData("public class Outer { [WeightDecay(0.1)] private sealed class Net : Module<Tensor, Tensor> BODY }")]
    [InlineData("public class Outer { [WeightDecay(0.1)] protected class Net : Module<Tensor, Tensor> BODY }")]
    [InlineData("public class Outer { [WeightDecay(0.1)] private protected class Net : Module<Tensor, Tensor> BODY }")]
    [InlineData("public class Outer { private class Middle { [WeightDecay(0.1)] public sealed class Net : Module<Tensor, Tensor> BODY } }")]
    [InlineData("[WeightDecay(0.1)] file sealed class Net : Module<Tensor, Tensor> BODY")]
    [InlineData("file class Outer { [WeightDecay(0.1)] public sealed class Net : Module<Tensor, Tensor> BODY }")]
    [InlineData("[WeightDecay(0.1)] public sealed class Net { }")]
    [InlineData("public sealed class Net { [NoWeightDecay] public Linear? fc1; }")]
    public void A_class_that_cannot_be_served_gets_nothing(string source) => Assert.Empty(Run(source).Files);

    [Theory]
    [InlineData("[WeightDecay(0.1)] public sealed class Net : Module<Tensor, Tensor> BODY", "public")]
    [InlineData("[WeightDecay(0.1)] internal sealed class Net : Module<Tensor, Tensor> BODY", "internal")]
    [InlineData("[WeightDecay(0.1)] sealed class Net : Module<Tensor, Tensor> BODY", "internal")]
    [InlineData("internal class Outer { [WeightDecay(0.1)] public sealed class Net : Module<Tensor, Tensor> BODY }", "internal")]
    [InlineData("public class Outer { [WeightDecay(0.1)] protected internal class Net : Module<Tensor, Tensor> BODY }", "internal")]
    [InlineData("public class Outer { [WeightDecay(0.1)] public sealed class Net : Module<Tensor, Tensor> BODY }", "public")]
    public void The_extension_can_be_seen_as_far_as_the_model(string source, string accessibility)
    {
        string text = Run(source).Text;
        Assert.Contains($"\n{accessibility} static class ", text, StringComparison.Ordinal);
        Assert.Contains("public static global::RegSpec.ParameterGroups ParameterGroups(this ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[WeightDecay(0.1), NoWeightDecay(Parameters = \"fc1.bias\"), LearningRateScale(2)] public sealed class Net : Module<Tensor, Tensor> BODY")]
    [InlineData("[WeightDecay(0.1)] [WeightDecay(0.2, Parameters = \"fc1.weight\")] public sealed class Net : Module<Tensor, Tensor> BODY")]
    [InlineData("[WeightDecay(0.1)] public sealed partial class Net : Module<Tensor, Tensor> BODY [LearningRateScale(2)] partial class Net { }")]
    [InlineData("[WeightDecay(0.1)] public sealed partial class Net : Module<Tensor, Tensor> BODY [WeightDecay(0.2, Parameters = \"fc1.weight\")] partial class Net { }")]
    [InlineData("[WeightDecay(0.1)] public sealed partial class Net : Module<Tensor, Tensor> BODY partial class Net { [NoWeightDecay, LearningRateScale(2)] private readonly Linear a = Linear(1, 1), b = Linear(1, 1); }")]
    [InlineData("public sealed partial class Net : Module<Tensor, Tensor> BODY partial class Net { [NoWeightDecay, LearningRateScale(2)] private readonly Linear a = Linear(1, 1), b = Linear(1, 1); }")]
    [InlineData("public sealed partial class Net : Module<Tensor, Tensor> BODY partial class Net { [NoWeightDecay] private Linear A { get; } = Linear(1, 1); [ParameterRole(ParameterRole.Gain)] private readonly Parameter g = Parameter(ones(1)); }")]
    public void A_class_gets_one_file_however_often_it_is_annotated(string source) => Assert.Single(Run(source).Files);

    [Fact]
    public void Parts_in_different_files_make_one_file()
    {
        const string First = "[WeightDecay(0.1)] public sealed partial class Net : Module<Tensor, Tensor> BODY";
        const string ClassLine = """plan.Class("Net", new global::RegSpec.WeightDecayAttribute(0.1), new global::RegSpec.LearningRateScaleAttribute(0.5));""";
        const string Second = "[LearningRateScale(0.5)] public sealed partial class Net { [NoWeightDecay] private readonly Linear fc2 = Linear(1, 1); }";
        foreach (string[] files in new string[][] { [First, Second], [Second, First] })
        {
            Assert.Contains(ClassLine, Run(files).Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("public sealed class Net : Module<Tensor, Tensor> { [NoWeightDecay] private readonly Linear fc1 = Linear(2, 3); public Net() : base(\"\") => RegisterComponents(); public override Tensor forward(Tensor x) => fc1.call(x); }")]
    [InlineData("[Normalization] public sealed class Net : Module<Tensor, Tensor> { private readonly Parameter weight = Parameter(ones(3)); public Net() : base(\"\") => RegisterComponents(); public override Tensor forward(Tensor x) => x * weight; }")]
    [InlineData("public sealed class Net : Module<Tensor, Tensor> { [ParameterRole(ParameterRole.Gain)] private readonly Parameter weight = Parameter(ones(3)); public Net() : base(\"\") => RegisterComponents(); public override Tensor forward(Tensor x) => x * weight; }")]
    public void A_class_without_a_default_is_described_but_gets_no_extension(string source)
    {
        string text = Run(source).Text;
        Assert.Contains("""plan.Class("Net");""", text, StringComparison.Ordinal);
        Assert.DoesNotContain("this global::Net", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_that_differ_in_case_or_arity_alone_have_files_of_their_own()
    {
        GeneratorRun run = Run("""
            namespace A
            {
                [WeightDecay(0.1)] public sealed class Net : Module<Tensor, Tensor> BODY
                [WeightDecay(0.1)] public sealed class NET : Module<Tensor, Tensor> { public NET() : base("") { } public override Tensor forward(Tensor x) => x; }
                [WeightDecay(0.1)] public sealed class Net<T> : Module<Tensor, Tensor> BODY
                [WeightDecay(0.1)] public sealed class Net_1 : Module<Tensor, Tensor> { public Net_1() : base("") { } public override Tensor forward(Tensor x) => x; }
            }
            """);
        Assert.Equal(4, run.Files.Length);
    }

    [Fact]
    public void A_project_without_TorchSharp_gets_nothing()
    {
        var compilation = ConsumerCompilation.Create("[RegSpec.WeightDecay(0.1)] public sealed class Net { }");
        compilation = compilation.WithReferences(compilation.References.Where(reference => reference != TestReferences.TorchSharp));
        Assert.Empty(GeneratorRun.Of(compilation).Files);
    }

    private static GeneratorRun Run(params string[] sources) =>
        GeneratorRun.Of([.. sources.Select(source => TestCompilation.ModelUsings + "\n" + source.Replace("BODY", Body, StringComparison.Ordinal))]);
}
