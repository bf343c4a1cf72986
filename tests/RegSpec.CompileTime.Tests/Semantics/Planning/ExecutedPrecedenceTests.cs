using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Generators;
using static TorchSharp.torch;

namespace RegSpec.CompileTime.Tests.Semantics.Planning;

/// <summary>All pairs of declarations in all nestings, generated, compiled into one assembly and bound on live models.</summary>
public class ExecutedPrecedenceTests(ExecutedPrecedenceTests.Models models) : IClassFixture<ExecutedPrecedenceTests.Models>
{
    public static TheoryData<Place, Place, Nesting> Cases()
    {
        var data = new TheoryData<Place, Place, Nesting>();
        foreach ((Place first, Place second, Nesting nesting) in Precedence.Pairs())
        {
            data.Add(first, second, nesting);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void F70_The_place_of_the_design_decides(Place first, Place second, Nesting nesting)
    {
        using nn.Module root = models.Create(Precedence.NamespaceOf(first, second, nesting) + ".Root");
        ParameterGroups groups = second == Place.RunTime
            ? ParameterGroups.Of(root, Precedence.Lambda(Place.RunTime))
            : ParameterGroups.Of(root);

        PlannedParameter[] weights = [.. groups.Where(row => row.Name.EndsWith(".fc.weight", StringComparison.Ordinal))];
        Assert.Equal(nesting == Nesting.ListBuiltInALoop ? 2 : 1, weights.Length);
        Assert.All(weights, row => Assert.Equal(Precedence.Lambda(Precedence.Winner([first, second], nesting)), row.WeightDecay));
        Assert.All(groups.Except(weights), row => Assert.Equal(0, row.WeightDecay)); // the bias, which no case names
    }

    /// <summary>The assembly of all models with the code generated for them.</summary>
    public sealed class Models
    {
        private readonly Assembly assembly;

        public Models()
        {
            string[] sources = [.. Precedence.Pairs().Select(pair => TestCompilation.ModelUsings + Precedence.Source(pair.First, pair.Second, pair.Nesting))];
            CSharpCompilation compilation = TestCompilation.Create(sources);
            CSharpGeneratorDriver
                .Create([new ParameterGroupsGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions)
                .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
            using var image = new MemoryStream();
            Assert.True(generated.Emit(image).Success);
            assembly = Assembly.Load(image.ToArray());
        }

        public nn.Module Create(string type) => (nn.Module)Activator.CreateInstance(assembly.GetType(type, throwOnError: true)!)!;
    }
}
