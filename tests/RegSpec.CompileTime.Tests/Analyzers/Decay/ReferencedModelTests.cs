using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Analyzers;
using RegSpec.CompileTime.Tests.Analyzers.Optimizers;

namespace RegSpec.CompileTime.Tests.Analyzers.Decay;

/// <summary>REG1004 and REG1005 on models of a referenced project: as source, as an editor gives them, and as metadata, as a build does.</summary>
public class ReferencedModelTests
{
    private const string Training = TestCompilation.ModelUsings + """

        public class Trainer
        {
            public object Train(Net model, double l2) => optim.Adam(model.parameters(), weight_decay: l2);
            public object Of(Base model) => optim.SGD(model.parameters(), 0.1, weight_decay: 0.1);
            public object In(Holder holder) => optim.SGD(holder.Model.parameters(), 0.1, weight_decay: 0.1);
        }
        """;

    private const string Models = TestCompilation.ModelUsings + TrainingCode.Net + """

        public abstract class Base : Module<Tensor, Tensor> { protected Base() : base("") { } }
        public sealed class Heir : Base { private readonly Linear fc = Linear(1, 1); public Heir() => RegisterComponents(); public override Tensor forward(Tensor x) => fc.call(x); }
        public sealed class Holder { public readonly Module<Tensor, Tensor> Model = new Heir(); }
        """;

    [Fact]
    public async Task As_source_the_model_is_read_like_one_s_own() => Assert.Equal(
        [
            "REG1004: weight_decay = l2 decays 6 of 6 tensors of 'Net', also 'fc.bias', where it controls nothing; RegSpec's default would decay 1, policy Weights 2: write model.ParameterGroups(weightDecay: l2).Adam",
            "REG1004: weight_decay = 0.1 decays 2 of 2 tensors of 'Heir', also 'fc.bias', where it controls nothing; RegSpec's default would decay 1, policy Weights 1: write model.ParameterGroups(weightDecay: 0.1).SGD",
            "REG1004: weight_decay = 0.1 decays 2 of 2 tensors of 'Heir', also 'fc.bias', where it controls nothing; RegSpec's default would decay 1, policy Weights 1: write holder.Model.ParameterGroups(weightDecay: 0.1).SGD",
        ],
        await ReportedAsync(Project(Models).ToMetadataReference()));

    [Fact]
    public async Task A_project_without_RegSpec_is_read_too()
    {
        CSharpCompilation plain = TestCompilation.CreateUnchecked(Models.Replace("using RegSpec;", "")).RemoveReferences(TestReferences.RegSpec).WithAssemblyName("Models");
        Assert.Equal(3, (await ReportedAsync(TestCompilation.RequireNoErrors(plain).ToMetadataReference())).Length);
    }

    [Fact]
    public async Task As_metadata_the_switches_of_its_layers_are_unknown() => Assert.Empty(await ReportedAsync(Emitted(Models)));

    [Theory]
    [InlineData("[WeightDecay(0.1)] ", "")]
    [InlineData("", "\n[assembly: WeightDecayFor(typeof(Net), 0.1)]\n")]
    public async Task An_annotated_one_is_known_either_way(string onClass, string onAssembly)
    {
        string models = Models.Replace("public class Net", onClass + "public class Net").Insert(TestCompilation.ModelUsings.Length, onAssembly);
        const string expected = "REG1005: 'Net' declares its weight decay, but this Adam takes its parameters as one list and sees nothing of it; write model.ParameterGroups(weightDecay: l2).Adam";
        Assert.Contains(expected, await ReportedAsync(Emitted(models)));
        Assert.Contains(expected, await ReportedAsync(Project(models).ToMetadataReference()));
    }

