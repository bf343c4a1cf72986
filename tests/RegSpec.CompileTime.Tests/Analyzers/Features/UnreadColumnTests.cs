using RegSpec.CodeFixes;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.UnreadColumnAnalyzer, RegSpec.CodeFixes.ReadColumnCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.UnreadColumnAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Features;

/// <summary>REG2005: column attributes that no generated code reads.</summary>
public class UnreadColumnTests
{
    private const string House = """

        [RidgeRegression]
        public record House
        {
            [Feature] public double Area { get; init; }
            [Feature, Standardized] public double AgeZ { get; init; }
            [Target] public double Price { get; init; }
        }

        """;

    [Theory]
    [InlineData("public record Row { [[|Feature|]] public double X { get; init; } }", "[Feature] on 'X' is read by no generated code: 'Row' has no [RidgeRegression]; write it on 'Row', or remove [Feature]")]
    [InlineData("public sealed class Row { [[|Feature|]] public double X; [Feature] public double Z; [Target] public double Y; }", "[Feature] on 'X' and 2 more of 'Row' is read by no generated code: 'Row' has no [RidgeRegression]; write it on 'Row', or remove [Feature]")]
    [InlineData("public struct Row { [[|Target|]] public double Y { get; set; } }", "[Target] on 'Y' is read by no generated code: 'Row' has no [RidgeRegression]; write it on 'Row', or remove [Target]")]
    [InlineData("public sealed class Row { [[|SampleWeight|]] public double W; }", "[SampleWeight] on 'W' is read by no generated code: 'Row' has no [RidgeRegression]; write it on 'Row', or remove [SampleWeight]")]
    [InlineData("internal abstract class Row { [[|Feature|]] public double X; }", "[Feature] on 'X' is read by no generated code: 'Row' has no [RidgeRegression]; write it on 'Row', or remove [Feature]")]
    [InlineData("public interface IRow { [[|Feature|]] double X { get; } }", "[Feature] on 'X' is read by no generated code: the columns of a row are members of classes and structs; write it there, or remove [Feature]")]
    [InlineData("public record Villa : House { [[|Feature|]] public double Garden { get; init; } }", "[Feature] on 'Garden' is read by no generated code: 'Villa' has no [RidgeRegression] of its own, and 'HouseRidge' knows the columns of 'House' alone; write it on 'Villa', or remove [Feature]")]
    [InlineData("public record Hut : Villa { [[|Feature|]] public double Smoke { get; init; } } public record Villa : House;", "[Feature] on 'Smoke' is read by no generated code: 'Hut' has no [RidgeRegression] of its own, and 'HouseRidge' knows the columns of 'House' alone; write it on 'Hut', or remove [Feature]")]
    [InlineData("[RidgeRegression] public class Row { [Feature] public double X; [Target] public double Y; [[|Standardized|]] public double Z; }", "[Standardized] on 'Z' is read by no generated code: it is neither [Feature] nor [Target]; add [Feature], or remove [Standardized]")]
    [InlineData("[RidgeRegression] public class Row { [Feature] public double X; [Target] public double Y; [SampleWeight, [|Standardized|]] public double W; }", "[Standardized] on 'W' is read by no generated code: it is neither [Feature] nor [Target]; add [Feature], or remove [Standardized]")]
    [InlineData("[RidgeRegression] public record Row([property: Feature][[|Standardized|]] double X, [property: Target] double Y);", "[Standardized] on 'X' is read by no generated code: it stands on a parameter of the constructor; write [property: Standardized], or remove [Standardized]")]
    [InlineData("public static class Program { public static void Run([[|Standardized|]] Tensor x) { } }", "[Standardized] on 'x' is read by no generated code: of parameters only the inputs of a module's forward are vouched for; write it there, or remove [Standardized]")]
    [InlineData("public class Row { [[|Group|]] public int G; }", "[Group] on 'G' is read by no generated code: 'Row' has no [RidgeRegression]; write it on 'Row', or remove [Group]")]
    [InlineData("[[|Interaction(\"A\", \"B\")|]] public class Row { public double A; public double B; }", "[Interaction] on 'Row' is read by no generated code: 'Row' has no [RidgeRegression]; write it on 'Row', or remove [Interaction]")]
    [InlineData("[RidgeRegression] public class Row { [Feature] public double X; [Target] public double Y; [[|Polynomial(2)|]] public double Z; }", "[Polynomial] on 'Z' is read by no generated code: it is no [Feature]; add [Feature], or remove [Polynomial]")]
    [InlineData("[RidgeRegression] public class Row { [Feature] public double X; [Target, [|Polynomial(2)|]] public double Y; }", "[Polynomial] on 'Y' is read by no generated code: it is no [Feature]; add [Feature], or remove [Polynomial]")]
    public Task Nobody_reads_it(string source, string message) => Verify.ReportsMessageAsync(House + source, message);

