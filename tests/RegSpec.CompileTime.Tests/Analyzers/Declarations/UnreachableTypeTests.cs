using RegSpec.CodeFixes;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.UnreachableTypeAnalyzer, RegSpec.CodeFixes.MakeInternalCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.UnreachableTypeAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Declarations;

/// <summary>REG0005: types generated code cannot serve.</summary>
public class UnreachableTypeTests
{
    private const string Body = "public Net() : base(\"Net\") { } public override Tensor forward(Tensor x) => x;";

    [Theory]
    [InlineData("private")]
    [InlineData("protected")]
    [InlineData("private protected")]
    [InlineData("")]
    public Task Nested_and_hidden(string accessibility) => Verify.ReportsAsync($$"""

        public class Outer
        {
            [[|WeightDecay(0.1)|]]
            {{accessibility}} class Net : Module<Tensor, Tensor> { {{Body}} }
        }
        """);

    [Theory]
    [InlineData("WeightDecay(0.1)")]
    [InlineData("Normalization")]
    [InlineData("LearningRateScale(2)")]
    public Task No_module_at_all(string attribute) => Verify.ReportsAsync($"[[|{attribute}|]] public class Plain {{ }}");

    [Theory]
    [InlineData("public")]
    [InlineData("internal")]
    [InlineData("protected internal")]
    public Task Nested_and_visible(string accessibility) => Verify.IsSilentAsync($$"""

        internal class Outer
        {
            [WeightDecay(0.1)]
            {{accessibility}} class Net : Module<Tensor, Tensor> { {{Body}} }
        }
        """);

    [Theory]
    [InlineData("public class Outer { [[|RidgeRegression|]] private class Row { BODY } }", "generated code cannot name 'Row', which is private")]
    [InlineData("public class Outer { protected class Middle { [[|RidgeRegression|]] public class Row { BODY } } }", "generated code cannot name 'Middle', which is protected")]
    [InlineData("[[|RidgeRegression|]] file class Row { BODY }", "generated code cannot name 'Row', which is a file type")]
    [InlineData("[[|RidgeRegression|]] public ref struct Row { BODY }", "it is a ref struct, of which there are no sequences; make it a struct or class")]
    [InlineData("[[|RidgeRegression|]] public static class Row { }", "it is static, so that it has no rows")]
    [InlineData("[[|RidgeRegression|]] public class Row<T> { BODY }", "'Row' is generic, and its columns would depend on the type arguments; annotate a type without type parameters, it may derive from this one")]
    [InlineData("public class Outer<T> { [[|RidgeRegression|]] public class Row { BODY } }", "'Outer' is generic, and its columns would depend on the type arguments; annotate a type without type parameters, it may derive from this one")]
    public Task A_row_type_that_generated_code_cannot_serve(string type, string why) => Verify.ReportsMessageAsync(
        "\n" + type.Replace("BODY", "[Feature] public double X; [Target] public double Y;"), $"[RidgeRegression] has no effect on 'Row': {why}");

    [Theory]
    [InlineData("internal class Outer { [RidgeRegression] protected internal class Row { BODY } }")]
    [InlineData("[RidgeRegression] public readonly record struct Row([property: Feature] double X, [property: Target] double Y);")]
    [InlineData("public class Base<T> { [Feature] public T? X; } [RidgeRegression] public class Row : Base<int> { [Target] public double Y; }")]
    public Task A_row_type_that_is_served(string type) => Verify.IsSilentAsync("\n" + type.Replace("BODY", "[Feature] public double X; [Target] public double Y;"));

    [Fact]
    public Task Inside_a_private_type() => Verify.ReportsMessageAsync(
        $$"""

        public class Outer
        {
            private class Middle
            {
                [[|WeightDecay(0.1)|]]
                public class Net : Module<Tensor, Tensor> { {{Body}} }
            }
        }
        """,
        "[WeightDecay] has no effect on 'Net': generated code cannot name 'Middle', which is private");

    [Fact]
    public Task File_type() => Verify.ReportsAsync($$"""

        [[|WeightDecay(0.1)|]]
        file class Net : Module<Tensor, Tensor> { {{Body}} }
        """);

