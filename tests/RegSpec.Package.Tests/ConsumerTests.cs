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

    [Fact]
    public async Task Dotnet_format_writes_the_plan_under_review()
    {
        var consumer = Consumer.Create(packed.Workspace, "Reviewed", "Annotated", regSpecVersion: packed.Version);
        consumer.Write("Directory.Build.targets", """<Project><ItemGroup><AdditionalFiles Include="DecayPlan.txt" /></ItemGroup></Project>""");
        consumer.Write("DecayPlan.txt", "# reviewed\n\n");

        var (_, before) = await consumer.Build();
        Assert.Equal(Enumerable.Repeat(("Net.cs", "REG4001"), 6), before.Where(f => f.Id == "REG4001").Select(f => (f.File, f.Id)));
        await consumer.Dotnet("format", "analyzers", "--no-restore", "--severity", "warn", "--diagnostics", "REG4001");

        Assert.Equal(
            """
            # reviewed

            Consumer.Models.Net: head.bias  0  Bias  bias
            Consumer.Models.Net: head.weight  0.05  Weight  default of Net
            Consumer.Models.Net: hidden.bias  0.01  Bias  declared on hidden
            Consumer.Models.Net: hidden.weight  0.01  Weight  declared on hidden
            Consumer.Models.Net: norm.bias  0.02  NormShift  declared on norm
            Consumer.Models.Net: norm.weight  0.02  NormScale  declared on norm

            """.ReplaceLineEndings("\n"),
            consumer.Source("DecayPlan.txt"));
        var (_, after) = await consumer.Build("--no-restore");
        Assert.DoesNotContain(after, f => f.Id == "REG4001");

        consumer.Write("DecayPlan.txt", consumer.Source("DecayPlan.txt") + "Consumer.Models.Old: a.weight  0  Weight  gone\n");
        var (_, stale) = await consumer.Build("--no-restore");
        Assert.Equal([("DecayPlan.txt", 9)], stale.Where(f => f.Id == "REG4001").Select(f => (f.File, f.Line)));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
