using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Generators;
using RegSpec.Semantics;

namespace RegSpec.CompileTime.Tests;

/// <summary>A project as somebody edits it: each part of it has several forms, an edit takes another form of one part.</summary>
internal sealed class EditedProject
{
    private static readonly Lazy<MetadataReference?[]> Libraries = new(() => [null, Library("norm.call(x)"), Library("norm.call(x) + x"), Library("x")]);

    /// <summary>The parts by name, with their forms.</summary>
    private static readonly (string Part, string[] Forms)[] Parts =
    [
        ("decay", ["0.05", "0.1"]),
        ("forward", [
            "norm.call(fc.call(x))",
            "norm.call(fc.call(x)).relu()",
            "fc.call(x)",
            "norm.call(Helper.Pass(fc.call(x)))",
            "norm.call(Scaled(fc.call(x)))",
            "Scaled(norm.call(fc.call(x)))",
            "norm.call( /* typed */ fc.call(x))",
            "norm.call(fc.call(x",
            "norm.call(fc.call(x).Later())",
        ]),
        ("members", ["", "[NoWeightDecay] private readonly Linear extra = Linear(8, 8);", "public readonly Linear shown = Linear(8, 8);", "private readonly Part part = new();"]),
        ("layer", ["Linear(8, 8, hasBias: false)", "Linear(8, 8)", "Made()"]),
        ("base", ["private readonly Linear stem = Linear(8, 8);", "private readonly Conv1d stem = Conv1d(8, 8, 3);", ""]),
        ("scaled", ["t * 2", "t + 1", "t.exp()", "Helper.Pass(t)"]),
        ("made", ["Linear(8, 8)", "Linear(8, 8, hasBias: false)"]),
        ("helper", ["x * 2", "x + 1", "Deeper.Pass(x)", "x * Width"]),
        ("width", ["3", "4"]),
        ("deeper", ["x", "x * 2", "x.exp()"]),
        ("second", ["vouched.call(fc.call(x))", "new LayerNorm_(8).call(fc.call(x))", "inner.call(fc.call(x))", "fc.call(x)"]),
        ("vouched", ["x.exp()", "x", "x / x.norm()"]),
        ("vouching", ["", "[assembly: NormalizationModule(typeof(Acme.Vouched))]", "[assembly: WeightDecayFor(typeof(TorchSharp.Modules.Linear), 0.2)]"]),
        ("shadow", [
            "",
            "namespace Acme; public class Linear { }",
            "namespace Acme; public static class functional { }",
            "namespace Acme; public sealed class LayerNorm_ : Module<Tensor, Tensor> { public LayerNorm_(int n) : base(\"l\") { } public override Tensor forward(Tensor x) => x / x.norm(); }",
        ]),
        ("usings", ["", "global using Linear = TorchSharp.Modules.Bilinear;", "global using Norm = TorchSharp.Modules.LayerNorm;", "global using static Acme.Helper;"]),
        ("added", [
            "",
            "namespace Acme; public static class LaterExtensions { public static Tensor Later(this Tensor x) => x * 2; }",
            "namespace Acme; public static class LaterExtensions { public static Tensor Later(this Tensor x) => x + 1; }",
            "namespace Elsewhere; public static class Unrelated { public static int Twice(int n) => 2 * n; }",
            "namespace Acme; public sealed class Heir { public long Rows(Net net) => net.shown.weight!.shape[0]; }",
            "namespace Acme; public sealed partial class Net { public Net(int n) : this() { norm.weight!.zero_(); } }",
            "namespace Acme.Helper { public enum Kind { Only } }",
        ]),
        ("user", ["42", "43", "(int)new Net().shown.weight!.shape[0]", "typeof(Net).Name.Length"]),
        ("option", ["", "Acme.Vouched", "Acme.Vouched|Acme.Backbone"]),
        ("library", ["none", "normalises", "leaks", "passes"]),
    ];

    private readonly Dictionary<string, int> chosen = Parts.ToDictionary(part => part.Part, _ => 0);
    private CSharpCompilation compilation;

    public EditedProject() => compilation = Fresh();

    /// <summary>The compilation as it became by edits: what was not edited is the same object.</summary>
    public CSharpCompilation Compilation => compilation;