    [Fact]
    public async Task No_rule_fails_on_the_trees_of_another_project()
    {
        const string others = Models + """

            [WeightDecay(0.1)]
            public class Root : Module<Tensor, Tensor>
            {
                public readonly Parameter raw = Parameter(randn(2, 2));
                protected readonly Linear fc = Linear(1, 1);
                private readonly List<Linear> lost = new() { Linear(1, 1) };
                [WeightDecay(0.1, Parameters = "*")] public readonly Linear declared = Linear(1, 1);
                public Root() : base("Root") { }
                public override Tensor forward(Tensor x) => declared.call(lost[0].call(fc.call(x)));
            }

            public sealed class Sparse : Module<Tensor, Tensor>
            {
                public readonly Embedding table = Embedding(2, 2, sparse: true);
                public readonly Linear head = Linear(2, 2);
                public Sparse() : base("Sparse") { head.weight = table.weight; RegisterComponents(); }
                public override Tensor forward(Tensor x) => head.call(table.call(x));
            }
            """;
        const string use = Training + """

            [WeightDecay(0.2)]
            public sealed class Mine : Root
            {
                private readonly Root inner = new();
                private readonly Sequential silent = Sequential(("a", new Root()));
                private readonly Linear own = Linear(1, 1);
                public Mine() => RegisterComponents();
                public override Tensor forward(Tensor x) => silent.call(own.call(inner.call(x)));
            }

            public static class Program
            {
                public static void Main(Sparse sparse, Tensor x)
                {
                    var root = new Root();
                    var a = optim.SGD(root.parameters(), 0.1);
                    var b = optim.SGD(sparse.parameters(), 0.1, weight_decay: 0.1);
                    var loss = sparse.call(x).sum() + sparse.parameters().Select(p => p.square().sum()).Aggregate((p, q) => p + q);
                    loss.backward();
                    b.step();
                }
            }
            """;
        CSharpCompilation training = TestCompilation.RequireNoErrors(TestCompilation.CreateUnchecked(use).AddReferences(Project(others).ToMetadataReference()));
        IEnumerable<string> found = (await Rules.RunAsync(training)).Select(diagnostic => diagnostic.Id + " " + diagnostic.GetMessage());
        Assert.DoesNotContain(found, text => text.StartsWith("AD0001", StringComparison.Ordinal));
        Assert.Contains(found, text => text.StartsWith("REG0007 The parameters of 'Root' never reach", StringComparison.Ordinal));
        Assert.Contains(found, text => text.StartsWith("REG3008", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_raw_parameter_of_an_annotated_base_in_an_assembly_is_reported_at_the_heir()
    {
        const string models = TestCompilation.ModelUsings + """

            [WeightDecay(0.1)]
            public abstract class Base : Module<Tensor, Tensor>
            {
                public readonly Parameter raw = Parameter(randn(2, 2));
                protected Base() : base("Base") { }
            }
            """;
        const string heir = TestCompilation.ModelUsings + """

            [WeightDecay(0.1)]
            public sealed class Heir : Base
            {
                public Heir() => RegisterComponents();
                public override Tensor forward(Tensor x) => x;
            }
            """;
        CSharpCompilation training = TestCompilation.RequireNoErrors(TestCompilation.CreateUnchecked(heir).AddReferences(Emitted(models)));
        Diagnostic found = Assert.Single(await training.WithAnalyzers([new UnknownRoleAnalyzer()]).GetAnalyzerDiagnosticsAsync());
        Assert.Equal("Heir", found.Location.SourceTree!.GetText().ToString(found.Location.SourceSpan));
    }

    [Fact]
    public async Task A_base_in_an_assembly_may_register_what_its_heirs_hold()
    {
        const string models = TestCompilation.ModelUsings + "\npublic abstract class Base : Module<Tensor, Tensor> { protected Base() : base(\"Base\") => RegisterComponents(); }";
        const string heir = TestCompilation.ModelUsings + """

            [WeightDecay(0.1)]
            public sealed class Heir : Base
            {
                private readonly Linear fc = Linear(1, 1);
                public override Tensor forward(Tensor x) => fc.call(x);
            }

            public static class Program { public static int Count() { var root = new Heir(); return root.parameters().Count(); } }
            """;
        CSharpCompilation training = TestCompilation.RequireNoErrors(TestCompilation.CreateUnchecked(heir).AddReferences(Emitted(models)));
        Assert.Empty(await training.WithAnalyzers([new UnregisteredMemberAnalyzer()]).GetAnalyzerDiagnosticsAsync());
    }

    private static async Task<string[]> ReportedAsync(MetadataReference models)
    {
        CSharpCompilation training = TestCompilation.RequireNoErrors(TestCompilation.CreateUnchecked(Training).AddReferences(models));
        ImmutableArray<DiagnosticAnalyzer> rules = [new DecayedEverythingAnalyzer(), new BypassedGroupsAnalyzer()];
        return
        [
            .. (await training.WithAnalyzers(rules).GetAnalyzerDiagnosticsAsync())
                .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)
                .Select(diagnostic => diagnostic.Id + ": " + diagnostic.GetMessage()),
        ];
    }

    private static CSharpCompilation Project(string models) => TestCompilation.Create(models).WithAssemblyName("Models");

    private static MetadataReference Emitted(string models)
    {
        using var assembly = new MemoryStream();
        Assert.True(Project(models).Emit(assembly).Success);
        return MetadataReference.CreateFromImage(assembly.ToArray());
    }
}
