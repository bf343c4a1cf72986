using RegSpec.CodeFixes;
using RegSpec.CompileTime.Tests.Analyzers.Optimizers;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.BypassedGroupsAnalyzer, RegSpec.CodeFixes.UseParameterGroupsCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.BypassedGroupsAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Decay;

/// <summary>REG1005: annotated models whose optimizer takes bare parameters.</summary>
public class BypassedGroupsTests
{
    [Fact]
    public Task Says_that_the_declaration_is_not_seen() => Verify.ReportsMessageAsync(
        Annotated("using var o = [|optim.AdamW(model.parameters(), lr: 1e-3)|];"),
        "'Net' declares its weight decay, but this AdamW takes its parameters as one list and sees nothing of it; write model.ParameterGroups().AdamW");

    [Fact]
    public Task Says_that_a_list_is_filtered() => Verify.ReportsMessageAsync(
        Annotated("var trained = model.parameters().Where(p => p.requires_grad).ToArray(); var o = [|optim.AdamW(trained, weight_decay: options.L2)|];"),
        "'Net' declares its weight decay, but this AdamW takes its trainable parameters as one list and sees nothing of it; write model.ParameterGroups(weightDecay: options.L2).AdamW");

    [Theory]
    [InlineData("var o = [|optim.SGD(model.parameters(), 0.1, weight_decay: 1e-4)|];")]
    [InlineData("var o = [|optim.Adam(model.named_parameters())|];")]
    [InlineData("var o = [|new Adagrad(model.parameters().Where(p => p.requires_grad).ToArray())|];")]
    [InlineData("nn.Module net = new Net(); var o = [|optim.Adam(net.parameters())|];")]
    [InlineData("var o = [|optim.Adam(new Derived().parameters())|];")]
    public Task Bare_parameters(string code) => Verify.ReportsAsync(Annotated(code) + "\npublic sealed class Derived : Net;");

    [Theory]
    [InlineData("var o = model.ParameterGroups().AdamW();")]
    [InlineData("var o = optim.LBFGS(model.parameters()); var r = optim.Rprop(model.parameters());")]
    [InlineData("var o = optim.Adam(model.parameters().Where(p => p.dim() > 1));")]
    [InlineData("var o = optim.Adam(new Other().parameters());")]
    [InlineData("var o = optim.Adam(weights);")]
    [InlineData("foreach (var p in model.parameters()) Console.WriteLine(p.dim());")]
    public Task Groups_penalties_filters_and_other_models(string code) => Verify.IsSilentAsync(
        Annotated(code) + "\npublic class Other : Module<Tensor, Tensor> { public Other() : base(\"\") => RegisterComponents(); public override Tensor forward(Tensor x) => x; }");

    [Fact]
    public Task Passed_to_a_trainer() => Verify.ReportsMessageAsync(
        Annotated("var t = new Trainer([|model|]);") + "\npublic class Trainer { public readonly object O; public Trainer(nn.Module net) { O = optim.Adam(net.parameters()); } }",
        "'Net' declares its weight decay, but the Adam of 'Trainer' takes its parameters as one list and sees nothing of it; write net.ParameterGroups().Adam there");

    [Theory]
    [InlineData("var o = [|optim.AdamW(groups.Select(p => p.Value), weight_decay: 0.1)|];")]
    [InlineData("var all = groups.Groups.SelectMany(g => g.Parameters).ToList(); var o = [|optim.SGD(all, 0.1)|];")]
    [InlineData("var o = [|optim.Adam(model.ParameterGroups().Select(p => p.Value).ToArray())|];")]
    public Task F39_groups_merged_into_one_list(string code) => Verify.ReportsAsync(Annotated("var groups = model.ParameterGroups();\n" + code));

    [Fact]
    public Task F39_says_which_groups() => Verify.ReportsMessageAsync(
        Annotated("var groups = model.ParameterGroups();\nvar o = [|optim.AdamW(groups.Select(p => p.Value), weight_decay: 0.1)|];"),
        "'groups' has a weight decay for each group, but this AdamW takes all parameters as one list and sees nothing of it; write groups.AdamW");

    [Theory]
    [InlineData("foreach (var g in groups.Groups) { var o = optim.AdamW(g.Parameters, weight_decay: g.WeightDecay); }")]
    [InlineData("var o = optim.AdamW(groups.Where(p => p.WeightDecay > 0).Select(p => p.Value), weight_decay: 0.1);")]
    [InlineData("var o = optim.AdamW(groups.Groups.Select(g => new AdamW.ParamGroup(g.Parameters, new AdamW.Options { weight_decay = g.WeightDecay })));")]
    [InlineData("var o = optim.LBFGS(groups.Select(p => p.Value));")]
    public Task Groups_taken_one_by_one(string code) => Verify.IsSilentAsync(Annotated("var groups = model.ParameterGroups();\n" + code));

    [Fact]
    public Task Fix_takes_the_groups() => Fix.ChangesAsync(
        Annotated("var a = [|optim.AdamW(model.parameters(), lr: 1e-3, weight_decay: 0.1)|]; // constant\nvar b = [|torch.optim.Adam(model.parameters(), options.Rate, weight_decay: options.L2)|];"),
        Annotated("var a = model.ParameterGroups().AdamW(lr: 1e-3); // constant\nvar b = model.ParameterGroups(weightDecay: options.L2).Adam(options.Rate);"),
        UseParameterGroupsCodeFix.Key);

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Annotated("var o = [|optim.AdamW(model.parameters())|];"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Annotated("var o = [|optim.AdamW(model.parameters())|];"));

    private static string Annotated(string code) => TrainingCode.With(code).Replace("public class Net", "[WeightDecay(0.05)]\npublic class Net");
}
