using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.DuplicateParameterAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Optimizers;

/// <summary>REG3007: parameters that are stepped twice (torchsharp-0.107, 1.3).</summary>
public class DuplicateParameterTests
{
    [Fact]
    public Task A_layer_has_a_group_of_its_own_beside_the_model_s() => Verify.ReportsMessageAsync(
        TrainingCode.With("""
            var o = optim.SGD(new[]
            {
                new SGD.ParamGroup(model.parameters().ToArray(), new SGD.Options()),
                new SGD.ParamGroup([|model.head.parameters()|].ToArray(), new SGD.Options { LearningRate = 0.1 }),
            }, 0.01);
            """),
        "'model.head.parameters()' is given to this optimizer already by 'model.parameters()': what is in both is stepped and decayed twice");

    [Theory]
    [InlineData("optim.AdamW(new AdamW.ParamGroup[] { new(new[] { model.fc.weight }, new AdamW.Options()), new(new[] { model.head.weight, [|model.fc.weight|] }, new AdamW.Options()) });")]
    [InlineData("var g = new List<SGD.ParamGroup> { new(model.fc.parameters(), new SGD.Options()) }; g.Add(new([|model.fc.parameters()|], new SGD.Options()));")]
    [InlineData("var o = optim.SGD(new[] { new SGD.ParamGroup(model.parameters(), new SGD.Options()) }, 0.1);\nvar p = optim.SGD(weights, 0.1); p.add_param_group(new SGD.ParamGroup(model.fc.parameters(), new SGD.Options())); p.add_param_group(new SGD.ParamGroup([|model.fc.parameters()|], new SGD.Options()));")]
    [InlineData("optim.AdamW([new AdamW.ParamGroup([model.fc.weight], new AdamW.Options()), new AdamW.ParamGroup([[|model.fc.weight|]], new AdamW.Options())]);")]
    [InlineData("optim.SGD(model.parameters().Concat([|model.head.parameters()|]), 0.1);")]
    [InlineData("optim.SGD(new[] { model.fc.weight, model.fc.bias!, [|model.fc.weight|] }, 0.1);")]
    [InlineData("var all = model.parameters().ToList(); optim.SGD(new[] { new SGD.ParamGroup(all, new SGD.Options()), new SGD.ParamGroup([|all|], new SGD.Options()) }, 0.1);")]
    public Task Twice(string code) => Verify.ReportsAsync(TrainingCode.With(code));

    [Theory]
    [InlineData("optim.SGD(new[] { new SGD.ParamGroup(model.fc.parameters(), new SGD.Options()), new SGD.ParamGroup(model.head.parameters(), new SGD.Options()) }, 0.1);")]
    [InlineData("optim.SGD(new[] { new SGD.ParamGroup(new[] { model.fc.weight }, new SGD.Options()), new SGD.ParamGroup(new[] { model.fc.bias! }, new SGD.Options()) }, 0.1);")]
    [InlineData("optim.SGD(new[] { new SGD.ParamGroup(model.parameters().Where(p => p.dim() > 1), new SGD.Options()), new SGD.ParamGroup(model.parameters().Where(p => p.dim() < 2), new SGD.Options()) }, 0.1);")]
    [InlineData("var a = optim.SGD(model.parameters(), 0.1); var b = optim.Adam(model.parameters());")]
    [InlineData("var a = new SGD.ParamGroup(model.parameters(), new SGD.Options()); var b = new SGD.ParamGroup(model.parameters(), new SGD.Options());")]
    [InlineData("var other = new Net(); optim.SGD(model.parameters().Concat(other.parameters()), 0.1);")]
    [InlineData("var a = new[] { new SGD.ParamGroup(model.parameters(), new SGD.Options()) }; var b = new[] { new SGD.ParamGroup(model.parameters(), new SGD.Options()) };")]
    [InlineData("var m = model.fc; var g = new List<SGD.ParamGroup> { new(m.parameters(), new SGD.Options()) }; m = model.head; g.Add(new(m.parameters(), new SGD.Options()));")]
    [InlineData("var blocks = new[] { model, new Net() }; optim.SGD(blocks[0].parameters().Concat(blocks[1].parameters()), 0.1);")]
    public Task Different_filtered_or_unknown(string code) => Verify.IsSilentAsync(TrainingCode.With(code));

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(TrainingCode.With("optim.SGD(new[] { model.fc.weight, [|model.fc.weight|] }, 0.1);"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(TrainingCode.With("optim.SGD(new[] { model.fc.weight, [|model.fc.weight|] }, 0.1);"));
}
