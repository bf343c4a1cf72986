using System.Reflection;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Stock = (TorchSharp.Modules.Parameter Value, double WeightDecay, double Scale);

namespace RegSpec.Tests;

/// <summary>Every factory against a stock optimizer with one hand-made Options group a parameter (F57: arithmetic, not only shape).</summary>
public class OptimizerTests
{
    private const double Rate = 0.02;

    private static readonly Dictionary<string, (Func<ParameterGroups, optim.Optimizer> Ours, Func<Stock[], optim.Optimizer> ByHand)> Optimizers = new()
    {
        ["SGD"] = (g => g.SGD(Rate, momentum: 0.8, dampening: 0.1),
            s => optim.SGD(Hand(s, (p, wd, lr) => new SGD.ParamGroup(p, new SGD.Options { weight_decay = wd, LearningRate = lr })), Rate, momentum: 0.8, dampening: 0.1)),
        ["SGD nesterov"] = (g => g.SGD(Rate, momentum: 0.8, nesterov: true),
            s => optim.SGD(Hand(s, (p, wd, lr) => new SGD.ParamGroup(p, new SGD.Options { weight_decay = wd, LearningRate = lr })), Rate, momentum: 0.8, nesterov: true)),
        ["Adam"] = (g => g.Adam(Rate, beta1: 0.8, beta2: 0.95, eps: 1e-6, amsgrad: true),
            s => optim.Adam(Hand(s, (p, wd, lr) => new Adam.ParamGroup(p, new Adam.Options { weight_decay = wd, LearningRate = lr })), Rate, 0.8, 0.95, 1e-6, amsgrad: true)),
        ["AdamW"] = (g => g.AdamW(Rate, beta1: 0.8, beta2: 0.95, eps: 1e-6, maximize: true),
            s => optim.AdamW(Hand(s, (p, wd, lr) => new AdamW.ParamGroup(p, new AdamW.Options { weight_decay = wd, LearningRate = lr })), Rate, 0.8, 0.95, 1e-6, maximize: true)),
        ["Adagrad"] = (g => g.Adagrad(Rate, lr_decay: 0.1, initial_accumulator_value: 0.2, eps: 1e-5),
            s => optim.Adagrad(Hand(s, (p, wd, lr) => new Adagrad.ParamGroup(p, new Adagrad.Options { weight_decay = wd, LearningRate = lr })), Rate, lr_decay: 0.1, initial_accumulator_value: 0.2, eps: 1e-5)),
        ["Adadelta"] = (g => g.Adadelta(Rate, rho: 0.8, eps: 1e-4),
            s => optim.Adadelta(Hand(s, (p, wd, lr) => new Adadelta.ParamGroup(p, new Adadelta.Options { weight_decay = wd, LearningRate = lr })), Rate, rho: 0.8, eps: 1e-4)),
        ["Adamax"] = (g => g.Adamax(Rate, beta1: 0.8, beta2: 0.95, eps: 1e-6),
            s => optim.Adamax(Hand(s, (p, wd, lr) => new Adamax.ParamGroup(p, new Adamax.Options { weight_decay = wd, LearningRate = lr })), Rate, 0.8, 0.95, 1e-6)),
        ["ASGD"] = (g => g.ASGD(Rate, lambd: 1e-3, alpha: 0.6, t0: 1),
            s => optim.ASGD(Hand(s, (p, wd, lr) => new ASGD.ParamGroup(p, new ASGD.Options { weight_decay = wd, LearningRate = lr })), Rate, lambd: 1e-3, alpha: 0.6, t0: 1)),
        ["NAdam"] = (g => g.NAdam(Rate, beta1: 0.8, beta2: 0.95, eps: 1e-6, momentum_decay: 1e-2),
            s => optim.NAdam(Hand(s, (p, wd, lr) => new NAdam.ParamGroup(p, new NAdam.Options { weight_decay = wd, LearningRate = lr })), Rate, 0.8, 0.95, 1e-6, momentum_decay: 1e-2)),
        ["RAdam"] = (g => g.RAdam(Rate, beta1: 0.8, beta2: 0.95, eps: 1e-6),
            s => optim.RAdam(Hand(s, (p, wd, lr) => new RAdam.ParamGroup(p, new RAdam.Options { weight_decay = wd, LearningRate = lr })), Rate, 0.8, 0.95, 1e-6)),
        ["RMSProp"] = (g => g.RMSProp(Rate, alpha: 0.9, eps: 1e-6, momentum: 0.3, centered: true),
            s => optim.RMSProp(Hand(s, (p, wd, lr) => new RMSProp.ParamGroup(p, new RMSProp.Options { weight_decay = wd, LearningRate = lr })), Rate, alpha: 0.9, eps: 1e-6, momentum: 0.3, centered: true)),
        ["Rprop"] = (g => g.Rprop(Rate, etaminus: 0.4, etaplus: 1.3, min_step: 1e-5, max_step: 2, penaltyInLoss: true),
            s => optim.Rprop(Hand(s, (p, _, lr) => new Rprop.ParamGroup(p, new Rprop.Options { LearningRate = lr })), Rate, 0.4, 1.3, 1e-5, 2)),
    };

