using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests;

/// <summary>Resuming: a run that saves, loads and goes on equals one that never stopped.</summary>
public class StateTests
{
    public static TheoryData<string> Names => ["SGD", "Adam", "AdamW", "Adagrad", "Adadelta", "Adamax", "ASGD", "NAdam", "RAdam", "RMSProp", "Rprop"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_resumed_run_equals_one_that_went_on(string optimizer)
    {
        using var model = new SeveralRates();
        ParameterGroups groups = model.ParameterGroups();
        using optim.Optimizer going = Make(groups, optimizer);
        Train(groups, going, steps: 3);

        using var twin = new SeveralRates();
        twin.load_state_dict(model.state_dict());
        ParameterGroups twins = twin.ParameterGroups();
        using optim.Optimizer resumed = Make(twins, optimizer);
        using var file = new MemoryStream();
        groups.SaveState(going, file);
        file.Position = 0;
        twins.LoadState(resumed, file);
        Assert.Equal(file.Length, file.Position);

        Train(groups, going, steps: 3);
        Train(twins, resumed, steps: 3);
        Assert.All(groups.Zip(twins), pair => Assert.Equal(pair.First.Value.Bits(), pair.Second.Value.Bits()));
    }

    [Fact]
    public void Order_of_groups_and_parameters_does_not_matter()
    {
        using var model = new SeveralRates();
        ParameterGroups groups = model.ParameterGroups();
        using AdamW first = groups.AdamW(0.01);
        Train(groups, first, steps: 2);
        using AdamW swapped = optim.AdamW(
            groups.Groups.Reverse().Select(g => new AdamW.ParamGroup(g.Parameters.Reverse().ToArray(), new AdamW.Options { weight_decay = g.WeightDecay, LearningRate = 0.01 * g.LearningRateScale })),
            0.01);
        using var file = new MemoryStream();
        groups.SaveState(first, file);
        file.Position = 0;
        groups.LoadState(swapped, file);

        using var again = new MemoryStream();
        groups.SaveState(swapped, again);
        Assert.Equal(States(first, groups), States(swapped, groups));
    }

    [Fact]
    public void A_schedule_goes_on_where_it_was()
    {
        using var model = new SeveralRates();
        ParameterGroups groups = model.ParameterGroups();
        using AdamW going = groups.AdamW(0.01);
        foreach (optim.ILearningRateController group in going.ParamGroups)
        {
            group.LearningRate /= 4;
        }

        using AdamW resumed = groups.AdamW(0.01);
        using var file = new MemoryStream();
        groups.SaveState(going, file);
        file.Position = 0;
        groups.LoadState(resumed, file);
        Assert.Equal(going.ParamGroups.Select(g => (g.LearningRate, g.InitialLearningRate)), resumed.ParamGroups.Select(g => (g.LearningRate, g.InitialLearningRate)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_loaded_in_a_dispose_scope_outlives_it(string optimizer)
    {
        ParameterGroups groups = ParameterGroups.Of(nn.Linear(2, 3), 0.1);
        using optim.Optimizer saved = Make(groups, optimizer);
        Train(groups, saved, steps: 1);
        using var file = new MemoryStream();
        groups.SaveState(saved, file);
        file.Position = 0;
        using optim.Optimizer resumed = Make(groups, optimizer);
        using (NewDisposeScope())
        {
            groups.LoadState(resumed, file);
        }

        Assert.Equal(States(saved, groups), States(resumed, groups));
        Train(groups, resumed, steps: 1);
    }

    [Fact]
    public void F66_A_changed_plan_is_refused_with_its_differences()
    {
        using var model = new SeveralRates();
        ParameterGroups groups = model.ParameterGroups();
        using AdamW optimizer = groups.AdamW();
        Train(groups, optimizer, steps: 1);
        using var file = new MemoryStream();
        groups.SaveState(optimizer, file);

        ParameterGroups otherDecay = model.ParameterGroups(0.2);
        using AdamW ofOtherDecay = otherDecay.AdamW();
        string message = Refused(otherDecay, ofOtherDecay, file);
        Assert.Contains("strong.weight: λ = 0.1 was saved, λ = 0.2 is now", message);
        Assert.DoesNotContain("weak.weight", message);

        using Adam otherKind = groups.Adam();
        Assert.Contains("the optimizer was AdamW, now it is Adam", Refused(groups, otherKind, file));

        using var otherModel = new QuickModel();
        ParameterGroups otherNames = otherModel.ParameterGroups();
        using AdamW ofOtherNames = otherNames.AdamW();
        message = Refused(otherNames, ofOtherNames, file);
        Assert.Equal(
            "This is the optimizer state of another model: of its 10 parameters (strong.weight, strong.bias, weak.bias, …) QuickModel has none (it has fc1.weight, fc1.bias, bn1.weight, …). The optimizer is as it was.",
            message);
    }

    [Fact]
    public void Other_shapes_dtypes_and_scales_are_refused()
    {
        ParameterGroups groups = ParameterGroups.Of(nn.Linear(2, 3), 0.1);
        using AdamW optimizer = groups.AdamW();
        using var file = new MemoryStream();
        groups.SaveState(optimizer, file);

        ParameterGroups wider = ParameterGroups.Of(nn.Linear(5, 3), 0.1);
        using AdamW ofWider = wider.AdamW();
        Assert.Contains("weight: shape [3, 2] was saved, [3, 5] is now", Refused(wider, ofWider, file));

        ParameterGroups longer = ParameterGroups.Of(nn.Linear(2, 3, dtype: ScalarType.Float64), 0.1);
        using AdamW ofLonger = longer.AdamW();
        Assert.Contains("weight: Float32 was saved, Float64 is now", Refused(longer, ofLonger, file));
    }

    [Fact]
    public void Every_truncation_is_refused_and_leaves_the_optimizer_as_it_was()
    {
        (ParameterGroups groups, AdamW optimizer, byte[] saved) = Trained();
        byte[][] before = States(optimizer, groups);
        for (int length = 0; length < saved.Length; length += 1 + (length / 7))
        {
            Assert.Throws<InvalidDataException>(() => groups.LoadState(optimizer, new MemoryStream(saved, 0, length)));
        }

        Assert.Throws<InvalidDataException>(() => groups.LoadState(optimizer, new MemoryStream(saved, 0, saved.Length - 1)));
        Assert.Equal(before, States(optimizer, groups));
    }

    [Fact]
    public void Every_damaged_byte_is_refused_and_leaves_the_optimizer_as_it_was()
    {
        (ParameterGroups groups, AdamW optimizer, byte[] saved) = Trained();
        byte[][] before = States(optimizer, groups);
        for (int i = 0; i < saved.Length; i++)
        {
            byte[] damaged = [.. saved];
            damaged[i] ^= 0x81;
            Assert.Throws<InvalidDataException>(() => groups.LoadState(optimizer, new MemoryStream(damaged)));
        }

        Assert.Equal(before, States(optimizer, groups));
    }

    [Fact]
    public void Files_are_replaced_as_a_whole()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            (ParameterGroups groups, AdamW optimizer, byte[] saved) = Trained();
            groups.SaveState(optimizer, path);
            groups.SaveState(optimizer, path);
            Assert.Equal(saved, File.ReadAllBytes(path));
            groups.LoadState(optimizer, path);
            Assert.Equal([path], Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(path) + "*"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void An_optimizer_of_other_parameters_or_without_state_is_refused()
    {
        ParameterGroups groups = ParameterGroups.Of(nn.Linear(2, 3), 0);
        using AdamW foreign = ParameterGroups.Of(nn.Linear(2, 3), 0).AdamW();
        Assert.Throws<InvalidOperationException>(() => groups.SaveState(foreign, new MemoryStream()));
        using LBFGS native = groups.LBFGS();
        Assert.Contains("LBFGS", Assert.Throws<NotSupportedException>(() => groups.SaveState(native, new MemoryStream())).Message);
    }

    private static optim.Optimizer Make(ParameterGroups groups, string name) => name switch
    {
        "SGD" => groups.SGD(0.01, momentum: 0.9),
        "Adam" => groups.Adam(amsgrad: true),
        "AdamW" => groups.AdamW(),
        "Adagrad" => groups.Adagrad(),
        "Adadelta" => groups.Adadelta(),
        "Adamax" => groups.Adamax(),
        "ASGD" => groups.ASGD(),
        "NAdam" => groups.NAdam(),
        "RAdam" => groups.RAdam(),
        "RMSProp" => groups.RMSProp(momentum: 0.5, centered: true),
        _ => groups.Rprop(penaltyInLoss: true),
    };

    /// <summary>Gradients that depend on the weights alone, so that two equal runs stay equal.</summary>
    private static void Train(ParameterGroups groups, optim.Optimizer optimizer, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            foreach (PlannedParameter row in groups)
            {
                row.Value.grad = (row.Value * 3).sin().detach();
            }

            optimizer.step();
        }
    }

    private static (ParameterGroups Groups, AdamW Optimizer, byte[] Saved) Trained()
    {
        ParameterGroups groups = ParameterGroups.Of(nn.Linear(2, 3), 0.1);
        AdamW optimizer = groups.AdamW();
        Train(groups, optimizer, steps: 2);
        using var file = new MemoryStream();
        groups.SaveState(optimizer, file);
        return (groups, optimizer, file.ToArray());
    }

    private static string Refused(ParameterGroups groups, optim.Optimizer optimizer, MemoryStream file)
    {
        byte[][] before = States(optimizer, groups);
        file.Position = 0;
        string message = Assert.Throws<InvalidOperationException>(() => groups.LoadState(optimizer, file)).Message;
        Assert.Equal(before, States(optimizer, groups));
        return message;
    }

    private static byte[][] States(optim.Optimizer optimizer, ParameterGroups groups) =>
        [.. groups.Snapshot(optimizer).Parameters.OrderBy(p => p.Name, StringComparer.Ordinal).SelectMany(p => (byte[][])[p.Options, p.State])];
}