    [Fact]
    public Task Declarations_on_members_count_and_are_reported_once() => Verify.ReportsAsync("""

        public class Outer
        {
            private class Net : Module<Tensor, Tensor>
            {
                [[|NoWeightDecay|]] private readonly Linear a = Linear(1, 1);
                [NoWeightDecay] private readonly Linear b = Linear(1, 1);
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) => a.call(b.call(x));
            }
        }
        """);

    [Theory]
    [InlineData("public class Net<T> : Module<Tensor, Tensor> { public Net() : base(\"Net\") { } public override Tensor forward(Tensor x) => x; }")]
    [InlineData("internal sealed class Net : Module<Tensor, Tensor> { public Net() : base(\"Net\") { } public override Tensor forward(Tensor x) => x; }")]
    [InlineData("public abstract class Net : Module<Tensor, Tensor> { protected Net() : base(\"Net\") { } }")]
    [InlineData("class Net() : Module<Tensor, Tensor>(\"Net\") { public override Tensor forward(Tensor x) => x; }")]
    public Task Reachable(string type) => Verify.IsSilentAsync("\n[WeightDecay(0.1)]\n" + type);

    [Fact]
    public Task Unannotated_private_modules_are_nobodys_business() => Verify.IsSilentAsync($$"""

        public class Outer
        {
            private class Net : Module<Tensor, Tensor> { {{Body}} }
        }
        """);

    [Fact]
    public Task Not_a_module() => Verify.ReportsAsync("""

        [[|WeightDecay(0.1)|]]
        public class Trainer
        {
            [[|NoWeightDecay|]] private readonly Linear fc = Linear(1, 1);
            public Tensor Run(Tensor x) => fc.call(x);
        }

        public struct Pair
        {
            [[|LearningRateScale(2)|]] public Linear First;
        }
        """);

    [Fact]
    public Task Not_a_module_named_by_the_assembly() => Verify.ReportsAsync("""

        [assembly: [|WeightDecayFor(typeof(string), 0.1)|]]
        [assembly: [|NormalizationModule(typeof(int))|]]
        [assembly: WeightDecayFor(typeof(Linear), 0.1)]
        """);

    [Fact]
    public Task Ridge_rows_are_no_modules_and_need_not_be() => Verify.IsSilentAsync("""

        [RidgeRegression]
        public record House
        {
            [Feature] public required double Area { get; init; }
            [Target] public required double Price { get; init; }
        }
        """);

    [Fact]
    public Task Fix_makes_every_hidden_type_internal() => Fix.ChangesAsync(
        $$"""

        public class Outer
        {
            private class Middle
            {
                // the model
                [[|WeightDecay(0.1)|]]
                class Net : Module<Tensor, Tensor> { {{Body}} }

                [[|WeightDecay(0.2)|]]
                protected sealed class Other : Module<Tensor, Tensor> { public Other() : base("Other") { } public override Tensor forward(Tensor x) => x; }
            }
        }
        """,
        $$"""

        public class Outer
        {
            internal class Middle
            {
                // the model
                [WeightDecay(0.1)]
                internal class Net : Module<Tensor, Tensor> { {{Body}} }

                [WeightDecay(0.2)]
                internal sealed class Other : Module<Tensor, Tensor> { public Other() : base("Other") { } public override Tensor forward(Tensor x) => x; }
            }
        }
        """,
        MakeInternalCodeFix.Key);

    [Fact]
    public Task Fix_of_parts_and_file_types() => Fix.ChangesAsync(
        $$"""

        [[|WeightDecay(0.1)|]]
        file partial class Net : Module<Tensor, Tensor> { public Net() : base("Net") { } }

        file partial class Net { public override Tensor forward(Tensor x) => x; }
        """,
        $$"""

        [WeightDecay(0.1)]
        internal partial class Net : Module<Tensor, Tensor> { public Net() : base("Net") { } }

        internal partial class Net { public override Tensor forward(Tensor x) => x; }
        """,
        MakeInternalCodeFix.Key);

    [Fact]
    public Task Fix_has_nothing_to_offer_for_what_is_no_module() => Fix.OffersNothingAsync("""

        [[|WeightDecay(0.1)|]]
        public class Trainer;
        """);

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync("\n[[|WeightDecay(0.1)|]]\npublic class Trainer;");

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync("\n[[|WeightDecay(0.1)|]]\npublic class Trainer;");
}
