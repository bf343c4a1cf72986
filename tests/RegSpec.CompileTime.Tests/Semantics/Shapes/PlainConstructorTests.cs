using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Semantics;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Shapes;

namespace RegSpec.CompileTime.Tests;

/// <summary>Which constructors are read by their syntax alone.</summary>
public class PlainConstructorTests
{
    [Theory]
    [InlineData("public Net() : base(nameof(Net)) => RegisterComponents();", true)]
    [InlineData("public Net(int size = 3) : base(\"net\") { RegisterComponents(); }", true)]
    [InlineData("public Net() : base(nameof(fc)) => RegisterComponents();", false)]
    [InlineData("public Net(string name) : base(name) => RegisterComponents();", false)]
    [InlineData("public Net() : base(nameof(Net)) { RegisterComponents(); fc = Linear(2, 2); }", false)]
    [InlineData("public Net() : base(nameof(Net)) { }", false)]
    [InlineData("public Net() : base(nameof(Net)) => register_module(\"x\", fc);", false)]
    [InlineData("public Net() : this(1) => RegisterComponents(); private Net(int n) : base(\"net\") { }", false)]
    [InlineData("public Net(System.Action RegisterComponents) : base(nameof(Net)) => RegisterComponents();", false)]
    [InlineData("public Net() : base(nameof(Net)) => RegisterComponents(); private new void RegisterComponents() { }", false)]
    [InlineData("public Net() : base(nameof(Net)) => RegisterComponents(); protected override void RegisterComponents() { }", false)]
    public void Constructors(string members, bool isPlain)
    {
        Compilation compilation = Compile("Module<Tensor, Tensor>", members);
        Assert.Equal(isPlain, IsPlain(compilation));

        // Only one that registers by TorchSharp's own method may be taken for plain.
        ModuleShape shape = Read(compilation);
        Assert.True(!isPlain || shape.Registration == Registration.Own);
    }

    [Fact]
    public void A_base_class_of_the_compilation_has_a_body_to_read() =>
        Assert.False(IsPlain(Compile("Root", "public Net() : base(\"net\") => RegisterComponents();")));

    [Theory]
    [InlineData("=> RegisterComponents();", "{ ; RegisterComponents(); }")]
    [InlineData("{ RegisterComponents(); }", "=> this.RegisterComponents();")]
    public void A_plain_constructor_reads_like_one_that_is_bound(string plain, string bound)
    {
        Compilation first = Compile("Module<Tensor, Tensor>", "public Net() : base(nameof(Net)) " + plain);
        Compilation second = Compile("Module<Tensor, Tensor>", "public Net() : base(nameof(Net)) " + bound);
        Assert.True(IsPlain(first));
        Assert.False(IsPlain(second));
        Assert.Equal(Read(second), Read(first));
        Assert.Equal(
            new AnalyzedSource((CSharpCompilation)second).Analyze(second.Type("Net")),
            new AnalyzedSource((CSharpCompilation)first).Analyze(first.Type("Net")));
    }

    private static Compilation Compile(string baseClass, string members) => TestCompilation.Create(TestCompilation.ModelUsings + $$"""

        public abstract class Root : Module<Tensor, Tensor> { protected Root(string name) : base(name) { } }

        public class Net : {{baseClass}}
        {
            private Linear fc = Linear(2, 2);
            private LayerNorm norm = LayerNorm(2);
            {{members}}
            public override Tensor forward(Tensor x) => norm.call(fc.call(x));
        }
        """);

    private static bool IsPlain(Compilation compilation)
    {
        IMethodSymbol constructor = compilation.Type("Net").InstanceConstructors[0];
        return PlainConstructor.Is(constructor, (ConstructorDeclarationSyntax)constructor.DeclaringSyntaxReferences[0].GetSyntax());
    }

    private static ModuleShape Read(Compilation compilation) =>
        CompilationStudy.Of(compilation, StudyOptions.ForGeneration)!.ShapeOf(compilation.Type("Net"), default);
}
