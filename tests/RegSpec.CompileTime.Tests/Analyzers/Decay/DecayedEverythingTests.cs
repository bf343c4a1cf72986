using RegSpec.CodeFixes;
using RegSpec.CompileTime.Tests.Analyzers.Optimizers;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.DecayedEverythingAnalyzer, RegSpec.CodeFixes.UseParameterGroupsCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.DecayedEverythingAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Decay;

/// <summary>REG1004: optimizers that decay whole models (torchsharp-0.107, 5 and 7.1).</summary>
public class DecayedEverythingTests
{
    [Fact]
    public Task Names_a_parameter_it_should_leave_alone() => Verify.ReportsMessageAsync(
        TrainingCode.With("using var o = [|torch.optim.Adam(model.parameters(), lr: 1e-3, weight_decay: options.L2)|];"),
        "weight_decay = options.L2 reaches every parameter of 'Net', also 'fc.bias', where it controls nothing; use ParameterGroups(weightDecay: options.L2).Adam");

    [Theory]
    [InlineData("var o = [|optim.SGD(model.parameters(), 0.1, 0.9, 0, 1e-4)|];")]
    [InlineData("var o = [|optim.AdamW(model.named_parameters(), weight_decay: 1e-4)|];")]
    [InlineData("var o = [|new AdamW(model.parameters(), weight_decay: options.L2)|];")]
    [InlineData("var ps = model.parameters().ToList(); var o = [|optim.RMSProp(ps, weight_decay: 1e-4)|];")]
    [InlineData("var o = [|optim.Adam(model.parameters().Where(p => p.requires_grad).ToArray(), weight_decay: 1e-4)|];")]
    [InlineData("var o = [|optim.Adam(model.named_parameters().Select(np => np.parameter), weight_decay: 1e-4)|];")]
    [InlineData("nn.Module net = new Net(); var o = [|optim.Adam(net.parameters(), weight_decay: 1e-4)|];")]
    [InlineData("var net = Sequential(Conv2d(1, 4, 3), BatchNorm2d(4), ReLU()); var o = [|optim.Adam(net.parameters(), weight_decay: 1e-4)|];")]
    [InlineData("var layer = Linear(4, 1); var o = [|optim.Adam(layer.parameters(), weight_decay: 1e-4)|];")]
    [InlineData("var rnn = LSTM(4, 4); var o = [|optim.Adam(rnn.parameters(), weight_decay: 1e-4)|];")]
    public Task Whole_models(string code) => Verify.ReportsAsync(TrainingCode.With(code));

    [Theory]
    [InlineData("var o = optim.Adam(model.parameters());")]
    [InlineData("var o = optim.Adam(model.parameters(), weight_decay: 0);")]
    [InlineData("var o = optim.SGD(model.parameters().Where(p => p.dim() > 1), 0.1, weight_decay: 1e-4);")]
    [InlineData("var o = optim.SGD(weights, 0.1, weight_decay: 1e-4);")]
    [InlineData("var o = optim.SGD(model.parameters(recurse: false), 0.1, weight_decay: 1e-4);")]
    [InlineData("var o = optim.SGD(new[] { new SGD.ParamGroup(model.parameters(), new SGD.Options()) }, 0.1, weight_decay: 1e-4);")]
    [InlineData("var o = optim.Rprop(model.parameters()); var l = optim.LBFGS(model.parameters());")]
    [InlineData("var o = model.ParameterGroups(weightDecay: 0.1).Adam();")]
    [InlineData("var layer = Linear(4, 1, hasBias: false); var o = optim.Adam(layer.parameters(), weight_decay: 1e-4);")]
    [InlineData("var net = Sequential(Conv2d(1, 4, 3, bias: false), BatchNorm2d(4, affine: false)); var o = optim.Adam(net.parameters(), weight_decay: 1e-4);")]
    [InlineData("var layer = Linear(4, 1, hasBias: options.Maximize); var o = optim.Adam(layer.parameters(), weight_decay: 1e-4);")]
    [InlineData("var table = Embedding(10, 4); var o = optim.Adam(table.parameters(), weight_decay: 1e-4);")]
    public Task No_decay_filtered_grouped_or_without_biases(string code) => Verify.IsSilentAsync(TrainingCode.With(code));

    [Theory]
    [InlineData("private readonly Net model = new(); private readonly optim.Optimizer o; public Trainer() { o = [|optim.Adam(model.parameters(), weight_decay: 1e-4)|]; }")]
    [InlineData("private readonly Module<Tensor, Tensor> model; private readonly optim.Optimizer o; public Trainer() { model = new Net(); o = [|optim.Adam(model.parameters(), weight_decay: 1e-4)|]; }")]
    [InlineData("private readonly optim.Optimizer o; public Trainer(Net model, double l2) { o = [|optim.Adam(model.parameters(), weight_decay: l2)|]; }")]
    [InlineData("private readonly Net model = new(); private IEnumerable<Parameter> All() => model.parameters(); public object Make() => [|optim.Adam(All(), weight_decay: 1e-4)|];")]
    [InlineData("private readonly List<Parameter> all; public Trainer(Net model) { all = model.parameters().ToList(); } public object Make() => [|optim.Adam(all, weight_decay: 1e-4)|];")]
    [InlineData("public object Make(Base net) => [|optim.Adam(net.parameters(), weight_decay: 1e-4)|];")]
    public Task Through_fields_helpers_and_base_classes(string members) => Verify.ReportsAsync(Trainer(members));

