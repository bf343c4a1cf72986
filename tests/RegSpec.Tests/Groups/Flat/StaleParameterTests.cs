using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

/// <summary>Whatever is asked of groups whose parameters are gone says of which, and what to do; TorchSharp would say "empty handle".</summary>
public class StaleParameterTests
{
    private static readonly byte[] saved = Saved();

    /// <summary>Everything that reads parameters. The argument is an optimizer of the groups; flat ones are null where nothing was flattened.</summary>
    private static readonly Dictionary<string, Action<ParameterGroups, FlatParameterGroups?, optim.Optimizer>> Calls = new()
    {
        ["SaveState"] = static (groups, _, optimizer) => groups.SaveState(optimizer, new MemoryStream()),
        ["LoadState"] = static (groups, _, optimizer) => groups.LoadState(optimizer, new MemoryStream(saved)),
        ["L2Penalty"] = static (groups, _, _) => groups.L2Penalty().Dispose(),
        ["EffectiveLearningRates"] = static (groups, _, optimizer) => groups.EffectiveLearningRates(optimizer),
        ["FixedNorm"] = static (groups, _, _) => groups.FixedNorm(),
        ["ScaleWeightDecay"] = static (groups, _, optimizer) => groups.ScaleWeightDecay(optimizer, 0.5),
        ["OneCycleLR"] = static (groups, _, optimizer) => groups.OneCycleLR(optimizer, 0.1, total_steps: 10),
        ["Refresh"] = static (groups, _, _) => groups.Refresh(),
        ["Refresh optimizer"] = static (groups, _, optimizer) => groups.Refresh(optimizer),
        ["Flatten"] = static (groups, _, _) => groups.Flatten(),
        ["AdamW"] = static (groups, _, _) => groups.AdamW(),
        ["LBFGS"] = static (groups, _, _) => groups.LBFGS(penaltyInLoss: true),
        ["flat AdamW"] = static (_, flat, _) => flat?.AdamW(),
        ["flat SaveState"] = static (_, flat, optimizer) => flat?.SaveState(optimizer, new MemoryStream()),
        ["flat LoadState"] = static (_, flat, optimizer) => flat?.LoadState(optimizer, new MemoryStream(saved)),
        ["flat L2Penalty"] = static (_, flat, _) => flat?.L2Penalty(),
        ["flat PrepareStep"] = static (_, flat, _) => flat?.PrepareStep(),
        ["flat ClipGradNorm"] = static (_, flat, _) => flat?.ClipGradNorm(1),
        ["flat ClipGradValue"] = static (_, flat, _) => flat?.ClipGradValue(1),
        ["flat Step"] = static (_, flat, optimizer) => flat?.Step(optimizer, 1),
        ["flat Refresh"] = static (_, flat, _) => flat?.Refresh(),
        ["flat Refresh optimizer"] = static (_, flat, optimizer) => flat?.Refresh(optimizer),
        ["flat step"] = static (_, flat, optimizer) => (flat is null ? null : optimizer)?.step(),
    };

    public static TheoryData<string, string, bool> Cases
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (string call in Calls.Keys)
            {
                foreach (string loss in (string[])["assigned", "cast", "disposed"])
                {
                    data.Add(call, loss, true);
                    if (!call.StartsWith("flat", StringComparison.Ordinal))
                    {
                        data.Add(call, loss, false);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_parameter_that_is_gone_is_named(string call, string loss, bool isFlat)
    {
        foreach (bool hasStepped in (bool[])[true, false])
        {
            var model = new Sequences();
            ParameterGroups groups = model.ParameterGroups();
            using FlatParameterGroups? flat = isFlat ? groups.Flatten() : null;
            using optim.Optimizer optimizer = flat is null ? groups.AdamW() : flat.AdamW();
            if (hasStepped)
            {
                model.Loss(0).backward();
                optimizer.step();
            }

            switch (loss)
            {
                case "assigned":
                    model.head.weight = new Parameter(randn(3, 13));
                    break;
                case "cast":
                    model.to(ScalarType.Float64);
                    break;
                default:
                    model.Dispose();
                    break;
            }

            // Zeroing has nothing to say yet: the step has.
            flat?.ZeroGrad();
            var error = Assert.Throws<ParameterCoverageException>(() => Calls[call](groups, flat, optimizer));
            Assert.Contains("head.weight", error.Names);
            Assert.Matches(loss switch
            {
                "assigned" => "replaced after the groups were made|moved, cast or disposed|no longer in named_parameters",
                "cast" => "replaced after the groups were made|moved, cast or disposed",
                _ => "disposed after the groups were made|moved, cast or disposed|no longer in named_parameters",
            }, error.Message);
            model.Dispose();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_state_that_is_refused_changes_nothing(bool isFlat)
    {
        using var model = new Sequences();
        ParameterGroups groups = model.ParameterGroups();
        using FlatParameterGroups? flat = isFlat ? groups.Flatten() : null;
        using AdamW optimizer = flat is null ? groups.AdamW(0.5) : flat.AdamW(0.5);
        Parameter before = model.head.weight!;
        model.head.weight = new Parameter(before.detach().clone());
        Assert.Equal(["head.weight"], Assert.Throws<ParameterCoverageException>(() => groups.LoadState(optimizer, new MemoryStream(saved))).Names);
        Assert.All(optimizer.ParamGroups.Zip(groups.Groups), static pair => Assert.Equal(0.5 * pair.Second.LearningRateScale, pair.First.LearningRate));
    }

    [Fact]
    public void A_state_is_loaded_into_flat_groups_only_as_they_can_step()
    {
        using var model = new Sequences();
        ParameterGroups groups = model.ParameterGroups();
        using FlatParameterGroups flat = groups.Flatten();
        using AdamW optimizer = flat.AdamW(0.5);
        model.head.weight!.requires_grad = false;
        var error = Assert.Throws<ParameterCoverageException>(() => flat.LoadState(optimizer, new MemoryStream(saved)));
        Assert.Equal(["head.weight"], error.Names);
        Assert.Contains("call Refresh()", error.Message);
        Assert.All(optimizer.ParamGroups.Zip(groups.Groups), static pair => Assert.Equal(0.5 * pair.Second.LearningRateScale, pair.First.LearningRate));
    }

    [Fact]
    public void A_frozen_parameter_that_is_gone_is_nobodys_loss()
    {
        using var model = new Sequences();
        model.head.weight!.requires_grad = false;
        ParameterGroups groups = model.ParameterGroups();
        using AdamW optimizer = groups.AdamW();
        model.head.weight!.Dispose();
        groups.SaveState(optimizer, new MemoryStream());
        groups.ScaleWeightDecay(optimizer, 0.5);
        groups.L2Penalty().Dispose();
    }

    [Fact]
    public void Fixed_norms_of_weights_that_are_gone_say_so()
    {
        using var model = new QuickModel();
        FixedNorm norms = model.ParameterGroups().FixedNorm();
        norms.Apply();
        model.fc1.weight = new Parameter(model.fc1.weight!.detach().clone());
        Assert.Equal(["fc1.weight"], Assert.Throws<ParameterCoverageException>(norms.Apply).Names);
    }

    private static byte[] Saved()
    {
        using var model = new Sequences();
        ParameterGroups groups = model.ParameterGroups();
        using AdamW optimizer = groups.AdamW(0.1);
        using var file = new MemoryStream();
        groups.SaveState(optimizer, file);
        return file.ToArray();
    }
}
