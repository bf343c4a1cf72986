using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests;

/// <summary>Saved states are those of the stock optimizer, byte for byte, and either form resumes from the other.</summary>
public class FlatStateTests
{
    public static TheoryData<string> Names => [.. FlatStepTests.Optimizers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_file_is_that_of_the_stock_optimizer(string name)
    {
        using Twins<Sequences> twins = NewTwins();
        using optim.Optimizer ours = FlatStepTests.Optimizers[name].Flat(twins.Flat);
        using optim.Optimizer stock = FlatStepTests.Optimizers[name].Stock(twins.TwinGroups);
        Assert.Equal(Saved(twins.TwinGroups, stock), Saved(twins.Groups, ours));
        twins.Train(ours, stock, steps: 3);
        Assert.Equal(Saved(twins.TwinGroups, stock), Saved(twins.Groups, ours));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_flat_run_goes_on_from_a_stock_one_and_a_stock_run_from_a_flat_one(string name)
    {
        using Twins<Sequences> twins = NewTwins();
        using optim.Optimizer ours = FlatStepTests.Optimizers[name].Flat(twins.Flat);
        using optim.Optimizer stock = FlatStepTests.Optimizers[name].Stock(twins.TwinGroups);
        twins.Train(ours, stock, steps: 3);
        byte[] ofFlat = Saved(twins.Groups, ours);
        byte[] ofStock = Saved(twins.TwinGroups, stock);

        // Both start anew, from each other's file, in the middle of a dispose scope.
        using optim.Optimizer flatAgain = FlatStepTests.Optimizers[name].Flat(twins.Flat);
        using optim.Optimizer stockAgain = FlatStepTests.Optimizers[name].Stock(twins.TwinGroups);
        using (NewDisposeScope())
        {
            twins.Flat.LoadState(flatAgain, new MemoryStream(ofStock));
            twins.TwinGroups.LoadState(stockAgain, new MemoryStream(ofFlat));
        }

        Assert.Equal(ofStock, Saved(twins.Groups, flatAgain));
        twins.Train(flatAgain, stockAgain, steps: 4, from: 3);
        twins.AssertEqual();
    }

    [Fact]
    public void States_of_different_step_counts_get_buffers_of_their_own()
    {
        using Twins<Sequences> twins = NewTwins();
        using AdamW stock = twins.TwinGroups.AdamW();
        twins.Backward(0);
        twins.Twin.head.bias!.grad = null;
        stock.step();
        byte[] saved = Saved(twins.TwinGroups, stock);
        using AdamW ours = twins.Flat.AdamW();
        int buffers = twins.Flat.Groups.Count;
        twins.Flat.LoadState(ours, new MemoryStream(saved));
        Assert.Equal(buffers + 1, twins.Flat.Groups.Count);
        Assert.Contains(twins.Flat.Groups, group => group.Parameters.Count == 1 && ReferenceEquals(group.Parameters[0], twins.Model.head.bias));
        Assert.Equal(ByName(saved), ByName(Saved(twins.Groups, ours)));
    }

    [Fact]
    public void States_saved_with_different_rates_get_groups_of_their_own()
    {
        using Twins<Annotated> twins = new(() => new Annotated(0), (model, _) => (model.fc.weight!.sum() + model.fc.bias!.sum()).square(), weightDecay: 0);
        using AdamW byHand = optim.AdamW(
            twins.TwinGroups.Select((row, index) => new AdamW.ParamGroup([row.Value], new AdamW.Options { weight_decay = 0, LearningRate = 0.1 * (index + 1) })),
            0.1);
        using AdamW ours = twins.Flat.AdamW(0.1);
        twins.Flat.LoadState(ours, new MemoryStream(Saved(twins.TwinGroups, byHand)));
        Assert.Equal(byHand.ParamGroups.Select(group => group.LearningRate), ours.ParamGroups.Select(group => group.LearningRate));
        twins.Train(ours, byHand, steps: 3);
        twins.AssertEqual();
    }

    [Fact]
    public void A_momentum_that_one_run_had_and_the_other_has_not_comes_and_goes()
    {
        using Twins<Sequences> twins = NewTwins();
        using SGD ours = twins.Flat.SGD(0.1, momentum: 0.9);
        byte[] fresh = Saved(twins.Groups, ours);
        twins.Backward(0);
        ours.step();
        byte[] stepped = Saved(twins.Groups, ours);
        Assert.NotEqual(fresh, stepped);
        twins.Flat.LoadState(ours, new MemoryStream(fresh));
        Assert.Equal(fresh, Saved(twins.Groups, ours));
        twins.Flat.LoadState(ours, new MemoryStream(stepped));
        Assert.Equal(stepped, Saved(twins.Groups, ours));
        ours.step();
    }

    [Fact]
    public void A_damaged_file_leaves_the_optimizer_as_it_was()
    {
        using Twins<Sequences> twins = NewTwins();
        using AdamW ours = twins.Flat.AdamW();
        twins.Backward(0);
        ours.step();
        byte[] saved = Saved(twins.Groups, ours);
        for (int i = 0; i < saved.Length; i += 97)
        {
            byte[] damaged = [.. saved];
            damaged[i] ^= 0x81;
            Assert.Throws<InvalidDataException>(() => twins.Flat.LoadState(ours, new MemoryStream(damaged)));
        }

        Assert.Equal(saved, Saved(twins.Groups, ours));
    }

    [Fact]
    public void Files_are_saved_and_loaded_by_path_too()
    {
        using Twins<Sequences> twins = NewTwins();
        using AdamW ours = twins.Flat.AdamW();
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            twins.Flat.SaveState(ours, path);
            twins.Flat.LoadState(ours, path);
            Assert.Equal(Saved(twins.Groups, ours), File.ReadAllBytes(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void An_optimizer_of_other_flat_groups_is_refused()
    {
        using Twins<Sequences> twins = NewTwins();
        using FlatParameterGroups other = twins.TwinGroups.Flatten();
        using AdamW optimizer = other.AdamW();
        Assert.Throws<InvalidOperationException>(() => twins.Flat.SaveState(optimizer, new MemoryStream()));
    }

    private static Twins<Sequences> NewTwins() => new(() => new Sequences(), (model, seed) => model.Loss(seed));

    private static (string, string)[] ByName(byte[] file) =>
        [.. StateFile.Read(new MemoryStream(file)).Parameters.OrderBy(state => state.Name, StringComparer.Ordinal).Select(state => (state.Name, Convert.ToHexString([.. state.Options, .. state.State])))];

    private static byte[] Saved(ParameterGroups groups, optim.Optimizer optimizer)
    {
        using var file = new MemoryStream();
        groups.SaveState(optimizer, file);
        return file.ToArray();
    }
}
