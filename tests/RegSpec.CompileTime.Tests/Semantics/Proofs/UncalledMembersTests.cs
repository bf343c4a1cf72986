using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>A second public member that uses the module shows it to whoever can call it; where nobody can, the proof stands.</summary>
public class UncalledMembersTests
{
    private const string Fused = "public Tensor forward_fuse(Tensor x) => fc.call(x);";
    private const string Main = "public static class Program { public static void Main() { new Net().call(ones(8)); } }";

    [Theory]
    // A program: its own code is all that calls it.
    [InlineData(true, "public", Fused, Main, true)]
    [InlineData(true, "public", Fused, "public static class Program { public static void Main() { new Net().forward_fuse(ones(8)); } }", false)]
    [InlineData(true, "public", Fused, "public static class Program { public static void Main() { dynamic net = new Net(); net.forward_fuse(ones(8)); } }", false)]
    [InlineData(true, "public", Fused, "public static class Program { public static void Main() { Func<Tensor, Tensor> f = new Net().forward_fuse; } }", false)]
    [InlineData(true, "public", Fused + " public void Export() { forward_fuse(ones(8)); }", Main, false)]
    [InlineData(true, "public", Fused + " public Net Fuse() { forward_fuse(ones(8)); return this; }", Main + "public static class Tool { public static Net Export(Net net) => net.Fuse(); }", false)]
    [InlineData(true, "public", "public Tensor Raw => fc.weight!;", Main, true)]
    [InlineData(true, "public", "public Tensor Raw => fc.weight!;", "public static class Program { public static void Main() { new Net().Raw.print(); } }", false)]
    [InlineData(true, "public", "public Linear Layer { get { return fc; } }", Main, true)]
    [InlineData(true, "public", "public Linear Layer { get { return fc; } }", "public static class Program { public static void Main() { if (new Net() is { Layer: var fc }) fc.call(ones(8)); } }", false)]
    // Others of the same name call each other, and nobody calls one of them.
    [InlineData(true, "public", Fused, Main + "public sealed class Outer : Module<Tensor, Tensor> { private readonly Net net = new(); public Outer() : base(\"o\") => RegisterComponents(); public override Tensor forward(Tensor x) => net.call(x); public Tensor forward_fuse(Tensor x) => net.forward_fuse(x); }", true)]
    [InlineData(true, "public", Fused, Main + "public sealed class Tool { public static Tensor forward_fuse(Net net) => net.forward_fuse(ones(8)); }", false)]
    [InlineData(true, "public", Fused, Main + "public sealed class Tool { [Obsolete] public Tensor forward_fuse(Net net) => net.forward_fuse(ones(8)); }", false)]
    // Called under another name, or without one.
    [InlineData(true, "public", "[Obsolete] " + Fused, Main, false)]
    [InlineData(true, "public", "public void Deconstruct(out Tensor a, out Tensor b) { a = fc.weight!; b = a; }", Main, false)]
    [InlineData(true, "public", "public static implicit operator Tensor(Net net) => net.fc.weight!;", Main, false)]
    [InlineData(true, "public", "public Tensor this[int i] => fc.weight!;", Main, false)]
    // A library: other assemblies call what they see.
    [InlineData(false, "public", Fused, "", false)]
    [InlineData(false, "internal", Fused, "", true)]
    [InlineData(false, "internal", Fused, "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Friend\")]", false)]
    [InlineData(false, "public", "internal Tensor forward_fuse(Tensor x) => fc.call(x);", "", true)]
    [InlineData(false, "internal", Fused, "internal static class Tool { internal static Tensor Run(Net net) => net.forward_fuse(ones(8)); }", false)]
    public void Who_can_call_it(bool isProgram, string access, string members, string others, bool isProved)
    {
        string assembly = others.StartsWith("[assembly", StringComparison.Ordinal) ? others : "";
        Assert.Equal(isProved, IsProved(Compile(isProgram, assembly, $"{access} sealed class Net : Module<Tensor, Tensor>", members, assembly.Length > 0 ? "" : others)));
    }

    [Theory]
    [InlineData("public interface IFused { Tensor forward_fuse(Tensor x); }", "public sealed class Net : Module<Tensor, Tensor>, IFused", false)]
    [InlineData("public abstract class Fusing : Module<Tensor, Tensor> { protected Fusing() : base(\"f\") { } public abstract Tensor forward_fuse(Tensor x); }", "public sealed class Net : Fusing", false)]
    [InlineData("public abstract class Other : Module<Tensor, Tensor> { protected Other() : base(\"f\") { } public abstract Tensor forward_fused(Tensor x); }", "public sealed class Net : Module<Tensor, Tensor>", true)]
    public void What_it_stands_for(string beside, string declaration, bool isProved)
    {
        bool overrides = declaration.Contains("Fusing", StringComparison.Ordinal);
        Assert.Equal(isProved, IsProved(Compile(true, "", declaration, overrides ? Fused.Replace("public", "public override", StringComparison.Ordinal) : Fused, Main + beside, overrides ? "" : " : base(\"n\")")));
    }

    [Fact]
    public void An_heir_gives_a_method_to_an_interface()
    {
        CSharpCompilation compilation = Compile(true, "", "public class Net : Module<Tensor, Tensor>", Fused, Main + "public interface IFused { Tensor forward_fuse(Tensor x); } public sealed class Heir : Net, IFused { }");
        Assert.DoesNotContain(Specimen.Analyze(compilation, "Heir").Proved, fact => fact.Path == "fc.weight");
    }

    [Fact]
    public void An_edit_elsewhere_that_names_it_is_noticed()
    {
        CSharpCompilation compilation = Compile(true, "", "public sealed class Net : Module<Tensor, Tensor>", Fused, Main);
        SyntaxTree other = TestCompilation.Parse("class Elsewhere { object M(Net net) => net; }", "Elsewhere.cs");
        compilation = compilation.AddSyntaxTrees(other);
        Assert.NotEmpty(Found(compilation));
        compilation = compilation.ReplaceSyntaxTree(other, TestCompilation.Parse("class Elsewhere { object M(Net net) => net.forward_fuse(null!); }", "Elsewhere.cs"));
        Assert.Empty(Found(compilation));
    }

    private static IEnumerable<string> Found(CSharpCompilation compilation) =>
        CompilationStudy.Of(compilation, StudyOptions.ForReports([]))!.FindingsOf(compilation.Type("Net"), default).Facts.Proved.Select(fact => fact.Path);

    private static bool IsProved(CSharpCompilation compilation) => Specimen.Analyze(compilation, "Net").Proved.Any(fact => fact.Path == "fc.weight");

    private static CSharpCompilation Compile(bool isProgram, string assembly, string declaration, string members, string others, string toBase = " : base(\"n\")")
    {
        CSharpCompilation compilation = TestCompilation.CreateUnchecked(TestCompilation.ModelUsings + $$"""

            {{assembly}}
            {{declaration}}
            {
                private readonly Linear fc = Linear(8, 8, hasBias: false);
                private readonly LayerNorm norm = LayerNorm(8);
                public Net(){{toBase}} => RegisterComponents();
                public override Tensor forward(Tensor x) => norm.call(fc.call(x));
                {{members}}
            }
            {{others}}
            """);
        return TestCompilation.RequireNoErrors(isProgram ? compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication)) : compilation);
    }
}
