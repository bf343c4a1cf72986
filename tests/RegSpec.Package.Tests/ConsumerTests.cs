namespace RegSpec.Package.Tests;

[Collection(PackageCollection.Name)]
public sealed class ConsumerTests(PackedRegSpec packed)
{
    [Fact]
    public async Task An_annotated_project_gets_the_warnings_and_the_generated_method_and_runs()
    {
        var consumer = Consumer.Create(packed.Workspace, "Annotated", "Annotated", regSpecVersion: packed.Version);

        var (succeeded, findings) = await consumer.Build();

        Assert.True(succeeded);
        Assert.Equal(consumer.Announced("REG1001", "REG1002"), findings.Select(f => (f.Id, f.File, f.Line)));
        Assert.All(findings, f => Assert.Equal("warning", f.Level));

        Assert.Equal(
            [
                "hidden.weight 0.01",
                "hidden.bias 0.01",
                "norm.weight 0.02",
                "norm.bias 0.02",
                "head.weight 0.05",
                "head.bias 0",
                "generated: Consumer.Models.Net_ParameterGroups",
            ],
            Lines(await consumer.Run()));

        var (broken, errors) = await consumer.Build("--no-restore", "-p:DefineConstants=BROKEN");

        Assert.False(broken);
        var error = Assert.Single(errors, f => f.Level == "error");
        Assert.Equal(Assert.Single(consumer.Announced("REG0003")), (error.Id, error.File, error.Line));
    }

    [Fact]
    public async Task A_clean_project_that_added_the_package_by_command_gets_no_diagnostic_and_runs()
    {
        // What the generator writes must not bring trim or AOT warnings either.
        var consumer = Consumer.Create(packed.Workspace, "Clean", "Clean", "<IsAotCompatible>true</IsAotCompatible>");
        await consumer.Dotnet("add", "package", "RegSpec", "--version", packed.Version);

        var (succeeded, findings) = await consumer.Build();

        Assert.True(succeeded);
        Assert.Empty(findings);
        Assert.Equal(["learned", "1205.000"], Lines(await consumer.Run()));
    }

    [Fact]
    public async Task Dotnet_format_applies_a_fix_of_the_package()
    {
        var consumer = Consumer.Create(packed.Workspace, "Fixed", "Annotated", regSpecVersion: packed.Version);
        Assert.Contains("[WeightDecay(0.02)]", consumer.Source("Net.cs"), StringComparison.Ordinal);

        await consumer.Dotnet("restore");
        await consumer.Dotnet("format", "analyzers", "--no-restore", "--severity", "warn", "--diagnostics", "REG1001", "REG1002");

        var source = consumer.Source("Net.cs");
        Assert.Contains("[WeightDecay(0.01, Parameters = \"weight\")]", source, StringComparison.Ordinal);
        Assert.Contains("[NoWeightDecay]", source, StringComparison.Ordinal);
        Assert.DoesNotContain("[WeightDecay(0.02)]", source, StringComparison.Ordinal);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
