using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.MaximizedDecayAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Optimizers;

/// <summary>REG3004: decay that is ascended (torchsharp-0.107, 1.2).</summary>
public class MaximizedDecayTests
{
    [Fact]
    public Task Says_that_weights_grow() => Verify.ReportsMessageAsync(
        TrainingCode.With("var o = [|optim.SGD(model.parameters(), 0.01, weight_decay: 1e-4, maximize: true)|];"),
        "SGD with maximize: true ascends the decay too: weight_decay = 1e-4 makes the weights grow; minimize the negated objective instead");

    [Theory]
    [InlineData("var o = [|torch.optim.SGD(model.named_parameters(), 0.01, 0.9, 0, options.L2, false, true)|];")]
    [InlineData("var o = [|new SGD(weights, 0.01, weight_decay: options.L2, maximize: true)|];")]
    [InlineData("var g = [|new SGD.ParamGroup(weights, lr: 0.1, weight_decay: 0.1, maximize: true)|];")]
    [InlineData("var s = [|new SGD.Options { weight_decay = 0.1, maximize = true }|];")]
    [InlineData("var o = [|optim.SGD(new[] { new SGD.ParamGroup(weights, new SGD.Options { weight_decay = 0.1 }) }, 0.01, maximize: true)|];")]
    [InlineData("const bool up = true; var o = [|optim.SGD(model.parameters(), 0.01, weight_decay: 1e-4, maximize: up)|];")]
    public Task Both_are_written(string code) => Verify.ReportsAsync(TrainingCode.With(code));

    [Theory]
    [InlineData("var o = optim.SGD(model.parameters(), 0.01, weight_decay: 1e-4);")]
    [InlineData("var o = optim.SGD(model.parameters(), 0.01, maximize: true);")]
    [InlineData("var o = optim.SGD(model.parameters(), 0.01, weight_decay: 0, maximize: true);")]
    [InlineData("var o = optim.SGD(model.parameters(), 0.01, weight_decay: 1e-4, maximize: options.Maximize);")]
    [InlineData("var o = optim.SGD(model.parameters(), 0.01, weight_decay: 1e-4, maximize: false);")]
    [InlineData("var o = optim.Adam(model.parameters(), weight_decay: 1e-4, maximize: true);")]
    [InlineData("var o = optim.AdamW(model.parameters(), weight_decay: 1e-4, maximize: true);")]
    [InlineData("var o = optim.SGD(new[] { new SGD.ParamGroup(weights, new SGD.Options { weight_decay = 0.1, maximize = false }) }, 0.01, maximize: true);")]
    [InlineData("var o = optim.SGD(new[] { new SGD.ParamGroup(weights, new SGD.Options { weight_decay = 0 }) }, 0.01, maximize: true);")]
    [InlineData("var s = new Adam.Options { weight_decay = 0.1, maximize = true };")]
    public Task One_of_them_or_another_optimizer(string code) => Verify.IsSilentAsync(TrainingCode.With(code));

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(TrainingCode.With("var o = [|optim.SGD(weights, 0.01, weight_decay: 1e-4, maximize: true)|];"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(TrainingCode.With("var o = [|optim.SGD(weights, 0.01, weight_decay: 1e-4, maximize: true)|];"));
}
