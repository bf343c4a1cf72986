using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics.Catalog;

namespace RegSpec.CompileTime.Tests;

/// <summary>What every other test here relies on.</summary>
public class InfrastructureTests
{
    [Fact]
    public void Tests_run_on_the_Roslyn_they_ask_for()
    {
        var expected = Version.Parse(TestReferences.RoslynVersion);
        Version actual = typeof(CSharpCompilation).Assembly.GetName().Version!;
        Assert.Equal((expected.Major, expected.Minor), (actual.Major, actual.Minor));
    }

    [Fact]
    public void Shipped_assemblies_are_built_for_the_floor()
    {
        AssemblyName reference = typeof(LayerCatalog).Assembly.GetReferencedAssemblies().Single(name => name.Name == "Microsoft.CodeAnalysis");
        Assert.Equal(new Version(4, 8, 0, 0), reference.Version);
    }

    [Fact]
    public void A_model_with_the_contract_attributes_compiles()
    {
        CSharpCompilation compilation = TestCompilation.Create(TestCompilation.ModelUsings + """

            [WeightDecay(0.05)]
            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly Linear fc1 = Linear(64, 128);
                [NoWeightDecay] private readonly Parameter scale = Parameter(ones(3));

                public Net() : base(nameof(Net)) => RegisterComponents();

                public override Tensor forward([Standardized] Tensor x) => fc1.call(x) * scale;
            }
            """);
        Assert.Equal("TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>", compilation.Type("Net").BaseType!.ToDisplayString());
        SyntaxTree tree = compilation.SyntaxTrees.Last();
        var models = new CachedModels(compilation);
        Assert.Same(models.Get(tree), models.Get(tree));
    }

    [Fact]
    public void Code_with_errors_fails_the_test() =>
        Assert.ThrowsAny<Exception>(() => TestCompilation.Create("class C { Missing field; }"));
}
