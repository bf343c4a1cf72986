using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.DroppedInterceptAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Features;

/// <summary>REG2004: no intercept, and columns that nobody vouches for.</summary>
public class DroppedInterceptTests
{
    private const string Raw = "\n[[|RidgeRegression(FitIntercept = false)|]] public class Row { [Feature] public double X; [Target] public double Y; }";

    [Theory]
    [InlineData("[Feature] public double X; [Target] public double Y;", "'X', 'Y' are")]
    [InlineData("[Feature, Standardized] public double X; [Target] public double Y;", "'Y' is")]
    [InlineData("[Feature] public double X; [Target, Standardized] public double Y;", "'X' is")]
    [InlineData("[Feature] public bool X; [Target, Standardized] public double Y;", "'X' is")]
    [InlineData("[Feature, Standardized] public double X; [Feature] public double Z; [Target, Standardized] public double Y; [SampleWeight] public double W;", "'Z' is")]
    public Task A_raw_column(string members, string subject) => Verify.ReportsMessageAsync(
        $"\n[[|RidgeRegression(FitIntercept = false)|]] public class Row {{ {members} }}",
        $"Without an intercept nothing is centred and the fit goes through the origin, but {subject} not vouched for with [Standardized]");

    [Theory]
    [InlineData("[RidgeRegression] public class Row { [Feature] public double X; [Target] public double Y; }")]
    [InlineData("[RidgeRegression(Lambda = 2)] public class Row { [Feature] public double X; [Target] public double Y; }")]
    [InlineData("[RidgeRegression(FitIntercept = true)] public class Row { [Feature] public double X; [Target] public double Y; }")]
    [InlineData("[RidgeRegression(FitIntercept = false)] public class Row { [Feature, Standardized] public double X; [Target, Standardized] public double Y; [SampleWeight] public double W; }")]
    [InlineData("[RidgeRegression(FitIntercept = false)] public class Row { [field: Feature, Standardized] public double X { get; set; } [Target, Standardized] public double Y { get; set; } }")]
    public Task An_intercept_or_centred_columns(string source) => Verify.IsSilentAsync("\n" + source);

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Raw);

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Raw);
}