    [Theory]
    [InlineData("public object Make(Module<Tensor, Tensor> net) => optim.Adam(net.parameters(), weight_decay: 1e-4);")]
    [InlineData("public object Make(IEnumerable<Parameter> all) => optim.Adam(all, weight_decay: 1e-4);")]
    [InlineData("private IEnumerable<Parameter> all; public Trainer(Net model) { all = model.parameters(); all = all.Take(1); } public object Make() => optim.Adam(all, weight_decay: 1e-4);")]
    [InlineData("public object Make(Free net) => optim.Adam(net.parameters(), weight_decay: 1e-4);")]
    public Task Unknown_or_of_different_kinds(string members) => Verify.IsSilentAsync(Trainer(members));

    [Theory]
    [InlineData("public Trainer(IEnumerable<Parameter> all, double l2) { o = optim.Adam(all, weight_decay: l2); }", "new Trainer([|model.parameters()|], options.L2)")]
    [InlineData("public Trainer(IEnumerable<Parameter> all) { o = optim.SGD(all.Where(p => p.requires_grad).ToList(), 0.1, weight_decay: 1e-4); }", "new Trainer([|model.parameters().ToList()|])")]
    [InlineData("private readonly List<Parameter> all; public Trainer(List<Parameter> all) { this.all = all; } public object Make() => new AdamW(all, weight_decay: 1e-4);", "new Trainer([|model.parameters().ToList()|])")]
    [InlineData("public Trainer(Module<Tensor, Tensor> net) { o = optim.Adam(net.parameters(), weight_decay: 1e-4); }", "new Trainer([|model|])")]
    [InlineData("private readonly nn.Module net; public Trainer(nn.Module net) { this.net = net; } public object Make() => optim.Adam(net.parameters(), weight_decay: 1e-4);", "new Trainer([|new Net()|])")]
    [InlineData("public static object Make(Parameter[] all) => optim.Adam(all, weight_decay: 1e-4);", "Trainer.Make([|model.parameters().ToArray()|])")]
    [InlineData("public static object Make(Module<Tensor, Tensor> net) { var all = net.parameters(); return optim.Adam(all, weight_decay: 1e-4); }", "Trainer.Make(net: [|model|])")]
    public Task Passed_to_a_constructor_or_method(string members, string call) => Verify.ReportsAsync(Passing(members, call));

    [Fact]
    public Task A_model_the_callee_knows_is_reported_there_alone() => Verify.ReportsAsync(
        Passing("public Trainer(Net net) { o = [|optim.Adam(net.parameters(), weight_decay: 1e-4)|]; }", "new Trainer(model)"));

    [Theory]
    [InlineData("public static object Make(IEnumerable<Parameter> all, double l2) => optim.Adam(all, weight_decay: l2);", "Trainer.Make(model.parameters(), 0)")]
    [InlineData("public static object Make(IEnumerable<Parameter> all) => optim.Adam(all);", "Trainer.Make(model.parameters())")]
    [InlineData("public static object Make(IEnumerable<Parameter> all) => optim.Adam(all, weight_decay: 1e-4);", "Trainer.Make(model.parameters().Where(p => p.dim() > 1))")]
    [InlineData("public static object Make(IEnumerable<Parameter> all) => optim.Adam(all.Where(p => p.dim() > 1), weight_decay: 1e-4);", "Trainer.Make(model.parameters())")]
    [InlineData("public static object Make(IEnumerable<Parameter> all, IEnumerable<Parameter> other) => optim.Adam(other, weight_decay: 1e-4);", "Trainer.Make(model.parameters(), weights)")]
    [InlineData("public static object Make(Module<Tensor, Tensor> net) => optim.Adam(net.parameters(), weight_decay: 1e-4);", "Trainer.Make(Linear(1, 1, hasBias: false))")]
    [InlineData("public static object Make(object all) => all;", "Trainer.Make(model.parameters())")]
    [InlineData("private IEnumerable<Parameter> all; public Trainer(IEnumerable<Parameter> all) { this.all = all; this.all = all.Take(1); } public object Make() => optim.Adam(all, weight_decay: 1e-4);", "new Trainer(model.parameters())")]
    public Task Passed_but_not_decayed_or_not_all(string members, string call) => Verify.IsSilentAsync(Passing(members, call));

    [Fact]
    public Task Annotated_models_are_another_rule_s() => Verify.IsSilentAsync(
        TrainingCode.With("var o = optim.Adam(model.parameters(), weight_decay: 1e-4);").Replace("public class Net", "[WeightDecay(0.1)] public class Net"));

