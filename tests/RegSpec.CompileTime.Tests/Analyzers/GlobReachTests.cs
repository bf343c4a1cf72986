using RegSpec.Analyzers;

namespace RegSpec.CompileTime.Tests.Analyzers;

/// <summary>Patterns against names of which only the beginning is known, and what to suggest.</summary>
public class GlobReachTests
{
    [Theory]
    [InlineData("body.*", "body.", true)]
    [InlineData("body.weight", "body.", true)]
    [InlineData("*.bias", "body.", true)]
    [InlineData("b*", "body.", true)]
    [InlineData("body", "body.", false)]
    [InlineData("head.*", "body.", false)]
    [InlineData("weight", "", true)]
    [InlineData("", "body.", false)]
    public void Reaches_below(string alternative, string prefix, bool expected) => Assert.Equal(expected, GlobReach.MatchesSomethingBelow(alternative, prefix));

    [Theory]
    [InlineData("wieght", "weight")]
    [InlineData("Bias", "bias")]
    [InlineData("encoder", "encoder.*")]
    [InlineData("encoder.0.layernorm.weight", "encoder.0.layer_norm.weight")]
    [InlineData("encodr.*", "encoder.*")]
    [InlineData("head.bias", "bias")]
    [InlineData("temperature", null)]
    [InlineData("", null)]
    [InlineData("*x*", null)]
    public void Suggests(string alternative, string? expected) =>
        Assert.Equal(expected, NameSuggestion.For(alternative, ["weight", "bias", "encoder.0.layer_norm.weight"], "head"));
}
