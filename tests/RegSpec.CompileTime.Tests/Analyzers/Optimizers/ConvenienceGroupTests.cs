using RegSpec.CodeFixes;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.ConvenienceGroupAnalyzer, RegSpec.CodeFixes.OptionsFormCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.ConvenienceGroupAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Optimizers;

/// <summary>REG3001: groups that override their optimizer (torchsharp-0.107, 1.2).</summary>
public class ConvenienceGroupTests
{
    [Fact]
    public Task Learning_rate_and_betas_of_the_optimizer_are_lost() => Verify.ReportsMessageAsync(
        TrainingCode.With("var groups = new AdamW.ParamGroup[] { [|new(weights.Select(w => w), weight_decay: 0.1)|] };\nvar o = optim.AdamW(groups, lr: 6e-4, beta1: 0.9, beta2: 0.95);"),
        "This constructor of AdamW.ParamGroup also sets lr = 0.001, beta2 = 0.999, whatever the optimizer is given; pass AdamW.Options with only what differs");

    [Theory]
    [InlineData("optim.AdamW(new[] { [|new AdamW.ParamGroup(weights)|] }, lr: 5e-4, weight_decay: 0.3);")]
    [InlineData("optim.AdamW(new[] { [|new AdamW.ParamGroup(weights, weight_decay: 0.1)|], [|new AdamW.ParamGroup(biases)|] }, lr: options.Rate);")]
    [InlineData("optim.SGD(new SGD.ParamGroup[] { [|new(weights, lr: 0.1)|] }, learningRate: 0.1, momentum: 0.9);")]
    [InlineData("optim.SGD(new SGD.ParamGroup[] { [|new(weights, weight_decay: 0.1)|] }, learningRate: 0.1);")]
    [InlineData("optim.NAdam(new[] { [|new NAdam.ParamGroup(weights, weight_decay: 0.1)|] });")]
    [InlineData("optim.RAdam(new List<RAdam.ParamGroup> { [|new(weights, weight_decay: 0.1)|] }, lr: 0.01);")]
    [InlineData("_ = new Adamax(new[] { [|new Adamax.ParamGroup(weights)|] });")]
    [InlineData("optim.RMSProp(new[] { [|new RMSProp.ParamGroup(weights)|] });")]
    [InlineData("var group = [|new Adam.ParamGroup(weights, weight_decay: options.L2)|];")]
    [InlineData("var g = new List<Adagrad.ParamGroup>(); g.Add([|new(weights, weight_decay: 0.1)|]); optim.Adagrad(g, lr: 0.05);")]
    public Task Something_unwritten_is_overridden(string code) => Verify.ReportsAsync(TrainingCode.With(code));

    [Theory]
    [InlineData("optim.AdamW(new[] { new AdamW.ParamGroup(weights, new AdamW.Options { weight_decay = 0.1 }) }, lr: 5e-4);")]
    [InlineData("optim.AdamW(new[] { new AdamW.ParamGroup { Parameters = weights } }, lr: 5e-4, weight_decay: 0.3);")]
    [InlineData("optim.AdamW(new[] { new AdamW.ParamGroup { Parameters = weights, Options = new AdamW.Options { weight_decay = 0.1 } } }, lr: 5e-4);")]
    [InlineData("optim.AdamW(new[] { new AdamW.ParamGroup(weights, lr: 1e-4, weight_decay: 0.1) }, lr: 5e-4);")]
    [InlineData("optim.AdamW(new[] { new AdamW.ParamGroup(weights, weight_decay: 0.1) });")]
    [InlineData("optim.Adam(new[] { new Adam.ParamGroup(weights, 1e-3, 0.9, 0.95, 1e-8, 0.1, false, false) }, lr: 5e-4, beta2: 0.99);")]
    [InlineData("optim.SGD(new SGD.ParamGroup[] { new(weights, weight_decay: 0.1) }, learningRate: 0.001);")]
    [InlineData("var group = new Adam.ParamGroup(weights, lr: options.Rate);")]
    [InlineData("optim.AdamW(model.parameters(), lr: 5e-4, weight_decay: 0.1);")]
    public Task Nothing_is_overridden(string code) => Verify.IsSilentAsync(TrainingCode.With(code));

