namespace RegSpec.Package.Tests;

/// <summary>A program that decays everything through one helper is migrated by the command line alone.</summary>
[Collection(PackageCollection.Name)]
public sealed class MigrationTests(PackedRegSpec packed)
{
    [Fact]
    public async Task Dotnet_format_migrates_a_cnn_a_tied_gpt_and_an_lstm_that_one_helper_trains()
    {
        var consumer = Consumer.Create(packed.Workspace, "Migration", "Migration", regSpecVersion: packed.Version);
        var (_, before) = await consumer.Build();
        Assert.Equal(["REG1004", "REG1004", "REG1004", "REG1009"], before.Where(f => f.Level == "warning").Select(f => f.Id));
        Assert.Equal(
            ["cnn: differs, 1 of 9 decayed by hand", "gpt: differs, 10 of 29 decayed by hand", "lstm: differs, 4 of 7 decayed by hand"],
            Lines(await consumer.Run()));

        await consumer.Dotnet("format", "analyzers", "--no-restore");

        var trainer = consumer.Source("Trainer.cs");
        Assert.Contains("using optim.Optimizer optimizer = model.ParameterGroups(weightDecay: settings.L2).AdamW(lr: settings.Rate);", trainer, StringComparison.Ordinal);
        Assert.Contains("tokens.weight = head.weight", consumer.Source("Models.cs"), StringComparison.Ordinal);
        Assert.DoesNotContain("[WeightDecay", consumer.Source("Models.cs"), StringComparison.Ordinal);

        var (succeeded, after) = await consumer.Build("--no-restore");
        Assert.True(succeeded);
        Assert.DoesNotContain(after, f => f.Level is "warning" or "error");
        Assert.Equal(
            ["cnn: as groups made by hand, 1 of 9 decayed by hand", "gpt: as groups made by hand, 10 of 28 decayed by hand", "lstm: as groups made by hand, 4 of 7 decayed by hand"],
            Lines(await consumer.Run()));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
