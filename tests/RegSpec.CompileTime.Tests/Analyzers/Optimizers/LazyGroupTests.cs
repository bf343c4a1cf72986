using RegSpec.CodeFixes;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.LazyGroupAnalyzer, RegSpec.CodeFixes.ToArrayCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.LazyGroupAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Optimizers;

/// <summary>REG3005: sequences computed at each step (torchsharp-0.107, 1.3).</summary>
public class LazyGroupTests
{
    [Fact]
    public Task Says_what_is_computed_again() => Verify.ReportsMessageAsync(
        TrainingCode.With("var g = new AdamW.ParamGroup([|model.parameters().Where(p => p.dim() > 1)|], new AdamW.Options());"),
        "The group keeps the sequence and computes Where again at each step() and zero_grad(); give it an array");

    [Theory]
    [InlineData("var g = new AdamW.ParamGroup([|model.parameters()|], new AdamW.Options());")]
    [InlineData("var g = new SGD.ParamGroup { Parameters = [|weights.Concat(biases)|] };")]
    [InlineData("var g = new SGD.ParamGroup([|from np in model.named_parameters() where np.name.EndsWith(\"bias\") select np.parameter|], lr: 0.1);")]
    [InlineData("var decayed = model.named_parameters().Where(np => !np.name.Contains(\"bn.\")).Select(np => np.parameter);\nvar g = new Adam.ParamGroup([|decayed|], new Adam.Options());")]
    [InlineData("IEnumerable<Parameter> decayed = weights.OrderBy(w => w.dim()); Adam.ParamGroup g = new([|decayed|], new Adam.Options());")]
    [InlineData("var g = new AdamW.ParamGroup([|weights.Skip(1).AsEnumerable()|], new AdamW.Options());")]
    public Task Lazy(string code) => Verify.ReportsAsync(TrainingCode.With(code));

    [Theory]
    [InlineData("var g = new AdamW.ParamGroup(model.parameters().ToArray(), new AdamW.Options());")]
    [InlineData("var g = new AdamW.ParamGroup(model.parameters().Where(p => p.dim() > 1).ToList(), new AdamW.Options());")]
    [InlineData("var g = new AdamW.ParamGroup(weights, new AdamW.Options());")]
    [InlineData("var g = new AdamW.ParamGroup(new[] { model.fc.weight }, new AdamW.Options());")]
    [InlineData("var g = new AdamW.ParamGroup(weights.AsEnumerable(), new AdamW.Options());")]
    [InlineData("var g = new AdamW.ParamGroup(Enumerable.Empty<Parameter>(), new AdamW.Options());")]
    [InlineData("IEnumerable<Parameter> p = model.parameters(); p = p.ToArray(); var g = new AdamW.ParamGroup(p, new AdamW.Options());")]
    [InlineData("var o = optim.AdamW(model.parameters(), weight_decay: 0.1);")]
    [InlineData("var o = optim.AdamW(weights.Concat(biases), weight_decay: 0.1);")]
    public Task Stored_unknown_or_no_group(string code) => Verify.IsSilentAsync(TrainingCode.With(code));

    [Fact]
    public Task A_parameter_of_the_method_may_be_anything() => Verify.IsSilentAsync(
        "\npublic static class Groups { public static AdamW.ParamGroup Of(IEnumerable<Parameter> ps) => new(ps, new AdamW.Options()); }");

    [Fact]
    public Task Fix_appends_ToArray() => Fix.ChangesAsync(
        TrainingCode.With("""
            var rest = model.parameters().Skip(1);
            var a = new AdamW.ParamGroup([|model.parameters().Where(p => p.dim() > 1)|], new AdamW.Options()); // weights
            var b = new AdamW.ParamGroup { Parameters = [|rest|] };
            var c = new AdamW.ParamGroup([|from p in weights select p|], new AdamW.Options());
            """),
        TrainingCode.With("""
            var rest = model.parameters().Skip(1);
            var a = new AdamW.ParamGroup(model.parameters().Where(p => p.dim() > 1).ToArray(), new AdamW.Options()); // weights
            var b = new AdamW.ParamGroup { Parameters = rest.ToArray() };
            var c = new AdamW.ParamGroup((from p in weights select p).ToArray(), new AdamW.Options());
            """),
        ToArrayCodeFix.Key);

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(TrainingCode.With("var g = new AdamW.ParamGroup([|model.parameters()|], new AdamW.Options());"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(TrainingCode.With("var g = new AdamW.ParamGroup([|model.parameters()|], new AdamW.Options());"));
}
