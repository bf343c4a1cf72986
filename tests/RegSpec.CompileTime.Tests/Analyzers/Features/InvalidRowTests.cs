using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.InvalidRowAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Features;

/// <summary>REG2003: rows whose columns cannot be served.</summary>
public class InvalidRowTests
{
    [Theory]
    [InlineData("[[|Feature|]] public string Z = \"\";", "'Z' is of type string, which cannot be a feature; use float, double, an integer, bool, an enum, or float[] or double[] of a declared length")]
    [InlineData("[[|Feature|]] public decimal? Z;", "'Z' is of type decimal?, which cannot be a feature; use float, double, an integer, bool, an enum, or float[] or double[] of a declared length")]
    [InlineData("[[|Feature(Length = 2)|]] public List<double> Z = [];", "'Z' is of type List<double>, which cannot be a feature; use float, double, an integer, bool, an enum, or float[] or double[] of a declared length")]
    [InlineData("[[|Feature|]] public double[] Z = [];", "'Z' is an array without a length; write [Feature(Length = n)] with n ≥ 1")]
    [InlineData("[[|Feature(Length = -1)|]] public float[] Z = [];", "'Z' is an array without a length; write [Feature(Length = n)] with n ≥ 1")]
    [InlineData("[[|Feature(Length = 32768)|]] public float[] Z = [];", "'Z' makes more than 32768 columns; a row may have at most that many")]
    [InlineData("[[|Feature(Length = 3)|]] public int Z;", "'Z' is no array, so that Length has no meaning; remove it")]
    [InlineData("[[|Feature(Scaling = FeatureScaling.Standardize)|]] public bool Z;", "'Z' gives columns of 0 and 1, which are never scaled; remove Scaling")]
    [InlineData("[[|Feature|]] public AttributeTargets Z;", "'Z' is of a [Flags] enum, whose values combine; give each flag a bool")]
    [InlineData("[[|Feature|]] public Nothing Z; public enum Nothing { }", "'Z' is of an enum that declares no value")]
    [InlineData("[[|Feature|]] private double Z { get; set; }", "'Z' cannot be read by generated code; make it internal or public")]
    [InlineData("[[|Feature|]] public double Z { protected get; set; }", "'Z' cannot be read by generated code; make it internal or public")]
    [InlineData("[[|Feature|]] public double Z { set { } }", "'Z' cannot be read; give it a getter without parameters")]
    [InlineData("[[|Feature|]] public double this[int i] => i;", "'this[]' cannot be read; give it a getter without parameters")]
    [InlineData("[[|Feature|]] public static double Z;", "'Z' is static; a column is read from each row")]
    [InlineData("[[|Target|]] public double Z;", "'Z' is the target a second time, after 'Y'; keep one")]
    [InlineData("[SampleWeight] public double W; [[|SampleWeight|]] public double Z;", "'Z' is the sample weight a second time, after 'W'; keep one")]
    [InlineData("[[|SampleWeight|]] public bool Z;", "'Z' is the sample weight but of type bool; it must be float, double or an integer")]
    [InlineData("[[|Feature|], SampleWeight] public double Z;", "'Z' can be only one of [Feature], [Target] and [SampleWeight]")]
    public Task A_member_that_is_no_column(string member, string problem) => Verify.ReportsMessageAsync(
        $$"""

        [RidgeRegression]
        public class Row
        {
            [Feature] public double X;
            [Target] public double Y;
            {{member}}
        }
        """,
        "No ridge code for 'Row': " + problem);

    [Theory]
    [InlineData("[[|RidgeRegression|]] public class Row { [Target] public double Y; }", "'Row' has no feature; put [Feature] on at least one property or field")]
    [InlineData("[[|RidgeRegression|]] public class Row { [Feature] public double X; }", "'Row' has no target; put [Target] on one property or field")]
    [InlineData("public class RowRidge; [[|RidgeRegression|]] public class Row { [Feature] public double X; [Target] public double Y; }", "'Row' would get the generated class 'RowRidge', but a type of that name is there already; rename one")]
    [InlineData("public class Base { [Feature] public double X; } [[|RidgeRegression|]] public class Row : Base { public new string X = \"\"; [Feature] public double Z; [Target] public double Y; }", "'X' is hidden by a member of the same name in a derived type; name clash: rename one")]
    [InlineData("[RidgeRegression] public class Row { [Feature] public double X; [[|Target|]] public bool Y; }", "'Y' is the target but of type bool; it must be float, double or an integer")]
    public Task A_type_without_columns(string type, string problem) => Verify.ReportsMessageAsync("\n" + type, "No ridge code for 'Row': " + problem);

    [Theory]
    [InlineData("float X")]
    [InlineData("double? X")]
    [InlineData("sbyte X")]
    [InlineData("ushort? X")]
    [InlineData("ulong X")]
    [InlineData("nint X")]
    [InlineData("bool X")]
    [InlineData("DayOfWeek? X")]
    [InlineData("DayOfWeek X { get; private set; }")]
    [InlineData("double X { get; init; }")]
    [InlineData("required double X { get; init; }")]
    public Task Every_kind_of_feature_is_served(string member) => Verify.IsSilentAsync($$"""

        [RidgeRegression]
        public class Row
        {
            [Feature] public {{member}}{{(member.EndsWith('}') ? "" : ";")}}
            [Feature(Length = 2)] public float[]? A;
            [Feature(Length = 2)] internal double[] B = [];
            [Feature(Scaling = FeatureScaling.None)] public bool C;
            [Target] public long? Y;
            [SampleWeight] protected internal uint W;
        }
        """);

    [Theory]
    [InlineData("public class Row { [Feature] public string X = \"\"; }")]
    [InlineData("public abstract record Row([property: Feature] double X);")]
    [InlineData("public sealed class Row { public double X; }")]
    [InlineData("public struct Row { [Feature] public double X { get; set; } }")]
    [InlineData("public class Base { [Feature] public virtual double X => 1; } [RidgeRegression] public class Row : Base { public override double X => 2; [Target] public double Y; }")]
    [InlineData("public class Base { [Feature] public virtual double X => 1; } [RidgeRegression] public class Row : Base { [Feature(PenaltyFactor = 2)] public override double X => 2; [Target] public double Y; }")]
    [InlineData("[RidgeRegression] public class Row<T> { [Feature] public T? X; }")]
    [InlineData("[System.CodeDom.Compiler.GeneratedCode(\"RegSpec\", \"1\")] public static class RowRidge; [RidgeRegression] public class Row { [Feature] public double X; [Target] public double Y; }")]
    [InlineData("public class Outer { [RidgeRegression] private class Row { [Feature] public double X { get; set; } [Target] public double Y; } }")]
    public Task What_other_rules_or_nobody_minds(string source) => Verify.IsSilentAsync("\n" + source);

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync("\n[[|RidgeRegression|]] public class Row { [Feature] public double X; }");

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync("\n[[|RidgeRegression|]] public class Row { [Feature] public double X; }");
}
