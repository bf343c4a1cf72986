using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using RegSpec.Analyzers;

namespace RegSpec.CompileTime.Tests.Analyzers.Manifest;

/// <summary>REG4001: the plan under review.</summary>
public class DecayPlanTests
{
    private const string Model = """

        namespace Models
        {
            [WeightDecay(0.05)]
            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly Linear fc = Linear(4, 4);
                private readonly LayerNorm norm = LayerNorm(4);
                [WeightDecay(1e-05, Because = "tuned"), LearningRateScale(0.1)] private readonly Linear head = Linear(4, 1);
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) => head.call(norm.call(fc.call(x).tanh()));
            }
        }
        """;

    private const string Plan = """
        Models.Net: fc.bias  0  Bias  bias
        Models.Net: fc.weight  0.05  Weight  default of Net
        Models.Net: head.bias  0  Bias  lr × 0.1  bias
        Models.Net: head.weight  1E-05  Weight  lr × 0.1  tuned
        Models.Net: norm.bias  0  NormShift  normalization shift
        Models.Net: norm.weight  0  NormScale  normalization scale

        """;

    [Fact]
    public async Task The_plan_itself_and_a_project_without_one_are_silent()
    {
        Assert.Empty(await PlannedProject.Create(Model, Plan).MessagesAsync());
        Assert.Empty(await PlannedProject.Create(Model, plan: null).MessagesAsync());
        Assert.Empty(await PlannedProject.Create(Model, "anything", "/project/Plan.txt").MessagesAsync());
    }

    [Theory]
    [InlineData("sorted differently")]
    [InlineData("comments")]
    [InlineData("carriage returns")]
    [InlineData("aligned")]
    [InlineData("upper case name")]
    public async Task What_a_plan_may_look_like(string how)
    {
        string[] lines = Plan.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string plan = how switch
        {
            "sorted differently" => string.Join('\n', lines.Reverse()),
            "comments" => "# reviewed\n\n" + string.Join("\n  # why\n\n", lines) + "\n",
            "carriage returns" => Plan.Replace("\n", "\r\n"),
            "aligned" => Plan.Replace("  ", "     "),
            _ => Plan,
        };
        Assert.Empty(await PlannedProject.Create(Model, plan, how == "upper case name" ? "/project/decayplan.TXT" : "/project/DecayPlan.txt").MessagesAsync());
    }