    [Fact]
    public Task Fix_takes_groups_and_declares_the_constant() => Fix.ChangesAsync(
        TrainingCode.With("using var o = [|torch.optim.SGD(model.parameters(), 0.1, 0.9, 0, 1e-4, nesterov: true)|]; // stock"),
        TrainingCode.With("using var o = model.ParameterGroups(weightDecay: 1e-4).SGD(0.1, 0.9, 0, nesterov: true); // stock")
            .Replace("public class Net", "[WeightDecay(0.0001)]\npublic class Net"),
        UseParameterGroupsCodeFix.Key);

    [Fact]
    public Task Fix_passes_an_expression_on_and_declares_the_usual() => Fix.ChangesAsync(
        TrainingCode.With("var all = model.parameters().Where(p => p.requires_grad).ToList();\nvar a = [|optim.AdamW(all, lr: options.Rate, weight_decay: options.L2)|];"),
        TrainingCode.With("var all = model.parameters().Where(p => p.requires_grad).ToList();\nvar a = model.ParameterGroups(weightDecay: options.L2).AdamW(lr: options.Rate);")
            .Replace("public class Net", "[WeightDecay(0.01 /* where no weightDecay is passed */)]\npublic class Net"),
        UseParameterGroupsCodeFix.Key);

    [Fact]
    public Task Fix_of_a_constructor_names_the_learning_rate_as_the_groups_do() => Fix.ChangesAsync(
        TrainingCode.With("optim.Optimizer o = [|new SGD(model.parameters(), lr: 0.1, weight_decay: 0.5)|];"),
        TrainingCode.With("optim.Optimizer o = model.ParameterGroups(weightDecay: 0.5).SGD(learningRate: 0.1);")
            .Replace("public class Net", "[WeightDecay(0.5)]\npublic class Net"),
        UseParameterGroupsCodeFix.Key);

    [Fact]
    public Task Fix_of_all_models_in_several_files() => Fix.FilesAsync(
        [
            "using TorchSharp;\n\npublic static class Program\n{\n    public static object Train(First a, Second b) => (\n        [|torch.optim.Adam(a.parameters(), weight_decay: 0.1)|],\n        [|torch.optim.Adam(b.parameters(), weight_decay: 0.2)|]);\n}\n",
            Model("First", ""),
            Model("Second", ""),
        ],
        [
            "using RegSpec;\nusing TorchSharp;\n\npublic static class Program\n{\n    public static object Train(First a, Second b) => (\n        a.ParameterGroups(weightDecay: 0.1).Adam(),\n        b.ParameterGroups(weightDecay: 0.2).Adam());\n}\n",
            "using RegSpec;\n" + Model("First", "[WeightDecay(0.1)]\n"),
            "using RegSpec;\n" + Model("Second", "[WeightDecay(0.2)]\n"),
        ],
        UseParameterGroupsCodeFix.Key);

    [Theory]
    [InlineData("var o = [|optim.Adam(new Net().parameters(), weight_decay: 0.1)|];")]
    [InlineData("var o = [|new ASGD(model.parameters(), weight_decay: 0.1)|];")]
    public Task Fix_needs_a_name_and_the_same_defaults(string code) => Fix.OffersNothingAsync(TrainingCode.With(code));

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(TrainingCode.With("var o = [|optim.Adam(model.parameters(), weight_decay: 1e-4)|];"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(TrainingCode.With("var o = [|optim.Adam(model.parameters(), weight_decay: 1e-4)|];"));

    /// <summary>A trainer with these members, and a call of it from where the model is known.</summary>
    private static string Passing(string members, string call) => TrainingCode.With("object made = " + call + ";")
        + "public class Trainer { private readonly object o = new(); " + members + " public object O => o; }\n";

    private static string Model(string name, string attribute) =>
        "using TorchSharp;\nusing TorchSharp.Modules;\nusing static TorchSharp.torch;\n\n" + attribute + "public sealed class " + name + " : nn.Module<Tensor, Tensor>\n{\n    private readonly Linear fc = nn.Linear(1, 1);\n    public "
        + name + "() : base(\"\") => RegisterComponents();\n    public override Tensor forward(Tensor x) => fc.call(x);\n}\n";

    private static string Trainer(string members) => TrainingCode.Net + """

        public abstract class Base : Module<Tensor, Tensor> { protected Base() : base("Base") { } }
        public sealed class First : Base { private readonly Linear fc = Linear(1, 1); public First() => RegisterComponents(); public override Tensor forward(Tensor x) => fc.call(x); }
        public sealed class Second : Base { private readonly Conv2d conv = Conv2d(1, 1, 3); public Second() => RegisterComponents(); public override Tensor forward(Tensor x) => conv.call(x); }

        public abstract class Free : Module<Tensor, Tensor> { protected Free() : base("Free") { } }
        public sealed class WithBias : Free { private readonly Linear fc = Linear(1, 1); public WithBias() => RegisterComponents(); public override Tensor forward(Tensor x) => fc.call(x); }
        public sealed class Without : Free { private readonly Linear fc = Linear(1, 1, hasBias: false); public Without() => RegisterComponents(); public override Tensor forward(Tensor x) => fc.call(x); }

        public class Trainer { 
        """ + members + " }\n";
}