    /// <summary>Under which analyzers look at it.</summary>
    public StudyOptions Reported => StudyOptions.ForReports(Form("option").Split('|', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The options of the project.</summary>
    public AnalyzerConfigOptionsProvider Options => new Provider(Form("option"));

    /// <summary>A driver that has not run yet.</summary>
    public GeneratorDriver ColdDriver() => CSharpGeneratorDriver.Create(
        [new ParameterGroupsGenerator().AsSourceGenerator(), new ForwardSummaryGenerator().AsSourceGenerator()],
        parseOptions: ConsumerCompilation.ParseOptions,
        optionsProvider: Options);

    /// <summary>The project from its texts alone.</summary>
    public CSharpCompilation Fresh()
    {
        // A part in a form of no text is no file: it comes and goes as a whole.
        CSharpCompilation all = ConsumerCompilation.Create(Texts(), references: References());
        return all.RemoveSyntaxTrees(all.SyntaxTrees.Where(tree => tree.Length == 0));
    }

    /// <summary>One edit; says which.</summary>
    public string Edit(Random random)
    {
        (string part, string[] forms) = Parts[random.Next(Parts.Length)];
        chosen[part] = (chosen[part] + 1 + random.Next(forms.Length - 1)) % forms.Length;
        Dictionary<string, SyntaxTree> before = compilation.SyntaxTrees.ToDictionary(tree => tree.FilePath);
        compilation = compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(
            Fresh().SyntaxTrees.Select(tree => before.TryGetValue(tree.FilePath, out SyntaxTree? same) && same.ToString() == tree.ToString() ? same : tree));

        if (part == "library")
        {
            compilation = compilation.WithReferences(TestReferences.All.AddRange(References()));
        }

        return $"{part}: {Form(part)}";
    }

    private string Form(string part) => Parts.Single(p => p.Part == part).Forms[chosen[part]];

    private MetadataReference[] References() => Libraries.Value[chosen["library"]] is { } library ? [library] : [];

    private string[] Texts() =>
    [
        TestCompilation.ModelUsings + $$"""

            namespace Acme;
            [WeightDecay({{Form("decay")}})]
            public sealed partial class Net : Backbone
            {
                private readonly Linear fc = {{Form("layer")}};
                private readonly LayerNorm norm = LayerNorm(8);
                public Net() : base("Net") => RegisterComponents();
                public override Tensor forward(Tensor x) => {{Form("forward")}};
            }
            """,
        TestCompilation.ModelUsings + $"\nusing Vendor;\nnamespace Acme;\npublic sealed partial class Net {{ {Form("members")} }}",
        TestCompilation.ModelUsings + $$"""

            namespace Acme;
            public abstract class Backbone : Module<Tensor, Tensor>
            {
                {{Form("base")}}
                protected Backbone(string name) : base(name) { }
                protected Tensor Scaled(Tensor t) => {{Form("scaled")}};
                protected static Linear Made() => {{Form("made")}};
            }
            """,
        TestCompilation.ModelUsings + $"\nnamespace Acme;\npublic static class Helper {{ private const int Width = {Form("width")}; public static Tensor Pass(Tensor x) => {Form("helper")}; }}",
        TestCompilation.ModelUsings + $"\nnamespace Acme;\npublic static class Deeper {{ public static Tensor Pass(Tensor x) => {Form("deeper")}; }}",
        TestCompilation.ModelUsings + $$"""

            namespace Acme;
            [WeightDecay(0.01)]
            public sealed class Second : Module<Tensor, Tensor>
            {
                private readonly Linear fc = Linear(8, 8, hasBias: false);
                private readonly Vouched vouched = new();
                private readonly Net inner = new();
                public Second() : base("Second") => RegisterComponents();
                public override Tensor forward(Tensor x) => {{Form("second")}};
            }
            """,
        TestCompilation.ModelUsings + $$"""

            namespace Acme;
            public sealed class Vouched : Module<Tensor, Tensor>
            {
                public Vouched() : base("Vouched") { }
                public override Tensor forward(Tensor x) => {{Form("vouched")}};
            }
            """,
        WithUsings("using RegSpec;", Form("vouching")),
        WithUsings(TestCompilation.ModelUsings, Form("shadow")),
        Form("usings"),
        WithUsings(TestCompilation.ModelUsings, Form("added")),
        $"namespace Acme;\npublic static class User {{ public static int Answer() => {Form("user")}; }}",
    ];

    private static string WithUsings(string usings, string text) => text.Length == 0 ? "" : usings + "\n" + text;

    private static MetadataReference Library(string forward) => SummaryRun.Image(SummaryRun.Build(ConsumerCompilation.Create(
        [
            TestCompilation.ModelUsings + $$"""

                namespace Vendor;
                public sealed class Part : Module<Tensor, Tensor>
                {
                    private readonly Linear fc = Linear(8, 8, hasBias: false);
                    private readonly LayerNorm norm = LayerNorm(8);
                    public Part() : base("Part") => RegisterComponents();
                    public override Tensor forward(Tensor x) => {{forward}};
                }
                """,
        ],
        "Vendor")));

    private sealed class Provider(string normalizations) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(normalizations);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Values(string normalizations) : AnalyzerConfigOptions
    {
        private readonly ImmutableDictionary<string, string> values = normalizations.Length == 0
            ? ImmutableDictionary<string, string>.Empty
            : ImmutableDictionary<string, string>.Empty.Add("regspec.normalization_types", normalizations);

        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
