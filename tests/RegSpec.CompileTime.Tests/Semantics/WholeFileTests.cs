using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Sources;

namespace RegSpec.CompileTime.Tests;

/// <summary>A whole file comes or goes: what was read is read anew unless no code that was read can get hold of anything in it.</summary>
public class WholeFileTests
{
    private const string Net = TestCompilation.ModelUsings + """

        namespace Acme;

        [WeightDecay(0.05)]
        public sealed class Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(8, 8, hasBias: false);
            private readonly LayerNorm norm = LayerNorm(8);
            public readonly Linear shown = Linear(8, 8);
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => norm.call(fc.call(x)).relu() + Helper.Twice(x).Later();
        }
        """;

    private const string Helper = TestCompilation.ModelUsings + "namespace Acme; public static class Helper { public static Tensor Twice(Tensor x) => x * 2; }";

    private const string Unread = "namespace Acme; public static class Unread { public static int Answer(object o) => o.Soon(); }";

    [Theory]
    [InlineData("nothing", "", true)]
    [InlineData("a type nobody names", "namespace Acme; public static class Other { public static int Twice(int n) => 2 * n; }", true)]
    [InlineData("types of all kinds nobody names", "namespace Acme { public interface IOther { } public class Other : IOther { } public struct S1 { } public record R1(int A); public enum E1 { A } public delegate void D1(); }", true)]
    [InlineData("a namespace of its own", "namespace Elsewhere.Deep; public static class Other { }", true)]
    [InlineData("an extension nobody who was read calls", "namespace Acme; public static class Other { public static int Soon(this object o) => 1; }", true)]
    [InlineData("an extension that is called", "namespace Acme; public static class Other { public static TorchSharp.torch.Tensor Later(this TorchSharp.torch.Tensor x) => x; }", false)]
    [InlineData("an extension that statements call", "namespace Acme; public static class Other { public static void Deconstruct(this object o, out int a, out int b) => a = b = 1; }", false)]
    [InlineData("a type that hides TorchSharp's", "namespace Acme; public class Linear { }", false)]
    [InlineData("a type that is named in a file that was not read", "namespace Acme; public static class Answer { }", false)]
    [InlineData("a namespace that hides a type", "namespace Acme.Helper { public static class Other { } }", false)]
    [InlineData("a part of a class", "namespace Acme; public partial class Other { }", false)]
    [InlineData("a global using", "global using System.IO;", false)]
    [InlineData("an attribute of the assembly", "[assembly: RegSpec.WeightDecayFor(typeof(Acme.Net), 0.1)]", false)]
    [InlineData("a summary for others", "[assembly: global::RegSpec.ForwardSummary(\"Acme.Net\", 1, \"forward\")]", true)]
    [InlineData("a use of a member that is shown", "namespace Acme; public static class Other { public static void Spoil(Net net) => net.shown.Dispose(); }", false)]
    [InlineData("RegSpec's own list of that member", "namespace Acme; [global::System.CodeDom.Compiler.GeneratedCode(\"RegSpec\", \"1\")] public static class Other { public static object Read(Net net) => net.shown; }", true)]
    [InlineData("a type that the compiler uses without a name", "namespace System { public readonly struct Index { } }", false)]
    [InlineData("code outside types", "System.Console.WriteLine();", false)]
    [InlineData("an alias of a reference", "extern alias other; namespace Acme { public static class Other { } }", false)]
    public void What_was_read_is_kept(string what, string file, bool isKept)
    {
        CSharpCompilation before = ConsumerCompilation.Create(Net, Helper, Unread);
        CSharpCompilation after = before.AddSyntaxTrees(CSharpSyntaxTree.ParseText(file, ConsumerCompilation.ParseOptions, "Added.cs"));
        Assert.Equal(1, AnalysesOf(before));
        Assert.Equal((what, isKept ? 0 : 1), (what, AnalysesOf(after)));
    }

    /// <summary>Where no file names the namespace either.</summary>
    [Fact]
    public void Types_of_the_framework_are_not_understood()
    {
        Assert.Null(FileNames.Of(CSharpSyntaxTree.ParseText("namespace System { public readonly struct Index { } }"), default));
        Assert.Null(FileNames.Of(CSharpSyntaxTree.ParseText("namespace System.Runtime.CompilerServices; internal static class IsExternalInit { }"), default));
        Assert.NotNull(FileNames.Of(CSharpSyntaxTree.ParseText("namespace Systems; internal static class Other { }"), default));
    }