    public static TheoryData<string> Names => [.. Optimizers.Keys];

    public static TheoryData<string> Factories =>
        ["SGD", "Adam", "AdamW", "Adagrad", "Adadelta", "Adamax", "ASGD", "NAdam", "RAdam", "RMSProp", "Rprop", "LBFGS"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Three_steps_equal_one_group_a_parameter_to_the_last_bit(string name)
    {
        using var model = new SeveralRates();
        using var twin = new SeveralRates();
        twin.load_state_dict(model.state_dict());
        ParameterGroups groups = model.ParameterGroups();
        Assert.Equal([0.0, 0.001, 0.03, 0.1], groups.Select(r => r.WeightDecay).Distinct().Order());
        Assert.Equal([0.25, 1.0], groups.Select(r => r.LearningRateScale).Distinct().Order());

        Dictionary<string, Parameter> twins = twin.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        using optim.Optimizer ours = Optimizers[name].Ours(groups);
        using optim.Optimizer byHand = Optimizers[name].ByHand([.. groups.Select(r => (twins[r.Name], r.WeightDecay, r.LearningRateScale))]);
        int[][] before = [.. groups.Select(r => r.Value.Bits())];
        for (int step = 0; step < 3; step++)
        {
            foreach (PlannedParameter row in groups)
            {
                Tensor gradient = randn_like(row.Value).detach();
                row.Value.grad = gradient;
                twins[row.Name].grad = gradient.clone();
            }

            ours.step();
            byHand.step();
        }

        Assert.All(groups, row => Assert.Equal(twins[row.Name].Bits(), row.Value.Bits()));
        Assert.All(groups.Zip(before), pair => Assert.NotEqual(pair.Second, pair.First.Value.Bits()));
    }

    [Fact]
    public void LBFGS_with_the_penalty_in_the_loss_equals_the_stock_one()
    {
        using var model = new QuickModel();
        using var twin = new QuickModel();
        twin.load_state_dict(model.state_dict());
        ParameterGroups groups = model.ParameterGroups();
        Tensor pull = randn(10, 128);
        using LBFGS ours = groups.LBFGS(0.1, max_iter: 4, history_size: 5, penaltyInLoss: true);
        using LBFGS byHand = optim.LBFGS(twin.parameters().ToArray(), 0.1, 4, null, 1e-5, 1e-9, 5);
        for (int step = 0; step < 3; step++)
        {
            ours.step(() =>
            {
                model.zero_grad();
                Tensor loss = (model.head.weight! * pull).sum().square() + groups.L2Penalty();
                loss.backward();
                return loss;
            });
            byHand.step(() =>
            {
                twin.zero_grad();
                Tensor loss = (twin.head.weight! * pull).sum().square() + (twin.head.weight!.square().sum() * (0.001 / 2));
                loss.backward();
                return loss;
            });
        }

        Assert.Equal(twin.head.weight!.Bits(), model.head.weight!.Bits());
    }

    [Theory]
    [MemberData(nameof(Factories))]
    public void A_factory_has_the_arguments_of_TorchSharp_less_weight_decay(string name)
    {
        MethodInfo ours = typeof(ParameterGroups).GetMethods().Single(m => m.Name == name);
        MethodInfo stock = typeof(optim).GetMethods().Single(m =>
            m.Name == name
            && m.GetParameters()[0].ParameterType == typeof(IEnumerable<Parameter>));
        Assert.Equal(stock.ReturnType, ours.ReturnType);
        Assert.Equal(
            stock.GetParameters().Skip(1).Where(p => p.Name != "weight_decay").Select(Describe),
            ours.GetParameters().Where(p => p.Name != "penaltyInLoss").Select(Describe));

        static string Describe(ParameterInfo p) => $"{p.ParameterType} {p.Name} = {(p.HasDefaultValue ? p.DefaultValue ?? "null" : "required")}";
    }

    [Theory]
    [MemberData(nameof(Factories))]
    public void F37_Every_group_states_its_decay_and_a_rate_only_where_scaled(string name)
    {
        if (name is "LBFGS")
        {
            return; // It has no groups.
        }

        using var model = new SeveralRates();
        ParameterGroups groups = model.ParameterGroups();
        string key = Optimizers.Keys.First(k => k.Split(' ')[0] == name);
        using optim.Optimizer optimizer = Optimizers[key].Ours(groups);
        ParamGroup[] made = [.. optimizer.ParamGroups.Cast<ParamGroup>()];
        Assert.Equal(groups.Groups.Count, made.Length);
        Assert.Equal(made.Length, made.Select(g => g.Options).Distinct().Count());
        Assert.All(made.Zip(groups.Groups), pair =>
        {
            Assert.IsType<Parameter[]>(pair.First.Parameters);
            Assert.Equal(Rate * pair.Second.LearningRateScale, pair.First.LearningRate);
            FieldInfo? decay = pair.First.Options.GetType().GetField("weight_decay");
            Assert.Equal(decay is null ? null : pair.Second.WeightDecay, decay?.GetValue(pair.First.Options));
        });
    }

    [Fact]
    public void F34_A_scheduler_moves_scaled_groups_in_proportion()
    {
        using var model = new SeveralRates();
        using AdamW optimizer = model.ParameterGroups().AdamW(lr: 0.1);
        var schedule = optim.lr_scheduler.StepLR(optimizer, 1, gamma: 0.5);
        double[] before = [.. optimizer.ParamGroups.Select(g => g.LearningRate)];
        optimizer.step();
        schedule.step();
        Assert.Equal([0.025, 0.1], before.Distinct().Order());
        Assert.Equal(before.Select(lr => lr / 2), optimizer.ParamGroups.Select(g => g.LearningRate));
    }

    [Fact]
    public void Optimizers_without_decay_refuse_it_and_name_the_penalty()
    {
        using var model = new QuickModel();
        ParameterGroups groups = model.ParameterGroups();
        Assert.Contains("L2Penalty()", Assert.Throws<NotSupportedException>(() => groups.Rprop()).Message);
        Assert.Contains("L2Penalty()", Assert.Throws<NotSupportedException>(() => groups.LBFGS()).Message);
        Assert.Contains("head.weight", Assert.Throws<NotSupportedException>(() => groups.LBFGS()).Message);
        groups.Rprop(penaltyInLoss: true).Dispose();
        groups.LBFGS(penaltyInLoss: true).Dispose();

        ParameterGroups none = ParameterGroups.Of(Linear(), 0);
        none.Rprop().Dispose();
        none.LBFGS().Dispose();
    }

    [Fact]
    public void LBFGS_refuses_a_learning_rate_scale()
    {
        using var model = new SeveralRates();
        string message = Assert.Throws<NotSupportedException>(() => model.ParameterGroups().LBFGS(penaltyInLoss: true)).Message;
        Assert.Contains("slow.weight", message);
        Assert.Contains("0.25", message);
    }

    [Fact]
    public void SGD_that_maximises_refuses_decay()
    {
        Assert.Throws<NotSupportedException>(() => ParameterGroups.Of(Linear(), 0.1).SGD(0.1, maximize: true));
        ParameterGroups.Of(Linear(), 0).SGD(0.1, maximize: true).Dispose();
    }

    private static Linear Linear() => nn.Linear(2, 3);

    private static T[] Hand<T>(Stock[] parameters, Func<Parameter[], double, double, T> create) =>
        [.. parameters.Select(p => create([p.Value], p.WeightDecay, Rate * p.Scale))];
}
