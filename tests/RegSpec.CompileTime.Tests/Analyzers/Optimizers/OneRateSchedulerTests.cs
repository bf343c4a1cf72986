using System.Reflection;
using RegSpec.CodeFixes;
using TorchSharp;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.OneRateSchedulerAnalyzer, RegSpec.CodeFixes.RatesOfGroupsCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.OneRateSchedulerAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Optimizers;

/// <summary>REG3011: schedulers that set one rate in all groups.</summary>
public class OneRateSchedulerTests
{
    /// <summary>Every scheduler of TorchSharp 0.107, and whether a form of it sets one number in all groups.</summary>
    private static readonly Dictionary<string, bool> Schedulers = new()
    {
        ["ChainedLR"] = false,
        ["ConstantLR"] = false,
        ["CosineAnnealingLR"] = false,
        ["CyclicLR"] = true,
        ["ExponentialLR"] = false,
        ["LambdaLR"] = false,
        ["LinearLR"] = false,
        ["MultiStepLR"] = false,
        ["MultiplicativeLR"] = false,
        ["OneCycleLR"] = true,
        ["PolynomialLR"] = false,
        ["ReduceLROnPlateau"] = false,
        ["SequentialLR"] = false,
        ["StepLR"] = false,
    };

    [Fact]
    public void Every_scheduler_is_examined()
    {
        ILookup<string, MethodInfo> factories = typeof(torch.optim.lr_scheduler).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => typeof(torch.optim.lr_scheduler.LRScheduler).IsAssignableFrom(method.ReturnType))
            .ToLookup(method => method.Name);
        Assert.Equal(Schedulers.Keys.Order(StringComparer.Ordinal), factories.Select(group => group.Key).Order(StringComparer.Ordinal));
        Assert.All(factories, forms => Assert.Equal(Schedulers[forms.Key], forms.Any(SetsOneNumber)));