    [Theory]
    [InlineData("namespace Acme; public static class Other { }", 0)]
    [InlineData("namespace Acme; public static class Other { public static TorchSharp.torch.Tensor Later(this TorchSharp.torch.Tensor x) => x; }", 1)]
    [InlineData("namespace Acme; public class LayerNorm { }", 1)]
    public void What_was_read_with_it_is_kept_without_it(string file, int analyses)
    {
        CSharpCompilation with = ConsumerCompilation.Create(Net, Helper, Unread, file);
        Assert.Equal(1, AnalysesOf(with));
        Assert.Equal(analyses, AnalysesOf(with.RemoveSyntaxTrees(with.SyntaxTrees.Last())));
    }

    [Fact]
    public void A_file_that_was_read_is_missed()
    {
        CSharpCompilation with = ConsumerCompilation.Create(Net, Unread, "namespace Acme; public static class Other { }", Helper);
        Assert.Equal(1, AnalysesOf(with));
        Assert.Equal(1, AnalysesOf(with.RemoveSyntaxTrees(with.SyntaxTrees.Last())));
    }

    [Fact]
    public void Files_in_another_order_are_read_again()
    {
        CSharpCompilation before = ConsumerCompilation.Create(Net, Helper);
        Assert.Equal(1, AnalysesOf(before));
        SyntaxTree[] trees = [.. before.SyntaxTrees];
        CSharpCompilation after = before.RemoveAllSyntaxTrees().AddSyntaxTrees(trees[0], trees[2], trees[1], CSharpSyntaxTree.ParseText("namespace Acme; public static class Other { }", ConsumerCompilation.ParseOptions));
        Assert.Equal(1, AnalysesOf(after));
    }

    [Fact]
    public void Analyzers_take_what_the_generator_has_read()
    {
        CSharpCompilation compilation = ConsumerCompilation.Create(Net, Helper, Unread);
        GeneratorRun.Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out _);
        Assert.Single(updated.SyntaxTrees.Except(compilation.SyntaxTrees));
        CompilationStudy reported = CompilationStudy.Of(updated, StudyOptions.ForReports([]))!, generated = CompilationStudy.Of(compilation, StudyOptions.ForGeneration)!;
        INamedTypeSymbol type = updated.Assembly.GetTypeByMetadataName("Acme.Net")!;
        Assert.Same(generated.PlanOf(compilation.Type("Acme.Net"), default), reported.PlanOf(type, default));
        Assert.Same(generated.FindingsOf(compilation.Type("Acme.Net"), default), reported.FindingsOf(type, default));
        Assert.Equal(0, Surroundings.Of(updated).Analyses);

        // Under an option of their own they read anew.
        Assert.NotSame(reported.PlanOf(type, default), CompilationStudy.Of(updated, StudyOptions.ForReports(["Acme.Helper"]))!.PlanOf(type, default));
    }

    [Fact]
    public void Somebody_who_goes_on_reading_before_an_edit_is_not_believed_after_it()
    {
        const string Other = "[WeightDecay(0.1)] public sealed class Other : TorchSharp.torch.nn.Module { private readonly TorchSharp.Modules.Linear fc = TorchSharp.torch.nn.Linear(4, 4); public Other() : base(\"Other\") => RegisterComponents(); }";
        CSharpCompilation before = ConsumerCompilation.Create(Net, Helper, Unread, "using RegSpec;\n" + Other);
        CSharpCompilation after = before.Edit(1, text => text.Replace("x * 2", "x.exp()", StringComparison.Ordinal));
        CompilationStudy earlier = CompilationStudy.Of(before, StudyOptions.ForGeneration)!, later = CompilationStudy.Of(after, StudyOptions.ForGeneration)!;

        // What has not looked at the edited file is kept; then the older compilation goes on.
        Assert.Same(earlier.PlanOf(before.Type("Other"), default), later.PlanOf(after.Type("Other"), default));
        RootPlan stale = earlier.PlanOf(before.Type("Acme.Net"), default);
        Assert.NotSame(stale, later.PlanOf(after.Type("Acme.Net"), default));
    }

    private static int AnalysesOf(CSharpCompilation compilation)
    {
        CompilationStudy study = CompilationStudy.Of(compilation, StudyOptions.ForGeneration)!;
        study.FindingsOf(compilation.Type("Acme.Net"), default);
        return Surroundings.Of(compilation).Analyses;
    }
}
