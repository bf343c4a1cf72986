namespace RegSpec.Package.Tests;

/// <summary>A solution whose models lie in other projects than their training.</summary>
[Collection(PackageCollection.Name)]
public sealed class SolutionTests(PackedRegSpec packed)
{
    /// <summary>What is proved about weights of a block of another project.</summary>
    private static readonly string[] Stacked =
        ["block.inner.weight: scale-invariant: block.inner → block.norm", "block.outer.weight: scale-invariant: block.outer → norm"];

    [Fact]
    public async Task Dotnet_format_gives_the_optimizers_of_other_projects_models_their_groups()
    {
        var solution = ConsumerSolution.Create(packed.Workspace, packed.Version);
        await solution.Dotnet("build");
        string[] expected = ["constant: decays everything", "option: decays everything", "2 trained", "filtered: decays everything", "plain: decays everything", .. Stacked];
        Assert.Equal(
            expected,
            Lines(await solution.Dotnet("run", "--no-build", "--project", "Training")));

        await solution.Dotnet("format", "analyzers", "Consumer.slnx", "--no-restore", "--severity", "warn", "--diagnostics", "REG1004");

        var optimizers = solution.Source("Training", "Optimizers.cs");
        Assert.Contains("=> model.ParameterGroups().AdamW(lr: 0.01);", optimizers, StringComparison.Ordinal);
        Assert.Contains("=> model.ParameterGroups(weightDecay: options.L2).SGD(options.Rate, momentum: 0.9);", optimizers, StringComparison.Ordinal);
        Assert.Contains("return model.ParameterGroups(weightDecay: options.L2).Adam(options.Rate);", optimizers, StringComparison.Ordinal);
        Assert.Contains("=> model.ParameterGroups(weightDecay: options.L2).RMSProp(options.Rate);", optimizers, StringComparison.Ordinal);
        var nets = solution.Source("Models", "Nets.cs").ReplaceLineEndings("\n");
        Assert.Contains("[WeightDecay(0.3)]\npublic sealed class ConstantNet", nets, StringComparison.Ordinal);
        Assert.DoesNotContain("[WeightDecay", nets[nets.IndexOf("class ConstantNet", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.DoesNotContain("WeightDecay", solution.Source("Plain", "PlainNet.cs"), StringComparison.Ordinal);

        await solution.Dotnet("build", "--no-restore");
        expected = ["constant: as the groups", "option: as the groups", "2 trained", "filtered: as the groups", "plain: as the groups", .. Stacked];
        Assert.Equal(
            expected,
            Lines(await solution.Dotnet("run", "--no-build", "--project", "Training")));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