        // The classes take what the factories take, and the page has a line for each.
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "REG3011.md"));
        Assert.All(Schedulers, scheduler => Assert.Contains($"| `{scheduler.Key}` |", page));
        foreach (Type type in typeof(torch.optim.lr_scheduler.impl).GetNestedTypes())
        {
            Assert.Equal(Schedulers[type.Name], type.GetConstructors().Any(SetsOneNumber));
        }

        static bool SetsOneNumber(MethodBase form) => form.GetParameters().Any(parameter => parameter.ParameterType == typeof(double) && parameter.Name is "max_lr" or "base_lr");
    }

    [Theory]
    [InlineData("OneCycleLR(o, 1e-2, total_steps: 100)", "This OneCycleLR sets max_lr = 1e-2 in every group of 'o', so that the learning-rate scale 0.1 of 'head.weight' is lost; write groups.OneCycleLR")]
    [InlineData("CyclicLR(o, options.Rate, 10 * options.Rate, cycle_momentum: false)", "This CyclicLR sets base_lr = options.Rate and max_lr = 10 * options.Rate in every group of 'o', so that the learning-rate scale 0.1 of 'head.weight' is lost; pass groups.LearningRates(options.Rate) and groups.LearningRates(10 * options.Rate)")]
    public Task Names_what_is_lost(string scheduler, string message) => Verify.ReportsMessageAsync(
        Scaled("var groups = model.ParameterGroups();\nvar o = groups.AdamW();\nvar s = [|optim.lr_scheduler." + scheduler + "|];"), message);

    [Theory]
    [InlineData("var o = model.ParameterGroups().AdamW(); var s = [|optim.lr_scheduler.OneCycleLR(o, 1e-2, 100)|];", "write groups.OneCycleLR")]
    [InlineData("using var flat = model.ParameterGroups().Flatten(); var o = flat.SGD(0.1); var s = [|optim.lr_scheduler.OneCycleLR(o, 1e-2, 100)|];", "write flat.OneCycleLR")]
    public Task Flat_or_without_a_variable(string code, string remedy) => Verify.ReportsMessageAsync(
        Scaled(code),
        "This OneCycleLR sets max_lr = 1e-2 in every group of 'o', so that the learning-rate scale 0.1 of 'head.weight' is lost; " + (remedy.Contains("flat") ? "" : "hold the groups in a variable and ") + remedy);

    [Theory]
    [InlineData("optim.Optimizer o = model.ParameterGroups(0.1).Adam(); var s = [|new optim.lr_scheduler.impl.OneCycleLR(o, 1e-2, 100)|];")]
    [InlineData("var g = RegSpec.ParameterGroups.Of(model, 0.1); var o = g.Adam(); var s = [|optim.lr_scheduler.OneCycleLR(optimizer: o, max_lr: 1e-2, total_steps: 100)|];")]
    [InlineData("nn.Module net = new Net(); var o = net.ParameterGroups().Adam(); var s = [|optim.lr_scheduler.OneCycleLR(o, 1e-2, 100)|];")]
    [InlineData("var s = [|optim.lr_scheduler.OneCycleLR(model.ParameterGroups().Adam(), 1e-2, 100)|];")]
    public Task Groups_of_a_model_with_scales(string code) => Verify.ReportsAsync(Scaled(code));

    [Theory]
    [InlineData("new AdamW.ParamGroup(weights, new AdamW.Options { LearningRate = 1e-3 }), new AdamW.ParamGroup(biases, new AdamW.Options { LearningRate = 1e-2 })", "(1e-3, 1e-2)")]
    [InlineData("new AdamW.ParamGroup(weights, new AdamW.Options { weight_decay = 0.1 }), new AdamW.ParamGroup(biases, new AdamW.Options { LearningRate = options.Rate * 0.1 })", "(options.Rate, options.Rate * 0.1)")]
    [InlineData("new AdamW.ParamGroup(weights, lr: 1e-3), new AdamW.ParamGroup(biases, lr: 1e-2)", "(1e-3, 1e-2)")]
    [InlineData("new AdamW.ParamGroup { Parameters = weights }, new AdamW.ParamGroup(biases, new AdamW.Options { LearningRate = options.Rate / 10 })", "(options.Rate, options.Rate / 10)")]
    public Task Groups_of_one_s_own(string groups, string rates) => Verify.ReportsMessageAsync(
        TrainingCode.With("var o = optim.AdamW(new[] { " + groups + " }, lr: options.Rate);\nvar s = [|optim.lr_scheduler.OneCycleLR(o, 1e-2, 100)|];"),
        "This OneCycleLR sets max_lr = 1e-2 in every group of 'o', so that their own rates " + rates + " are lost; multiply the rate of each group by a function of the step, with LambdaLR");

    [Theory]
    [InlineData("var groups = model.ParameterGroups(); var o = groups.AdamW(); var s = groups.OneCycleLR(o, 1e-2, 100);")]
    [InlineData("var groups = model.ParameterGroups(); var o = groups.AdamW(); var s = optim.lr_scheduler.CyclicLR(o, groups.LearningRates(1e-3), groups.LearningRates(1e-2), cycle_momentum: false);")]
    [InlineData("var groups = model.ParameterGroups(); var o = groups.AdamW(); var s = optim.lr_scheduler.StepLR(o, 10);")]
    [InlineData("var groups = model.ParameterGroups(); var o = groups.AdamW(); var s = optim.lr_scheduler.CosineAnnealingLR(o, 10, 1e-5);")]
    [InlineData("var o = optim.AdamW(model.parameters()); var s = optim.lr_scheduler.OneCycleLR(o, 1e-2, 100);")]
    [InlineData("var o = new Other().ParameterGroups(0.1).AdamW(); var s = optim.lr_scheduler.CyclicLR(o, 1e-3, 1e-2, cycle_momentum: false);")]
    [InlineData("var o = optim.AdamW(new[] { new AdamW.ParamGroup(weights, new AdamW.Options { weight_decay = 0.1 }), new AdamW.ParamGroup(biases, new AdamW.Options { weight_decay = 0 }) }); var s = optim.lr_scheduler.CyclicLR(o, 1e-3, 1e-2, cycle_momentum: false);")]
    [InlineData("var o = optim.AdamW(new[] { new AdamW.ParamGroup(weights, new AdamW.Options { LearningRate = options.Rate }), new AdamW.ParamGroup(biases, new AdamW.Options { LearningRate = options.L2 }) }); var s = optim.lr_scheduler.CyclicLR(o, 1e-3, 1e-2, cycle_momentum: false);")]
    [InlineData("var made = new AdamW.Options(); var o = optim.AdamW(new[] { new AdamW.ParamGroup(weights, made), new AdamW.ParamGroup(biases, new AdamW.Options { LearningRate = 1e-5 }) }); var s = optim.lr_scheduler.CyclicLR(o, 1e-3, 1e-2, cycle_momentum: false);")]
    [InlineData("var o = optim.AdamW(new[] { new AdamW.ParamGroup(weights, new AdamW.Options { weight_decay = 0.1 }) }); var s = optim.lr_scheduler.OneCycleLR(o, 1e-2, 100);")]
    [InlineData("var o = optim.AdamW(new[] { new AdamW.ParamGroup(weights, new AdamW.Options { weight_decay = 0.1 }), new AdamW.ParamGroup(biases, new AdamW.Options()) }); var s = optim.lr_scheduler.OneCycleLR(o, 1e-2, 100, three_phase: true);")]
    [InlineData("var o = optim.AdamW(new[] { new AdamW.ParamGroup(weights, new AdamW.Options { weight_decay = 0.1 }), new AdamW.ParamGroup(biases, new AdamW.Options()) }); var s = optim.lr_scheduler.OneCycleLR(o, 1e-2, 100, three_phase: options.Maximize);")]
    [InlineData("var list = new List<AdamW.ParamGroup> { new AdamW.ParamGroup(weights, new AdamW.Options { weight_decay = 0.1 }) }; var o = optim.AdamW(list); var s = optim.lr_scheduler.OneCycleLR(o, 1e-2, 100);")]
    [InlineData("var o = new Bare().ParameterGroups().AdamW(); var s = optim.lr_scheduler.OneCycleLR(o, 1e-2, 100);")]
    [InlineData("var o = new Plain().ParameterGroups(weightDecay: options.L2).AdamW(); var s = optim.lr_scheduler.OneCycleLR(o, 1e-2, 100);")]
    [InlineData("var o = new Plain().ParameterGroups(weightDecay: 0).AdamW(); var s = optim.lr_scheduler.OneCycleLR(o, 1e-2, 100);")]
    public Task Rates_of_their_own_or_the_same_or_unknown(string code) => Verify.IsSilentAsync(Scaled(code) + More
        + "\n[WeightDecay(0.1)] public class Other : Module<Tensor, Tensor> { [LearningRateScale(0.1)] private readonly Linear fc = Linear(1, 1); public Other() : base(\"\") => RegisterComponents(); public override Tensor forward(Tensor x) => fc.call(x); }");

    /// <summary>TorchSharp 0.107 takes the index of a group for that of a phase: also where all groups have one rate, and in the array form.</summary>
    [Theory]
    [InlineData("var groups = new Plain().ParameterGroups();\nvar o = groups.AdamW();\nvar s = [|optim.lr_scheduler.OneCycleLR(o, 1e-2, 100)|];", "second", "write groups.OneCycleLR")]
    [InlineData("var groups = model.ParameterGroups();\nvar o = groups.AdamW();\nvar s = [|optim.lr_scheduler.OneCycleLR(o, groups.LearningRates(1e-2), 100)|];", "second", "write groups.OneCycleLR")]
    [InlineData("var o = new Plain().ParameterGroups(weightDecay: 0.1).AdamW();\nvar s = [|optim.lr_scheduler.OneCycleLR(o, 1e-2, 100)|];", "second", "hold the groups in a variable and write groups.OneCycleLR")]
    [InlineData("var groups = new Plain().ParameterGroups(weightDecay: null);\nvar o = groups.AdamW();\nvar s = [|new optim.lr_scheduler.impl.OneCycleLR(o, 1e-2, 100)|];", "second", "write groups.OneCycleLR")]
    [InlineData("using var flat = new Plain().ParameterGroups().Flatten();\nvar o = flat.AdamW();\nvar s = [|optim.lr_scheduler.OneCycleLR(o, 1e-2, 100)|];", "second", "write flat.OneCycleLR")]
    [InlineData("var groups = model.ParameterGroups();\nvar o = groups.AdamW();\nvar s = [|optim.lr_scheduler.OneCycleLR(o, groups.LearningRates(1e-2), 100, three_phase: true)|];", "third", "write groups.OneCycleLR")]
    [InlineData("var o = optim.AdamW(new[] { new AdamW.ParamGroup(weights, new AdamW.Options { weight_decay = 0.1 }), new AdamW.ParamGroup(biases, new AdamW.Options { weight_decay = 0 }) });\nvar s = [|optim.lr_scheduler.OneCycleLR(o, 1e-2, 100)|];", "second", "multiply the rate of each group by a function of the step, with LambdaLR")]
    [InlineData("var o = optim.AdamW(new[] { new AdamW.ParamGroup(weights, new AdamW.Options { LearningRate = 1e-3 }), new AdamW.ParamGroup(biases, new AdamW.Options { LearningRate = 1e-2 }) });\nvar s = [|optim.lr_scheduler.OneCycleLR(o, new[] { 1e-3, 1e-2 }, 100)|];", "second", "multiply the rate of each group by a function of the step, with LambdaLR")]
    public Task TorchSharps_one_cycle_over_several_groups(string code, string group, string remedy) => Verify.ReportsMessageAsync(
        Scaled(code) + More,
        "This OneCycleLR takes the index of a group for that of a phase, so that the " + group + " group of 'o' never leaves the first phase; " + remedy);

    [Theory]
    [InlineData("public static object Make(optim.Optimizer o) => optim.lr_scheduler.OneCycleLR(o, 1e-2, 100);")]
    [InlineData("public static object Make(nn.Module net) { var o = net.ParameterGroups(0.1).Adam(); return optim.lr_scheduler.OneCycleLR(o, 1e-2, 100); }")]
    public Task Unknown_optimizers_and_models(string member) => Verify.IsSilentAsync("\npublic static class Trainer { " + member + " }");

    [Fact]
    public Task Fix_gives_each_group_its_rate() => Fix.ChangesAsync(
        Scaled("var groups = model.ParameterGroups();\nvar o = groups.SGD(0.1, momentum: 0.9);\nvar b = [|optim.lr_scheduler.CyclicLR(o, 1e-3, 1e-2, cycle_momentum: false)|]; // two"),
        Scaled("var groups = model.ParameterGroups();\nvar o = groups.SGD(0.1, momentum: 0.9);\nvar b = optim.lr_scheduler.CyclicLR(o, groups.LearningRates(1e-3), groups.LearningRates(1e-2), cycle_momentum: false); // two"),
        RatesOfGroupsCodeFix.Key);

    [Theory]
    [InlineData("optim.lr_scheduler.OneCycleLR(o, max_lr: options.Rate, total_steps: 100)", "groups.OneCycleLR(o, max_lr: options.Rate, total_steps: 100)")]
    [InlineData("optim.lr_scheduler.OneCycleLR(o, groups.LearningRates(1e-2), 100, base_momentum: null)", "")]
    [InlineData("optim.lr_scheduler.OneCycleLR(o, groups.LearningRates(1e-2), 100)", "groups.OneCycleLR(o, 1e-2, 100)")]
    [InlineData("new optim.lr_scheduler.impl.OneCycleLR(o, 1e-2, 100, base_momentum: 0.8)", "groups.OneCycleLR(o, 1e-2, 100, base_momentum: 0.8)")]
    [InlineData("optim.lr_scheduler.OneCycleLR(o, new[] { 1e-2, 1e-2, 1e-3, 1e-3 }, 100)", "")]
    public Task Fix_takes_the_cycle_of_the_groups(string before, string after)
    {
        string Code(string scheduler) => Scaled("var groups = model.ParameterGroups();\nvar o = groups.SGD(0.1, momentum: 0.9);\nvar a = " + scheduler + "; // one");
        return after.Length == 0
            ? Fix.OffersNothingAsync(Code("[|" + before + "|]"))
            : Fix.ChangesAsync(Code("[|" + before + "|]"), Code(after), RatesOfGroupsCodeFix.Key);
    }

    [Theory]
    [InlineData("var o = model.ParameterGroups().AdamW(); var s = [|optim.lr_scheduler.OneCycleLR(o, 1e-2, 100)|];")]
    [InlineData("var groups = model.ParameterGroups(); var o = groups.SGD(0.1, momentum: 0.9); var s = [|optim.lr_scheduler.CyclicLR(o, 1e-3, 1e-2, base_momentum: 0.8)|];")]
    public Task Fix_needs_the_groups_and_default_momenta(string code) => Fix.OffersNothingAsync(Scaled(code));

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Scaled("var o = model.ParameterGroups().AdamW(); var s = [|optim.lr_scheduler.OneCycleLR(o, 1e-2, 100)|];"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Scaled("var o = model.ParameterGroups().AdamW(); var s = [|optim.lr_scheduler.OneCycleLR(o, 1e-2, 100)|];"));

    private const string More = """

        [WeightDecay(0.1)] public class Plain : Module<Tensor, Tensor> { private readonly Linear fc = Linear(1, 1); public Plain() : base("") => RegisterComponents(); public override Tensor forward(Tensor x) => fc.call(x); }
        [WeightDecay(0.1)] public class Bare : Module<Tensor, Tensor> { private readonly Linear fc = Linear(1, 1, hasBias: false); public Bare() : base("") => RegisterComponents(); public override Tensor forward(Tensor x) => fc.call(x); }
        """;

    private static string Scaled(string code) => TrainingCode.With(code)
        .Replace("public class Net", "[WeightDecay(0.05)]\npublic class Net")
        .Replace("public readonly Linear head", "[LearningRateScale(0.1)] public readonly Linear head");
}