    [Fact]
    public async Task Reports_at_the_annotation_what_is_missing_changed_and_stale()
    {
        string plan = Plan.Replace("fc.weight  0.05", "fc.weight  0.5").Replace("Models.Net: norm.bias", "Models.Net: ln.bias");
        Diagnostic[] found = [.. await PlannedProject.Create(Model, plan).DiagnosticsAsync()];
        Assert.Equal(
            [
                "The plan of 'Net' differs from DecayPlan.txt: missing 'norm.bias  0  NormShift  normalization shift'",
                "The plan of 'Net' differs from DecayPlan.txt: changed in line 2 'fc.weight  0.5  Weight  default of Net' → '0.05  Weight  default of Net'",
                "The plan of 'Net' differs from DecayPlan.txt: stale in line 5 'ln.bias  0  NormShift  normalization shift'",
            ],
            found.Select(diagnostic => diagnostic.GetMessage()));
        Assert.All(found, diagnostic => Assert.Equal("WeightDecay(0.05)", diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)));
        Assert.All(found, diagnostic => Assert.Equal(DiagnosticSeverity.Warning, diagnostic.Severity));
    }

    [Fact]
    public async Task Many_differences_are_counted()
    {
        string layers = string.Concat(Enumerable.Range(0, 15).Select(i => $"private readonly Linear fc{i} = Linear(1, 1);"));
        string model = "[WeightDecay(1)] public sealed class Net : Module<Tensor, Tensor> { " + layers + " public Net() : base(\"\") => RegisterComponents(); public override Tensor forward(Tensor x) => x; }";
        string[] messages = await PlannedProject.Create(model, "").MessagesAsync();
        Assert.Equal(21, messages.Length);
        Assert.Equal("The plan of 'Net' differs from DecayPlan.txt in 10 more lines", messages[^1]);
    }

    [Theory]
    [InlineData("double.NaN")]
    [InlineData("double.PositiveInfinity")]
    [InlineData("-1.0")]
    public async Task What_REG0001_refuses_is_no_line(string lambda)
    {
        string model = Model.Replace("[WeightDecay(1e-05,", "[WeightDecay(" + lambda + ",");
        Assert.Empty(await PlannedProject.Create(model, Plan).MessagesAsync());
        Assert.Equal(
            ["The plan of 'Net' differs from DecayPlan.txt: stale in line 7 'old  0  Bias  bias'"],
            await PlannedProject.Create(model, Plan + "Models.Net: old  0  Bias  bias\n").MessagesAsync());
        string plan = (await PlannedProject.Create(model, Plan + "Models.Net: old  0  Bias  bias\n").FixedAsync()).Plan;
        Assert.Equal(Plan, plan);
    }

    [Fact]
    public async Task Annotated_through_a_base_or_the_assembly_reports_at_the_class()
    {
        const string models = """
            [assembly: WeightDecayFor(typeof(Named), 0.1)]
            [WeightDecay(0.05)] public abstract class Base : Module<Tensor, Tensor> { protected readonly Linear fc = Linear(1, 1, hasBias: false); protected Base() : base("") { } }
            public sealed class Heir : Base { public Heir() => RegisterComponents(); public override Tensor forward(Tensor x) => fc.call(x); }
            public sealed class Named : Module<Tensor, Tensor> { private readonly Linear fc = Linear(1, 1, hasBias: false); public Named() : base("") => RegisterComponents(); public override Tensor forward(Tensor x) => fc.call(x); }
            public sealed class Plain : Module<Tensor, Tensor> { private readonly Linear fc = Linear(1, 1); public Plain() : base("") => RegisterComponents(); public override Tensor forward(Tensor x) => fc.call(x); }
            """;
        Diagnostic[] found = [.. await PlannedProject.Create(models, "").DiagnosticsAsync()];
        Assert.Equal(
            [
                ("Heir", "The plan of 'Heir' differs from DecayPlan.txt: missing 'fc.weight  0.05  Weight  default of Base'"),
                ("Named", "The plan of 'Named' differs from DecayPlan.txt: missing 'fc.weight  0.1  Weight  default of Named'"),
            ],
            found.Select(diagnostic => (diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan), diagnostic.GetMessage())));
    }

    [Fact]
    public async Task Lines_of_classes_that_are_gone_are_reported_in_the_file()
    {
        const string gone = "Models.Old: a.weight  1  Weight  default of Old\nModels.Old: b.weight  1  Weight  default of Old\n";
        Diagnostic found = Assert.Single(await PlannedProject.Create(Model, gone + Plan + "Models.Old: c.weight  1  Weight  default of Old").DiagnosticsAsync());
        Assert.Equal("DecayPlan.txt lines 1–2, 9: stale, this project has no annotated class 'Models.Old'", found.GetMessage());
        Assert.Equal(("/project/DecayPlan.txt", 0), (found.Location.GetLineSpan().Path, found.Location.GetLineSpan().StartLinePosition.Line));
    }

    [Theory]
    [InlineData("<<<<<<< HEAD", "no class with ': ' behind it")]
    [InlineData(": fc.weight  0  Weight  x", "no class with ': ' behind it")]
    [InlineData("Models.Net: fc.weight 0 Weight default of Net", "parameter, λ, role and reason with two blanks between them are expected")]
    [InlineData("Models.Net: fc.weight  0  Weight", "parameter, λ, role and reason with two blanks between them are expected")]
    [InlineData("Models.Net: fc.weight  0,05  Weight  default of Net", "λ '0,05' is no number")]
    [InlineData("Models.Net: fc.weight  0  Wieght  default of Net", "there is no role 'Wieght'")]
    [InlineData("Models.Net: fc.bias  0  Bias  bias", "the same line stands above")]
    public async Task Lines_that_say_nothing_are_reported_by_number(string line, string problem)
    {
        Diagnostic found = Assert.Single(await PlannedProject.Create(Model, Plan + "\n" + line + "\n").DiagnosticsAsync());
        Assert.Equal("DecayPlan.txt line 8: " + problem, found.GetMessage());
        Assert.Equal(7, found.Location.GetLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public async Task A_second_plan_is_not_passed_over()
    {
        string message = Assert.Single(await PlannedProject.Create(Model, Plan).WithFile("/project/sub/DecayPlan.txt", "").MessagesAsync());
        Assert.Equal("Only one DecayPlan.txt of a project is read, and that is /project/DecayPlan.txt", message);
    }

    [Fact]
    public async Task What_the_compiler_cannot_see_has_a_line()
    {
        const string model = """
            [WeightDecay(0.1, Policy = DecayPolicy.Matrices)]
            public class Net<T> : Module<Tensor, Tensor>
            {
                private readonly Module<Tensor, Tensor> body;
                [ParameterRole(ParameterRole.Token)] private readonly Parameter token;
                private readonly Linear fc;
                [NoWeightDecay(Because = "two\n lines,  kept on one")] private readonly Linear head = Linear(1, 1, hasBias: false);
                public Net(Module<Tensor, Tensor> body, Tensor token, bool bias) : base("")
                {
                    this.body = body;
                    this.token = Parameter(token);
                    fc = Linear(1, 1, hasBias: bias);
                    RegisterComponents();
                }
                public override Tensor forward(Tensor x) => x;
            }
            """;
        PlannedProject fixed_ = await PlannedProject.Create(model, "").FixedAsync();
        Assert.Equal(
            """
            Net<T>: body.*  run time  Unknown  opened at run time: the parameter body
            Net<T>: fc.bias  0  Bias  fewer than 2 dimensions; if present
            Net<T>: fc.weight  0.1  Weight  default of Net<T>
            Net<T>: head.weight  0  Weight  two lines, kept on one
            Net<T>: token  run time  Token  default of Net<T>

            """,
            fixed_.Plan);
        Assert.Empty(await fixed_.MessagesAsync());
    }

    [Theory]
    [InlineData("Embedding_from_pretrained(zeros(2, 2))", "made frozen; default of Net")]
    [InlineData("Embedding_from_pretrained(zeros(2, 2), freeze: true)", "made frozen; default of Net")]
    [InlineData("Embedding_from_pretrained(zeros(2, 2), freeze: false)", "default of Net")]
    [InlineData("Embedding_from_pretrained(zeros(2, 2), freeze: Environment.Is64BitProcess)", "default of Net")]
    [InlineData("Embedding(2, 2)", "default of Net")]
    public async Task What_is_made_frozen_says_so(string table, string reason)
    {
        string model = "[WeightDecay(1)] public sealed class Net : Module<Tensor, Tensor> { private readonly Embedding table = " + table
            + "; public Net() : base(\"\") => RegisterComponents(); public override Tensor forward(Tensor x) => table.call(x); }";
        Assert.Equal("Net: table.weight  1  Embedding  " + reason + "\n", (await PlannedProject.Create(model, "").FixedAsync()).Plan);
    }

    [Fact]
    public async Task A_parameter_made_frozen_says_so()
    {
        const string model = "[WeightDecay(1)] public sealed class Net : Module<Tensor, Tensor> { [ParameterRole(ParameterRole.Weight)] private readonly Parameter w = Parameter(zeros(2, 2), requires_grad: false);"
            + " public Net() : base(\"\") => RegisterComponents(); public override Tensor forward(Tensor x) => x; }";
        Assert.Equal("Net: w  1  Weight  made frozen; default of Net\n", (await PlannedProject.Create(model, "").FixedAsync()).Plan);
    }

    [Fact]
    public async Task Fix_writes_the_whole_file_and_keeps_comments_and_line_ends()
    {
        string second = Model.Replace("class Net ", "class Another ").Replace("public Net()", "public Another()");
        const string before = "# licence\r\n\r\n# looked at twice\r\nModels.Net: fc.weight  9  Weight  default of Net\r\nnonsense\r\n# gone with its line\r\nModels.Net: old  0  Bias  bias\r\n# end\r\n";
        PlannedProject fixed_ = await PlannedProject.Create(Model + second, before).FixedAsync();
        string another = Plan.Replace("Models.Net", "Models.Another").Replace("default of Net", "default of Another");
        string expected = "# licence\n\n" + another + Plan.Replace("Models.Net: fc.weight", "# looked at twice\nModels.Net: fc.weight") + "# end\n";
        Assert.Equal(expected.Replace("\n", "\r\n"), fixed_.Plan);
        Assert.Empty(await fixed_.MessagesAsync());
    }

    [Fact]
    public async Task Fix_is_offered_in_the_file_too()
    {
        PlannedProject project = PlannedProject.Create(Model, Plan + "Models.Old: a.weight  1  Weight  default of Old\n");
        Assert.Equal(Plan, (await project.FixedAsync()).Plan);
    }

    [Fact]
    public async Task Fix_of_all_projects_of_a_solution()
    {
        PlannedProject both = PlannedProject.Create(Model, "").Beside(Model.Replace("Models", "Others"), "");
        Assert.Equal([Plan, Plan.Replace("Models.", "Others.")], (await both.AllFixedAsync(FixAllScope.Solution)).Plans);
        Assert.Equal(["", Plan.Replace("Models.", "Others.")], (await both.AllFixedAsync(FixAllScope.Project)).Plans);
    }

    [Fact]
    public async Task The_same_in_every_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            german.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = german;
            Assert.Equal(Plan, (await PlannedProject.Create(Model, "").FixedAsync()).Plan);
            Assert.Empty(await PlannedProject.Create(Model, Plan).MessagesAsync());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public async Task Numbers_are_written_to_the_last_digit()
    {
        PlannedProject fixed_ = await PlannedProject.Create(Model.Replace("0.05", "0.1 + 0.2"), "").FixedAsync();
        Assert.Contains("fc.weight  0.30000000000000004  Weight", fixed_.Plan);
        Assert.Empty(await fixed_.MessagesAsync());
    }

    [Fact]
    public async Task The_plan_of_the_zoo_is_sorted_and_is_itself()
    {
        CSharpCompilation zoo = TestCompilation.Create([.. CleanZooTests.Sources()]);
        PlanLine[] lines = [.. PlannedClasses.In(RegSpecCompilation.Of(zoo, new AnalyzerOptions([]))!, default).SelectMany(module => PlannedClass.Of(module, default).Lines)];
        string plan = PlanFile.Read("DecayPlan.txt", SourceText.From("")).With(lines.Reverse()).ToString();
        string[] written = plan.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(written.Length > 200, $"only {written.Length} lines");
        Assert.Equal(written.Order(StringComparer.Ordinal), written);
        Assert.Equal(lines.Length, written.Length);
        Assert.Empty(await Rules.RunAsync(zoo, plan));
        Assert.Equal(plan, PlanFile.Read("DecayPlan.txt", SourceText.From(plan)).With(lines).ToString());
    }

    [Fact]
    public async Task Pragma() => Assert.Empty(await PlannedProject.Create("\n#pragma warning disable REG4001 // a test\n" + Model, "").MessagesAsync());
}
