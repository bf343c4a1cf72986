using RegSpec.CodeFixes;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.CoupledAdamDecayAnalyzer, RegSpec.CodeFixes.UseAdamWCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.CoupledAdamDecayAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Optimizers;

/// <summary>REG3003: decay through the moments of Adam (torchsharp-0.107, 1.1 and 5).</summary>
public class CoupledAdamDecayTests
{
    [Fact]
    public Task Says_what_happens_to_it() => Verify.ReportsMessageAsync(
        TrainingCode.With("var o = [|optim.Adam(model.parameters(), lr: 1e-3, weight_decay: options.L2)|];"),
        "weight_decay = options.L2 of Adam is added to the gradient, where Adam divides it by the gradient's own size; AdamW decays the weights as asked");

    [Theory]
    [InlineData("var o = [|torch.optim.Adam(model.parameters(), weight_decay: 1e-4)|];")]
    [InlineData("var o = [|optim.Adam(model.named_parameters(), 1e-3, 0.9, 0.999, 1e-8, 1e-4)|];")]
    [InlineData("var o = [|new Adam(weights, weight_decay: 1e-4)|];")]
    [InlineData("var o = [|optim.Adam(new[] { new Adam.ParamGroup(weights, new Adam.Options()) }, weight_decay: 0.1)|];")]
    public Task Written_decay(string code) => Verify.ReportsAsync(TrainingCode.With(code));

    [Theory]
    [InlineData("var o = optim.Adam(model.parameters(), lr: 1e-3);")]
    [InlineData("var o = optim.Adam(model.parameters(), weight_decay: 0);")]
    [InlineData("const double none = 0; var o = optim.Adam(model.parameters(), weight_decay: none);")]
    [InlineData("var o = optim.AdamW(model.parameters(), weight_decay: 1e-4);")]
    [InlineData("var o = optim.SGD(model.parameters(), 0.1, weight_decay: 1e-4);")]
    [InlineData("var o = model.ParameterGroups(0.1).Adam(lr: 1e-3);")]
    public Task No_decay_or_another_optimizer(string code) => Verify.IsSilentAsync(TrainingCode.With(code));

    [Fact]
    public Task Fix_uses_AdamW() => Fix.ChangesAsync(
        TrainingCode.With("using var a = [|torch.optim.Adam(model.parameters(), 1e-3, weight_decay: options.L2)|]; // here\noptim.Optimizer b = [|new TorchSharp.Modules.Adam(weights, weight_decay: 0.1)|];"),
        TrainingCode.With("using var a = torch.optim.AdamW(model.parameters(), 1e-3, weight_decay: options.L2); // here\noptim.Optimizer b = new TorchSharp.Modules.AdamW(weights, weight_decay: 0.1);"),
        UseAdamWCodeFix.Key);

    [Theory]
    [InlineData("Adam o = [|optim.Adam(model.parameters(), weight_decay: 0.1)|];")]
    [InlineData("Adam o = [|new(weights, weight_decay: 0.1)|];")]
    [InlineData("var o = [|optim.Adam(new[] { new Adam.ParamGroup(weights, new Adam.Options()) }, weight_decay: 0.1)|];")]
    public Task Fix_leaves_what_asks_for_an_Adam(string code) => Fix.OffersNothingAsync(TrainingCode.With(code));

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(TrainingCode.With("var o = [|optim.Adam(model.parameters(), weight_decay: 0.1)|];"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(TrainingCode.With("var o = [|optim.Adam(model.parameters(), weight_decay: 0.1)|];"));
}
