using RegSpec.CodeFixes;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.ImplicitAdamWDecayAnalyzer, RegSpec.CodeFixes.ExplicitDecayCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.ImplicitAdamWDecayAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Optimizers;

/// <summary>REG3002: AdamW that decays nothing (torchsharp-0.107, 1.1 and 5).</summary>
public class ImplicitAdamWDecayTests
{
    [Fact]
    public Task F59_Default_is_zero() => Verify.ReportsMessageAsync(
        TrainingCode.With("using var o = [|optim.AdamW(model.parameters(), lr: 6e-4, beta1: 0.9, beta2: 0.95)|];"),
        "AdamW without weight_decay decays nothing: the default of TorchSharp is 0, not 0.01 as in PyTorch; say which you mean");

    [Theory]
    [InlineData("var o = [|torch.optim.AdamW(model.parameters())|];")]
    [InlineData("var o = [|torch.optim.AdamW(model.named_parameters(), 1e-3)|];")]
    [InlineData("optim.Optimizer o = [|new AdamW(weights, lr: 0.1)|];")]
    [InlineData("AdamW o = [|new(weights)|];")]
    public Task Over_a_list(string code) => Verify.ReportsAsync(TrainingCode.With(code));

    [Theory]
    [InlineData("var o = optim.AdamW(model.parameters(), weight_decay: 0.01);")]
    [InlineData("var o = optim.AdamW(model.parameters(), weight_decay: 0);")]
    [InlineData("var o = optim.AdamW(model.parameters(), 1e-3, 0.9, 0.999, 1e-8, options.L2);")]
    [InlineData("var o = new AdamW(weights, weight_decay: options.L2);")]
    [InlineData("var o = optim.AdamW(new[] { new AdamW.ParamGroup(weights, new AdamW.Options { weight_decay = 0.1 }) }, lr: 1e-3);")]
    [InlineData("var o = new AdamW(new List<AdamW.ParamGroup>());")]
    [InlineData("var o = optim.Adam(model.parameters());")]
    [InlineData("var o = model.ParameterGroups(0.1).AdamW(lr: 1e-3);")]
    public Task Written_grouped_or_another_optimizer(string code) => Verify.IsSilentAsync(TrainingCode.With(code));

    [Fact]
    public Task A_factory_of_that_name_of_someone_else() => Verify.IsSilentAsync("""

        public static class optim { public static object AdamW(IEnumerable<Parameter> parameters, double weight_decay = 0.01) => parameters; }
        public static class Program { public static void Run(Parameter[] ps) => optim.AdamW(ps); }
        """);

    [Fact]
    public Task Fix_as_in_PyTorch() => Fix.ChangesAsync(
        TrainingCode.With("var a = [|optim.AdamW(model.parameters(), lr: 6e-4)|]; // first\nvar b = [|new AdamW(weights)|];"),
        TrainingCode.With("var a = optim.AdamW(model.parameters(), lr: 6e-4, weight_decay: 0.01); // first\nvar b = new AdamW(weights, weight_decay: 0.01);"),
        ExplicitDecayCodeFix.UsualKey);

    [Fact]
    public Task Fix_as_it_is() => Fix.ChangesAsync(
        TrainingCode.With("var a = [|optim.AdamW(model.parameters(), lr: 6e-4)|];\nAdamW b = [|new(weights)|];"),
        TrainingCode.With("var a = optim.AdamW(model.parameters(), lr: 6e-4, weight_decay: 0);\nAdamW b = new(weights, weight_decay: 0);"),
        ExplicitDecayCodeFix.NoneKey);

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(TrainingCode.With("var o = [|optim.AdamW(model.parameters())|];"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(TrainingCode.With("var o = [|optim.AdamW(model.parameters())|];"));
}