    [Theory]
    [InlineData("public sealed class Row { public double X; }")]
    [InlineData("public abstract record Row([property: Feature] double X);")]
    [InlineData("public class Base { [Feature] public double X; } [RidgeRegression] public class Row : Base { [Target] public double Y; }")]
    [InlineData("public class Base<T> { [Feature] public T X = default!; } [RidgeRegression] public class Row : Base<double> { [Target] public double Y; }")]
    [InlineData("internal abstract class Base { [Feature] public double X; } internal abstract class Middle : Base; [RidgeRegression] internal class Row : Middle { [Target] public double Y; }")]
    [InlineData("public record Villa : House { public double Garden { get; init; } }")]
    [InlineData("[RidgeRegression] public record Villa : House { [Feature] public double Garden { get; init; } }")]
    [InlineData("[RidgeRegression] public class Row { [Feature] public double X; [Target, Standardized] public double Y; }")]
    [InlineData("[RidgeRegression] public class Row { [field: Feature, Standardized] public double X { get; set; } [Target] public double Y; }")]
    [InlineData("[RidgeRegression] public record Row([property: Feature, Standardized] double X, [property: Target] double Y);")]
    [InlineData("[RidgeRegression] public class Row { [Feature] public string X = \"\"; }")]
    [InlineData("[RidgeRegression][Interaction(\"X\", \"Z\")] public class Row { [Feature, Polynomial(2)] public double X; [Feature] public double Z; [Target] public double Y; [Group] public int G; }")]
    [InlineData("[Interaction(\"X\", \"Z\")] public abstract class Base { [Feature] public double X; [Feature] public double Z; } [RidgeRegression] public class Row : Base { [Target] public double Y; }")]
    [InlineData("public class Net : Module<Tensor, Tensor> { public Net() : base(\"\") { } public override Tensor forward([Standardized] Tensor x) => x; }")]
    [InlineData("public class Net : Module<Tensor, Tensor, Tensor> { public Net() : base(\"\") { } public override Tensor forward([Standardized] Tensor x, Tensor y) => x; }")]
    public Task Somebody_reads_it_or_there_is_nothing_to_read(string source) => Verify.IsSilentAsync(House + source);

    [Fact]
    public Task An_attribute_of_the_same_name_is_not_ours() => Verify.ReportsInFilesAsync(
        "namespace Other { public sealed class FeatureAttribute : System.Attribute; public sealed class Row { [Feature] public double X; } }");

    [Fact]
    public Task Fix_annotates_the_type() => Fix.ChangesAsync(
        "\npublic record Row\n{\n    [[|Feature|]] public double X { get; init; }\n    [Target] public double Y { get; init; }\n}\n",
        "\n[RidgeRegression]\npublic record Row\n{\n    [Feature] public double X { get; init; }\n    [Target] public double Y { get; init; }\n}\n",
        ReadColumnCodeFix.AddKey);

    [Fact]
    public Task Fix_makes_it_a_feature() => Fix.ChangesAsync(
        "\n[RidgeRegression]\npublic class Row\n{\n    [Feature] public double X;\n    [Target] public double Y;\n    [[|Standardized|]] public double Z;\n}\n",
        "\n[RidgeRegression]\npublic class Row\n{\n    [Feature] public double X;\n    [Target] public double Y;\n    [Feature]\n    [Standardized] public double Z;\n}\n",
        ReadColumnCodeFix.AddKey);

    [Fact]
    public Task Fix_removes_all_of_the_type() => Fix.ChangesAsync(
        House + "public record Villa : House\n{\n    [[|Feature|]] public double Garden { get; init; }\n    [Feature, Standardized] public double Pool { get; init; }\n}\n",
        House + "public record Villa : House\n{\n    public double Garden { get; init; }\n    public double Pool { get; init; }\n}\n",
        ReadColumnCodeFix.RemoveKey);

    [Theory]
    [InlineData("public static class Program { public static void Run([[|Standardized|]] Tensor x) { } }")]
    public Task Fix_of_a_parameter_is_the_author_s(string source) => Fix.OffersNothingAsync("\n" + source);

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync("\npublic record Row { [[|Feature|]] public double X { get; init; } }");

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync("\npublic record Row { [[|Feature|]] public double X { get; init; } }");
}
