using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.InvalidRowAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Features;

/// <summary>REG2003: rows whose columns cannot be served.</summary>
public class InvalidRowTests
{
    [Theory]
    [InlineData("[[|Feature|]] public object Z = 1;", "'Z' is of type object, which cannot be a feature; use a number, bool, an enum, string, DateTime, DateTimeOffset, DateOnly, TimeSpan, or an array, List, Memory, ImmutableArray or Tensor of numbers with a declared length")]
    [InlineData("[[|Feature|]] public char? Z;", "'Z' is of type char?, which cannot be a feature; use a number, bool, an enum, string, DateTime, DateTimeOffset, DateOnly, TimeSpan, or an array, List, Memory, ImmutableArray or Tensor of numbers with a declared length")]
    [InlineData("[[|Feature|]] public List<string> Z = [];", "'Z' is of type List<string>, which cannot be a feature; use a number, bool, an enum, string, DateTime, DateTimeOffset, DateOnly, TimeSpan, or an array, List, Memory, ImmutableArray or Tensor of numbers with a declared length")]
    [InlineData("[[|Feature|]] public double[] Z = [];", "'Z' is an array without a length; write [Feature(Length = n)] with n ≥ 1")]
    [InlineData("[[|Feature(Length = -1)|]] public float[] Z = [];", "'Z' is an array without a length; write [Feature(Length = n)] with n ≥ 1")]
    [InlineData("[[|Feature(Length = 32768)|]] public float[] Z = [];", "'Z' makes more than 32768 columns; a row may have at most that many")]
    [InlineData("[[|Feature(Length = 3)|]] public int Z;", "'Z' is no array, so that Length has no meaning; remove it")]
    [InlineData("[[|Feature(Scaling = FeatureScaling.Standardize)|]] public bool Z;", "'Z' gives columns of 0 and 1, which are never scaled; remove Scaling")]
    [InlineData("[[|Feature(Scaling = FeatureScaling.Standardize)|]] public string Z = \"\";", "'Z' gives columns of 0 and 1, which are never scaled; remove Scaling")]
    [InlineData("[[|Feature(Unseen = Unseen.Zero)|]] public int Z;", "'Z' is no string, so that Unseen has no meaning; remove it")]
    [InlineData("[[|Feature|]] public DateTime Z;", "'Z' is a DateTime without a unit; write [Feature(Unit = TimeUnit.Days)], or another")]
    [InlineData("[[|Feature(Unit = TimeUnit.Hours, Origin = \"2000-01-01\")|]] public TimeSpan? Z;", "'Z' is a duration, so that Origin has no meaning; remove it")]
    [InlineData("[[|Feature(Unit = TimeUnit.Days, Origin = \"1.1.2000\")|]] public DateOnly Z;", "'Z' has an Origin that is no day; write it as 2000-01-01")]
    [InlineData("[[|Feature(Unit = TimeUnit.Days)|]] public double Z;", "'Z' is no date or duration, so that Unit and Origin have no meaning; remove them")]
    [InlineData("[[|Feature|]] public ReadOnlyMemory<int> Z;", "'Z' is an array without a length; write [Feature(Length = n)] with n ≥ 1")]
    [InlineData("[[|Feature|]] public AttributeTargets Z;", "'Z' is of a [Flags] enum, whose values combine; give each flag a bool")]
    [InlineData("[[|Feature|]] public Nothing Z; public enum Nothing { }", "'Z' is of an enum that declares no value")]
    [InlineData("[[|Feature|]] private double Z { get; set; }", "'Z' cannot be read by generated code; make it internal or public")]
    [InlineData("[[|Feature|]] public double Z { protected get; set; }", "'Z' cannot be read by generated code; make it internal or public")]
    [InlineData("[[|Feature|]] public double Z { set { } }", "'Z' cannot be read; give it a getter without parameters")]
    [InlineData("[[|Feature|]] public double this[int i] => i;", "'this[]' cannot be read; give it a getter without parameters")]
    [InlineData("[[|Feature|]] public static double Z;", "'Z' is static; a column is read from each row")]
    [InlineData("[[|Feature(Missing = Missing.Mean)|]] public int Z;", "'Z' is never null or NaN, so that Missing has no meaning; remove it, or make it nullable")]
    [InlineData("[[|Feature(Missing = Missing.SkipRow)|]] public bool Z;", "'Z' is never null or NaN, so that Missing has no meaning; remove it, or make it nullable")]
    [InlineData("[[|Feature(Missing = Missing.Mean)|]] public string? Z;", "'Z' has levels, which have no mean; use Missing.Indicator, under which all of them are 0, or Missing.SkipRow")]
    [InlineData("[[|Feature(Missing = Missing.Mean)|]] public DayOfWeek? Z;", "'Z' has levels, which have no mean; use Missing.Indicator, under which all of them are 0, or Missing.SkipRow")]
    [InlineData("[[|Feature|], Polynomial(2)] public bool Z;", "'Z' is no number or date, so that it has no polynomials; remove [Polynomial]")]
    [InlineData("[[|Feature(Length = 2)|], Polynomial(2)] public double[] Z = [];", "'Z' is no number or date, so that it has no polynomials; remove [Polynomial]")]
    [InlineData("[[|Feature|], Polynomial(1)] public double Z;", "'Z' has polynomials up to degree 1; a degree is from 2 to 8")]
    [InlineData("[[|Feature|], Polynomial(9)] public double Z;", "'Z' has polynomials up to degree 9; a degree is from 2 to 8")]
    [InlineData("[[|Feature|], Polynomial(2, About = double.NaN)] public double Z;", "'Z' has powers about NaN; write a value near those of the rows")]
    [InlineData("[[|Feature(Length = 3, Names = new[] { \"a\", \"b\" })|]] public double[] Z = [];", "'Z' has 2 Names for a Length of 3; give as many")]
    [InlineData("[[|Feature(Names = new[] { \"a\" })|]] public double Z;", "'Z' is no array, so that Names have no meaning; remove them")]
    [InlineData("[[|Feature(Names = new[] { \"X\", \"b\" })|]] public double[] Z = [];", "'Z' names a column 'X', which another has; name clash: rename one")]
    [InlineData("[[|Feature(Names = new[] { \"a\", \"\" })|]] public double[] Z = [];", "'Z' has an empty name among its Names; name each value")]
    [InlineData("[Group] public int G; [[|Group|]] public int Z;", "'Z' is the group a second time, after 'G'; keep one")]
    [InlineData("[SampleWeight] public double W; [[|SampleWeight|]] public double Z;", "'Z' is the sample weight a second time, after 'W'; keep one")]
    [InlineData("[[|SampleWeight|]] public bool Z;", "'Z' is the sample weight but of type bool; it must be a number")]
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
    [InlineData("[[|RidgeRegression|]] public class Row { [Feature] public double X; }", "'Row' has no target; put [Target] on at least one property or field")]
    [InlineData("[[|RidgeRegression|]][Interaction(\"X\", \"Z\")] public class Row { [Feature] public double X; [Target] public double Y; }", "'Row' has an [Interaction] of 'X' and 'Z', but 'Z' is no [Feature]; name two features")]
    [InlineData("[[|RidgeRegression|]][Interaction(\"X\", nameof(Y))] public class Row { [Feature] public double X; [Target] public double Y; }", "'Row' has an [Interaction] of 'X' and 'Y', but 'Y' is no [Feature]; name two features")]
    [InlineData("[[|RidgeRegression|]][Interaction(\"X\", \"X\")] public class Row { [Feature] public double X; [Target] public double Y; }", "'Row' has an [Interaction] of 'X' and 'X', which are one feature; use [Polynomial] for its square")]
    [InlineData("[[|RidgeRegression|]][Interaction(\"X\", \"Z\")][Interaction(\"Z\", \"X\")] public class Row { [Feature] public double X; [Feature] public double Z; [Target] public double Y; }", "'Row' has an [Interaction] of 'Z' and 'X' twice; keep one")]
    [InlineData("public class RowRidge; [[|RidgeRegression|]] public class Row { [Feature] public double X; [Target] public double Y; }", "'Row' would get the generated class 'RowRidge', but a type of that name is there already; rename one")]
    [InlineData("public class Base { [Feature] public double X; } [[|RidgeRegression|]] public class Row : Base { public new string X = \"\"; [Feature] public double Z; [Target] public double Y; }", "'X' is hidden by a member of the same name in a derived type; name clash: rename one")]
    [InlineData("[RidgeRegression] public class Row { [Feature] public double X; [[|Target|]] public bool Y; }", "'Y' is the target but of type bool; it must be a number")]
    public Task A_type_without_columns(string type, string problem) => Verify.ReportsMessageAsync("\n" + type, "No ridge code for 'Row': " + problem);

