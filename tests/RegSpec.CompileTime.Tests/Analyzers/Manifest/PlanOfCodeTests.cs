using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Analyzers;
using RegSpec.Semantics;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Sources;

namespace RegSpec.CompileTime.Tests.Analyzers.Manifest;

/// <summary>DecayPlan.txt says what the code does: generator and analyzers see compilations that differ by the generated files, and find the same plans in them.</summary>
public class PlanOfCodeTests
{
    private const string Vouched = "VouchedNorm";

    private const string Model = TestCompilation.ModelUsings + """

        public sealed class VouchedNorm : Module<Tensor, Tensor>
        {
            private readonly Parameter gain = Parameter(ones(8));
            public VouchedNorm() : base("n") => RegisterComponents();
            public override Tensor forward(Tensor x) => Native.Normalize(x) * gain;
        }
        public static class Native { public static extern Tensor Normalize(Tensor x); }
        [WeightDecay(0.05)]
        public sealed class UsesVouched : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(8, 8, hasBias: false);
            private readonly VouchedNorm norm = new();
            public UsesVouched() : base("u") => RegisterComponents();
            public override Tensor forward(Tensor x) => norm.call(fc.call(x));
        }
        """;

    [Theory]
    [InlineData("")]
    [InlineData(Vouched)]
    public void The_plans_of_reports_are_those_of_the_code(string normalization)
    {
        string[] names = normalization.Length == 0 ? [] : [normalization];
        CSharpCompilation before = TestCompilation.Create([.. CleanZooTests.Sources(), Model]);
        GeneratorRun.Driver().WithUpdatedParseOptions(before.SyntaxTrees[0].Options).RunGeneratorsAndUpdateCompilation(before, out Compilation after, out _);
        CompilationStudy code = CompilationStudy.Of(before, new StudyOptions(new(names), IsForGeneration: true))!, reports = CompilationStudy.Of(after, StudyOptions.ForReports(names))!;
        int rows = 0;
        foreach (INamedTypeSymbol type in SourceTypes.In(before.Assembly).Where(type => code.IsModule(type) && !type.IsAbstract))
        {
            string name = TypeNames.MetadataName(type);
            RootPlan written = code.PlanOf(type, default), reported = reports.PlanOf(after.Assembly.GetTypeByMetadataName(name)!, default);
            Assert.Equal(written.Rows, reported.Rows);
            Assert.Equal(written.Shape, reported.Shape);
            rows += written.Rows.Count;
        }

        Assert.True(rows > 400, $"only {rows} rows");
    }

    [Theory]
    [InlineData("", "0.05", "fc.weight")]
    [InlineData(Vouched, "0", "fc.weight")]
    public void The_option_reaches_both(string normalization, string weightDecay, string path)
    {
        string[] names = normalization.Length == 0 ? [] : [normalization];
        CSharpCompilation compilation = TestCompilation.Create(Model);
        foreach (StudyOptions options in new[] { new StudyOptions(new(names), IsForGeneration: true), StudyOptions.ForReports(names) })
        {
            PlanRow row = Assert.Single(CompilationStudy.Of(compilation, options)!.PlanOf(compilation.Type("UsesVouched"), default).Rows, row => row.Path == path);
            Assert.Equal(weightDecay, FormattableString.Invariant($"{row.Decision!.WeightDecay}"));
        }
    }
}
