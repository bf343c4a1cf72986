using RegSpec.CodeFixes;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.UnscaledFeatureAnalyzer, RegSpec.CodeFixes.ScaleFeatureCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.UnscaledFeatureAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Features;

/// <summary>REG2001: penalised features in their own units.</summary>
public class UnscaledFeatureTests
{
    private const string One = """

        [RidgeRegression]
        public class Row
        {
            [[|Feature(Scaling = FeatureScaling.None)|]] public double X;
            [Target] public double Y;
        }
        """;

    [Theory]
    [InlineData("[[|Feature(Scaling = FeatureScaling.None)|]] public double X;")]
    [InlineData("[[|Feature(Scaling = FeatureScaling.None)|]] public int? X { get; set; }")]
    [InlineData("[[|Feature(Scaling = FeatureScaling.None, PenaltyFactor = 0.1)|]] public float X;")]
    [InlineData("[[|Feature(Scaling = FeatureScaling.None, Length = 3)|]] public double[] X = [];")]
    [InlineData("[[|Feature(Length = 3, Scaling = FeatureScaling.None)|]] public float[] X { get; set; } = [];")]
    [InlineData("[field: [|Feature(Scaling = FeatureScaling.None)|]] public double X { get; set; }")]
    public Task A_penalised_number_in_its_own_unit(string feature) => Verify.ReportsAsync(Row(feature));

    [Theory]
    [InlineData("[Feature] public double X;")]
    [InlineData("[Feature(Scaling = FeatureScaling.Standardize)] public double X;")]
    [InlineData("[Feature(Scaling = FeatureScaling.None), Standardized] public double X;")]
    [InlineData("[Standardized] [Feature(Scaling = FeatureScaling.None)] public double X;")]
    [InlineData("[Feature(Scaling = FeatureScaling.None, PenaltyFactor = 0)] public double X;")]
    [InlineData("[Feature(Scaling = FeatureScaling.None)] public bool X;")]
    [InlineData("[Feature(Scaling = FeatureScaling.None)] public DayOfWeek? X;")]
    [InlineData("[Feature(Scaling = FeatureScaling.None)] public string X = \"\";")]
    [InlineData("public double X;")]
    public Task No_scale_is_missing(string feature) => Verify.IsSilentAsync(Row(feature));

    [Fact]
    public Task A_type_without_the_attribute_is_nobodys_business() => Verify.IsSilentAsync("""

        public class Row
        {
            [Feature(Scaling = FeatureScaling.None)] public double X;
        }
        """);

    [Fact]
    public Task A_positional_record() => Verify.ReportsAsync("""

        [RidgeRegression]
        public record Row([property: [|Feature(Scaling = FeatureScaling.None)|]] double X, [property: Target] double Y);
        """);

    [Fact]
    public Task An_inherited_feature_is_reported_at_the_type() => Verify.ReportsAsync("""

        public class Base
        {
            [Feature(Scaling = FeatureScaling.None)] public double X;
        }

        [[|RidgeRegression|]]
        public class Row : Base
        {
            [Target] public double Y;
        }
        """);

    [Fact]
    public Task Message() => Verify.ReportsMessageAsync(
        One,
        "'X' is penalised in its own unit: the fit changes with the unit; let the generated code standardise it, or vouch for it with [Standardized]");

    [Fact]
    public Task Fix_lets_the_generated_code_standardise_all() => Fix.ChangesAsync(
        """

        [RidgeRegression]
        public class Row
        {
            // one
            [[|Feature(Scaling = FeatureScaling.None)|]] public double A;
            [[|Feature(Scaling = FeatureScaling.None, PenaltyFactor = 2)|]] public double B { get; set; }
            [[|Feature(Length = 2, Scaling = FeatureScaling.None)|], Obsolete] public double[] C = [];
            [Target] public double Y;
        }
        """,
        """

        [RidgeRegression]
        public class Row
        {
            // one
            [Feature] public double A;
            [Feature(PenaltyFactor = 2)] public double B { get; set; }
            [Feature(Length = 2), Obsolete] public double[] C = [];
            [Target] public double Y;
        }
        """,
        ScaleFeatureCodeFix.ScaleKey);

    [Fact]
    public Task Fix_vouches_for_all() => Fix.ChangesAsync(
        """

        [RidgeRegression]
        public record Row([property: [|Feature(Scaling = FeatureScaling.None)|]] double X)
        {
            /// <summary>A.</summary>
            [[|RegSpec.Feature(Scaling = FeatureScaling.None)|], Obsolete] public double A;
            [Target] public double Y;
        }
        """,
        """

        [RidgeRegression]
        public record Row([property: Feature(Scaling = FeatureScaling.None), Standardized] double X)
        {
            /// <summary>A.</summary>
            [RegSpec.Feature(Scaling = FeatureScaling.None), RegSpec.Standardized, Obsolete] public double A;
            [Target] public double Y;
        }
        """,
        ScaleFeatureCodeFix.VouchKey);

    [Fact]
    public Task No_fix_for_an_inherited_feature() => Fix.OffersNothingAsync("""

        public class Base
        {
            [Feature(Scaling = FeatureScaling.None)] public double X;
        }

        [[|RidgeRegression(Lambda = 1)|]]
        public class Row : Base
        {
            [Target] public double Y;
        }
        """);

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(One);

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(One);

    private static string Row(string feature) => $$"""

        [RidgeRegression]
        public class Row
        {
            {{feature}}
            [Feature] public double Other;
            [Target] public double Y;
        }
        """;
}