    [Theory]
    [InlineData("float X")]
    [InlineData("double? X")]
    [InlineData("sbyte X")]
    [InlineData("ushort? X")]
    [InlineData("decimal? X")]
    [InlineData("Half X")]
    [InlineData("string? X")]
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
    [InlineData("[Feature(Missing = Missing.Mean)] public double Z;")]
    [InlineData("[Feature(Missing = Missing.Indicator)] public Half? Z;")]
    [InlineData("[Feature(Missing = Missing.SkipRow)] public string? Z;")]
    [InlineData("[Feature(Missing = Missing.Indicator)] public DayOfWeek? Z;")]
    [InlineData("[Feature(Missing = Missing.Mean, Length = 3)] public float[]? Z;")]
    [InlineData("[Feature(Missing = Missing.Fail)] public int Z;")]
    [InlineData("[Feature, Polynomial(8, About = 2000)] public int Z;")]
    [InlineData("[Feature(Unit = TimeUnit.Days), Polynomial(3)] public DateOnly Z;")]
    [InlineData("[Feature(Names = new[] { \"a\", \"b\" })] public double[] Z = [];")]
    [InlineData("[Feature(Length = 2, Names = new[] { \"a\", \"b\" })] public double[] Z = [];")]
    [InlineData("[Target] public double Z; [Target(Lambda = 3)] public double Z2;")]
    [InlineData("[Group] public string Z = \"\";")]
    [InlineData("[Feature, Group] public string Z = \"\";")]
    public Task What_a_column_declares_is_served(string member) => Verify.IsSilentAsync($$"""

        [RidgeRegression]
        [Interaction(nameof(X), nameof(W), PenaltyFactor = 2)]
        public class Row
        {
            [Feature] public double X;
            [Feature] public bool W;
            [Target] public double Y;
            {{member}}
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
