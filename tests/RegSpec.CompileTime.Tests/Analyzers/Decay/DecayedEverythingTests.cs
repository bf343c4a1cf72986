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
        "weight_decay = options.L2 decays 6 of 6 tensors of 'Net', also 'fc.bias', where it controls nothing; RegSpec's default would decay 1, policy Weights 2: write model.ParameterGroups(weightDecay: options.L2).Adam");

    [Theory]
    [InlineData("[|optim.AdamW(model.parameters(), weight_decay: 0.1)|]", "weight_decay = 0.1 decays 6 of 6 tensors of 'Net', also 'fc.bias', where it controls nothing; RegSpec's default would decay 1, policy Weights 2: write [WeightDecay(0.1)] on 'Net' and model.ParameterGroups().AdamW")]
    [InlineData("[|optim.AdamW(new Net().parameters(), weight_decay: 0.1)|]", "weight_decay = 0.1 decays 6 of 6 tensors of 'Net', also 'fc.bias', where it controls nothing; RegSpec's default would decay 1, policy Weights 2: put the model into a variable and write [WeightDecay(0.1)] on 'Net' and model.ParameterGroups().AdamW")]
    [InlineData("[|new ASGD(model.parameters(), weight_decay: options.L2)|]", "weight_decay = options.L2 decays 6 of 6 tensors of 'Net', also 'fc.bias', where it controls nothing; RegSpec's default would decay 1, policy Weights 2: write model.ParameterGroups(weightDecay: options.L2).ASGD with a learning rate, as the default of this constructor is not that of the groups")]
    [InlineData("[|optim.Adam(layers.parameters(), weight_decay: 0.1)|]", "weight_decay = 0.1 decays 5 of 5 tensors of 'layers', also 'BatchNorm2d.weight', where it controls nothing; RegSpec's default would decay 2, policy Weights 2: write layers.ParameterGroups(weightDecay: 0.1).Adam")]
    [InlineData("[|optim.Adam(grown.parameters(), weight_decay: 0.1)|]", "weight_decay = 0.1 decays all tensors, 4 known ones and those made at run time, of 'grown', also 'BatchNorm1d.weight', where it controls nothing; RegSpec's default would decay 1 of the known, policy Weights 1: write grown.ParameterGroups(weightDecay: 0.1).Adam")]
    public Task Counts_and_says_what_to_write(string code, string message) => Verify.ReportsMessageAsync(
        TrainingCode.With("var layers = Sequential(Conv2d(1, 4, 3, bias: false), BatchNorm2d(4), Linear(4, 1));\nvar grown = Sequential(Linear(4, 4, hasBias: options.Maximize), BatchNorm1d(4), PReLU(4));\nvar o = " + code + ";"),
        message);

    [Theory]
    [InlineData("public static object Make(Module<Tensor, Tensor> net) => optim.Adam(net.parameters(), weight_decay: 0.1);", "Trainer.Make([|model|])", "weight_decay = 0.1 in 'Make' decays 6 of 6 tensors of 'Net', also 'fc.bias', where it controls nothing; RegSpec's default would decay 1, policy Weights 2: write net.ParameterGroups(weightDecay: 0.1).Adam in 'Make'")]
    [InlineData("public Trainer(IEnumerable<Parameter> all, double l2) { o = optim.Adam(all, weight_decay: l2); }", "new Trainer([|model.parameters()|], options.L2)", "weight_decay = l2 in 'Trainer' decays 6 of 6 tensors of 'Net', also 'fc.bias', where it controls nothing; RegSpec's default would decay 1, policy Weights 2: give 'Trainer' the model in place of its parameters and write model.ParameterGroups(weightDecay: l2).Adam there")]
    public Task Says_what_to_write_behind_a_call(string members, string call, string message) => Verify.ReportsMessageAsync(Passing(members, call), message);

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
    [InlineData("public static object Make<T>(T net) where T : Module<Tensor, Tensor> => optim.Adam(net.parameters(), weight_decay: 1e-4);", "Trainer.Make([|model|])")]
    [InlineData("public static object Run(Module<Tensor, Tensor> net, double l2) => Make(net, l2); private static object Make(nn.Module net, double l2) => optim.Adam(net.parameters(), weight_decay: l2);", "Trainer.Run([|model|], 0.1)")]
    [InlineData("public static object Run(Module<Tensor, Tensor> net) => Make(net.parameters()); private static object Make(IEnumerable<Parameter> all) => optim.Adam(all, weight_decay: 1e-4);", "Trainer.Run([|model|])")]
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
    [InlineData("public static object Run(Module<Tensor, Tensor> net, double l2) => Make(net, l2); private static object Make(nn.Module net, double l2) => optim.Adam(net.parameters(), weight_decay: l2);", "Trainer.Run(model, 0)")]
    [InlineData("public static object Run(Module<Tensor, Tensor> net) => Make(net, 0); private static object Make(nn.Module net, double l2) => optim.Adam(net.parameters(), weight_decay: l2);", "Trainer.Run(model)")]
    [InlineData("public static object Run(Module<Tensor, Tensor> net) => Run(net);", "Trainer.Run(model)")]
    [InlineData("public static object Run(Module<Tensor, Tensor> net) => Make(Linear(1, 1, hasBias: false)); private static object Make(nn.Module net) => optim.Adam(net.parameters(), weight_decay: 1e-4);", "Trainer.Run(model)")]
    [InlineData("public static object Make(object all) => all;", "Trainer.Make(model.parameters())")]
    [InlineData("private IEnumerable<Parameter> all; public Trainer(IEnumerable<Parameter> all) { this.all = all; this.all = all.Take(1); } public object Make() => optim.Adam(all, weight_decay: 1e-4);", "new Trainer(model.parameters())")]
    public Task Passed_but_not_decayed_or_not_all(string members, string call) => Verify.IsSilentAsync(Passing(members, call));

    [Fact]
    public Task Annotated_models_are_another_rule_s() => Verify.IsSilentAsync(
        TrainingCode.With("var o = optim.Adam(model.parameters(), weight_decay: 1e-4);").Replace("public class Net", "[WeightDecay(0.1)] public class Net"));

    [Fact]
    public Task Fix_takes_groups_and_declares_the_constant() => Fix.ChangesAsync(
        TrainingCode.With("using var o = [|torch.optim.SGD(model.parameters(), 0.1, 0.9, 0, 1e-4, nesterov: true)|]; // stock"),
        TrainingCode.With("using var o = model.ParameterGroups().SGD(0.1, 0.9, 0, nesterov: true); // stock")
            .Replace("public class Net", "[WeightDecay(0.0001)]\npublic class Net"),
        UseParameterGroupsCodeFix.Key);

    [Fact]
    public Task Fix_to_all_weights_says_so_on_the_class() => Fix.ChangesAsync(
        TrainingCode.With("using var o = [|torch.optim.AdamW(model.parameters(), lr: 1e-3, weight_decay: 0.1)|];"),
        TrainingCode.With("using var o = model.ParameterGroups().AdamW(lr: 1e-3);")
            .Replace("public class Net", "[WeightDecay(0.1, Policy = DecayPolicy.Weights)]\npublic class Net"),
        UseParameterGroupsCodeFix.WeightsKey);

    [Theory]
    [InlineData("options.L2")]
    [InlineData("Strength")]
    [InlineData("local")]
    [InlineData("options.L2 * 0.5")]
    public async Task Fix_leaves_an_expression_at_the_call(string lambda)
    {
        const string constant = "public static class Constants { public const double Strength = 0.1; }\n";
        string before = "var local = options.Rate;\nvar all = model.parameters().Where(p => p.requires_grad).ToList();\nvar a = [|optim.AdamW(all, lr: options.Rate, weight_decay: " + lambda.Replace("Strength", "Constants.Strength") + ")|];";
        string written = lambda.Replace("Strength", "Constants.Strength");
        string start = before[..before.IndexOf("[|", StringComparison.Ordinal)];
        await Fix.ChangesAsync(TrainingCode.With(before) + constant, TrainingCode.With(start + "model.ParameterGroups(weightDecay: " + written + ").AdamW(lr: options.Rate);") + constant, UseParameterGroupsCodeFix.Key);
        await Fix.ChangesAsync(TrainingCode.With(before) + constant, TrainingCode.With(start + "ParameterGroups.Of(model, " + written + ", DecayPolicy.Weights).AdamW(lr: options.Rate);") + constant, UseParameterGroupsCodeFix.WeightsKey);
    }

    [Theory]
    [InlineData("options.L2", "model.ParameterGroups(weightDecay: options.L2).Adam()", "", "[ParameterRole(ParameterRole.Weight)]\n    ")]
    [InlineData("0.1", "model.ParameterGroups().Adam()", "[WeightDecay(0.1)]\n", "")]
    public Task Fix_writes_a_role_down_where_no_declaration_brings_it(string lambda, string groups, string onClass, string onParameter)
    {
        string Code(string optimizer, string before, string role) => $$"""

            {{before}}public class Raw : Module<Tensor, Tensor>
            {
                {{role}}private readonly Parameter weight = Parameter(randn(4, 4));
                private readonly Parameter shift = Parameter(zeros(4));
                private readonly LayerNorm norm = LayerNorm(4);
                public Raw() : base("Raw") => RegisterComponents();
                public override Tensor forward(Tensor x) => functional.linear(norm.call(x), weight, shift);
            }

            public static class Program { public static object Train(Raw model, Options options) => {{optimizer}}; }
            public record Options(double L2);
            """;
        return Fix.ChangesAsync(Code("[|optim.Adam(model.parameters(), weight_decay: " + lambda + ")|]", "", ""), Code(groups, onClass, onParameter), UseParameterGroupsCodeFix.Key);
    }

    [Fact]
    public Task Fix_of_a_container_leaves_the_number_at_the_call() => Fix.ChangesAsync(
        TrainingCode.With("var net = Sequential(Conv2d(1, 4, 3), BatchNorm2d(4));\nvar o = [|optim.Adam(net.parameters(), weight_decay: 0.1)|];"),
        TrainingCode.With("var net = Sequential(Conv2d(1, 4, 3), BatchNorm2d(4));\nvar o = net.ParameterGroups(weightDecay: 0.1).Adam();"),
        UseParameterGroupsCodeFix.Key);

    [Fact]
    public Task Fix_of_all_keeps_the_second_number_of_a_class_at_its_call()
    {
        // One after the other, the first fix annotates the class, and the others are REG1005's.
        const string others = "\nvar b = optim.Adam(model.parameters(), weight_decay: 0.2);\nvar c = optim.SGD(model.parameters(), 0.3, weight_decay: 0.1);";
        string Annotated(string code) => TrainingCode.With(code).Replace("public class Net", "[WeightDecay(0.1)]\npublic class Net");
        return Fix.ChangesAsync(
            TrainingCode.With("var a = [|optim.Adam(model.parameters(), weight_decay: 0.1)|];\nvar b = [|optim.Adam(model.parameters(), weight_decay: 0.2)|];\nvar c = [|optim.SGD(model.parameters(), 0.3, weight_decay: 0.1)|];"),
            Annotated("var a = model.ParameterGroups().Adam();" + others),
            UseParameterGroupsCodeFix.Key,
            allAtOnce: Annotated("var a = model.ParameterGroups().Adam();\nvar b = model.ParameterGroups(weightDecay: 0.2).Adam();\nvar c = model.ParameterGroups().SGD(0.3);"));
    }

    [Theory]
    [InlineData("net.parameters()", "Make(model);\n        Trainer.Make(other)", "Make([|model|]);\n        Trainer.Make([|other|])")]
    [InlineData("net.parameters().Where(p => p.requires_grad).ToList()", "Make(net: model)", "Make(net: [|model|])")]
    public Task Fix_of_a_helper_is_at_the_helper(string list, string call, string marked)
    {
        string Code(string calls, string optimizer) => TrainingCode.With("var other = Sequential(Linear(4, 4), LayerNorm(4));\nTrainer." + calls + ";")
            + "public static class Trainer\n{\n    public static object Make(Module<Tensor, Tensor> net)\n    {\n        return " + optimizer + "; // all of them\n    }\n}\n";
        return Fix.ChangesAsync(
            Code(marked, "optim.AdamW(" + list + ", 1e-3, weight_decay: 0.1)"),
            Code(call, "net.ParameterGroups(weightDecay: 0.1).AdamW(1e-3)"),
            UseParameterGroupsCodeFix.Key);
    }

    [Fact]
    public Task Fix_of_a_helper_in_another_file() => Fix.FilesAsync(
        [
            "public static class Program\n{\n    public static void Train(First a, Second b, double l2)\n    {\n        Helper.Fit([|a|], l2);\n        Helper.Fit([|b|], l2);\n    }\n}\n",
            "using TorchSharp;\nusing static TorchSharp.torch;\n\npublic static class Helper\n{\n    public static object Fit(nn.Module<Tensor, Tensor> model, double l2) => optim.SGD(model.parameters(), 0.1, momentum: 0.9, weight_decay: l2);\n}\n",
            Model("First", ""),
            Model("Second", ""),
        ],
        [
            "public static class Program\n{\n    public static void Train(First a, Second b, double l2)\n    {\n        Helper.Fit(a, l2);\n        Helper.Fit(b, l2);\n    }\n}\n",
            "using RegSpec;\nusing TorchSharp;\nusing static TorchSharp.torch;\n\npublic static class Helper\n{\n    public static object Fit(nn.Module<Tensor, Tensor> model, double l2) => model.ParameterGroups(weightDecay: l2).SGD(0.1, momentum: 0.9);\n}\n",
            Model("First", ""),
            Model("Second", ""),
        ],
        UseParameterGroupsCodeFix.Key);

    [Theory]
    [InlineData("public static object Make(IEnumerable<Parameter> all) => optim.Adam(all, weight_decay: 1e-4);", "Trainer.Make([|model.parameters()|])")]
    [InlineData("public static object Make(Module<Tensor, Tensor> net) => new ASGD(net.parameters(), weight_decay: 1e-4);", "Trainer.Make([|model|])")]
    public Task Fix_of_a_helper_needs_the_model_and_the_same_defaults(string members, string call) => Fix.OffersNothingAsync(Passing(members, call));

    [Fact]
    public Task Fix_of_a_constructor_names_the_learning_rate_as_the_groups_do() => Fix.ChangesAsync(
        TrainingCode.With("optim.Optimizer o = [|new SGD(model.parameters(), lr: 0.1, weight_decay: 0.5)|];"),
        TrainingCode.With("optim.Optimizer o = model.ParameterGroups().SGD(learningRate: 0.1);")
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
            "using RegSpec;\nusing TorchSharp;\n\npublic static class Program\n{\n    public static object Train(First a, Second b) => (\n        a.ParameterGroups().Adam(),\n        b.ParameterGroups().Adam());\n}\n",
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
