using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Shapes;

namespace RegSpec.CompileTime.Tests.Semantics.Planning;

/// <summary>What the compile-time plan says for every pair of declarations; a run-time λ is not known there.</summary>
public class PlannedPrecedenceTests
{
    public static TheoryData<Place, Place, Nesting> Cases()
    {
        var data = new TheoryData<Place, Place, Nesting>();
        foreach ((Place first, Place second, Nesting nesting) in Precedence.Pairs())
        {
            if (second != Place.RunTime)
            {
                data.Add(first, second, nesting);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_place_of_the_design_decides(Place first, Place second, Nesting nesting)
    {
        CSharpCompilation compilation = TestCompilation.Create(TestCompilation.ModelUsings + Precedence.Source(first, second, nesting));
        CompilationStudy study = CompilationStudy.Of(compilation, StudyOptions.ForGeneration)!;
        ModuleShape shape = study.ShapeOf(compilation.Type(Precedence.NamespaceOf(first, second, nesting) + ".Root"), CancellationToken.None);

        PlanRow[] weights = [.. Planner.Plan(shape).Rows.Where(row => row.Path.EndsWith(".fc.weight", StringComparison.Ordinal))];

        Assert.Equal(nesting == Nesting.ListBuiltInALoop ? 2 : 1, weights.Length);
        Assert.All(weights, row => Assert.Equal(Precedence.Lambda(Precedence.Winner([first, second], nesting)), row.Decision!.WeightDecay));
    }
}