    [Fact]
    public Task A_class_of_that_name_of_someone_else() => Verify.IsSilentAsync("""

        public class AdamW
        {
            public class ParamGroup
            {
                public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.1, double weight_decay = 0) { }
            }
        }

        public static class Program { public static void Run(Parameter[] ps) { var g = new AdamW.ParamGroup(ps, weight_decay: 0.1); } }
        """);

    [Fact]
    public Task Fix_writes_options() => Fix.ChangesAsync(
        TrainingCode.With("""
            // two groups
            var o = optim.AdamW(new AdamW.ParamGroup[]
            {
                [|new(weights.Select(w => w), weight_decay: options.L2)|], // decayed
                [|new(biases)|],
                [|new TorchSharp.Modules.AdamW.ParamGroup(weight_decay: 0.1, parameters: biases, lr: 0.1)|],
            }, lr: 6e-4, beta2: 0.95);
            """),
        TrainingCode.With("""
            // two groups
            var o = optim.AdamW(new AdamW.ParamGroup[]
            {
                new(weights.Select(w => w), new AdamW.Options { weight_decay = options.L2 }), // decayed
                new(biases, new AdamW.Options()),
                new TorchSharp.Modules.AdamW.ParamGroup(biases, new AdamW.Options { weight_decay = 0.1, LearningRate = 0.1 }),
            }, lr: 6e-4, beta2: 0.95);
            """),
        OptionsFormCodeFix.Key);

    [Theory]
    [InlineData("SGD", "weight_decay: 1, momentum: 2, dampening: 3, nesterov: true, maximize: false", "weight_decay = 1, momentum = 2, dampening = 3, nesterov = true, maximize = false")]
    [InlineData("Adam", "weight_decay: 1, beta1: 2, beta2: 3, eps: 4, amsgrad: true, maximize: false", "weight_decay = 1, beta1 = 2, beta2 = 3, eps = 4, amsgrad = true, maximize = false")]
    [InlineData("AdamW", "weight_decay: 1, beta1: 2, beta2: 3, eps: 4, amsgrad: true, maximize: false", "weight_decay = 1, beta1 = 2, beta2 = 3, eps = 4, amsgrad = true, maximize = false")]
    [InlineData("Adagrad", "weight_decay: 1, lr_decay: 2, initial_accumulator_value: 3, eps: 4", "weight_decay = 1, lr_decay = 2, initial_accumulator_value = 3, eps = 4")]
    [InlineData("Adadelta", "weight_decay: 1, rho: 2, eps: 3, maximize: false", "weight_decay = 1, rho = 2, eps = 3, maximize = false")]
    [InlineData("Adamax", "weight_decay: 1, beta1: 2, beta2: 3, eps: 4", "weight_decay = 1, beta1 = 2, beta2 = 3, eps = 4")]
    [InlineData("ASGD", "weight_decay: 1, lambd: 2, alpha: 3, t0: 4", "weight_decay = 1, lambd = 2, alpha = 3, t0 = 4")]
    [InlineData("NAdam", "weight_decay: 1, beta1: 2, beta2: 3, eps: 4, momentum_decay: 5", "weight_decay = 1, beta1 = 2, beta2 = 3, eps = 4, momentum_decay = 5")]
    [InlineData("RAdam", "weight_decay: 1, beta1: 2, beta2: 3, eps: 4", "weight_decay = 1, beta1 = 2, beta2 = 3, eps = 4")]
    [InlineData("RMSProp", "weight_decay: 1, eps: 2, alpha: 3, momentum: 4, centered: true", "weight_decay = 1, eps = 2, alpha = 3, momentum = 4, centered = true")]
    [InlineData("Rprop", "etaminus: 1, etaplus: 2, min_step: 3, max_step: 4, maximize: true", "etaminus = 1, etaplus = 2, min_step = 3, max_step = 4, maximize = true")]
    public Task Fix_compiles_for_every_setting_of_every_optimizer(string optimizer, string arguments, string settings) => Fix.ChangesAsync(
        TrainingCode.With($"var g = [|new {optimizer}.ParamGroup(weights, {arguments})|];"),
        TrainingCode.With($"var g = new {optimizer}.ParamGroup(weights, new {optimizer}.Options {{ {settings} }});"),
        OptionsFormCodeFix.Key);

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(TrainingCode.With("var g = [|new Adam.ParamGroup(weights, weight_decay: 0.1)|];"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(TrainingCode.With("var g = [|new Adam.ParamGroup(weights, weight_decay: 0.1)|];"));
}
