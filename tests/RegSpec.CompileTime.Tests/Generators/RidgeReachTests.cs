namespace RegSpec.CompileTime.Tests;

/// <summary>Which types get ridge code, and how far it can be seen.</summary>
public class RidgeReachTests
{
    private const string Body = "[Feature] public double X { get; set; } [Target] public double Y { get; set; }";

    [Theory]
    [InlineData("public class Outer { [RidgeRegression] private sealed class Row { BODY } }")]
    [InlineData("public class Outer { [RidgeRegression] protected class Row { BODY } }")]
    [InlineData("public class Outer { private class Middle { [RidgeRegression] public class Row { BODY } } }")]
    [InlineData("[RidgeRegression] file sealed class Row { BODY }")]
    [InlineData("[RidgeRegression] public sealed class Row<T> { BODY }")]
    [InlineData("public class Outer<T> { [RidgeRegression] public sealed class Row { BODY } }")]
    [InlineData("[RidgeRegression] public ref struct Row { BODY }")]
    [InlineData("[RidgeRegression] public static class Row { [Feature] public static double X; [Target] public static double Y; }")]
    [InlineData("[RidgeRegression] public class Row { }")]
    [InlineData("[RidgeRegression] public class Row { [Feature] public double X; }")]
    [InlineData("[RidgeRegression] public class Row { [Target] public double Y; }")]
    [InlineData("[RidgeRegression][Interaction(\"X\", \"Q\")] public class Row { BODY }")]
    [InlineData("[RidgeRegression] public class Row { BODY [Feature(Missing = Missing.Mean)] public int Z { get; set; } }")]
    [InlineData("[RidgeRegression] public class Row { BODY [Feature, Polynomial(1)] public double Z { get; set; } }")]
    [InlineData("[RidgeRegression] public class Row { BODY [SampleWeight] public double A; [SampleWeight] public double B; }")]
    [InlineData("[RidgeRegression] public class Row { BODY [Feature, Target] public double Z { get; set; } }")]
    [InlineData("[RidgeRegression] public class Row { BODY [Feature] private double Z { get; set; } }")]
    [InlineData("[RidgeRegression] public class Row { BODY [Feature] public double Z { private get; set; } }")]
    [InlineData("[RidgeRegression] public class Row { BODY [Feature] public double Z { set { } } }")]
    [InlineData("[RidgeRegression] public class Row { BODY [Feature] public double this[int i] => i; }")]
    [InlineData("[RidgeRegression] public class Row { BODY [Feature] public static double Z { get; set; } }")]
    [InlineData("[RidgeRegression] public class Row { BODY [Feature] public char Z { get; set; } }")]
    [InlineData("[RidgeRegression] public class Row { BODY [Feature] public System.Collections.Generic.List<string> Z { get; set; } = []; }")]
    [InlineData("[RidgeRegression] public class Row { BODY [Feature] public System.DateTime Z { get; set; } }")]
    [InlineData("[RidgeRegression] public class Row { BODY [Feature] public object Z { get; set; } = 1; }")]
    [InlineData("[RidgeRegression] public class Row { BODY [Feature(Length = 2)] public string[] Z { get; set; } = []; }")]
    [InlineData("[RidgeRegression] public class Row { BODY [Feature(Length = 2)] public double[,] Z { get; set; } = new double[1, 2]; }")]
    [InlineData("[RidgeRegression] public class Row { BODY [Feature] public double[] Z { get; set; } = []; }")]
    [InlineData("[RidgeRegression] public class Row { BODY [Feature(Length = 0)] public double[] Z { get; set; } = []; }")]
    [InlineData("[RidgeRegression] public class Row { BODY [Feature(Length = 2)] public double Z { get; set; } }")]
    [InlineData("[RidgeRegression] public class Row { BODY [Feature(Scaling = FeatureScaling.Standardize)] public bool Z { get; set; } }")]
    [InlineData("[System.Flags] public enum E { A = 1, B = 2 } [RidgeRegression] public class Row { BODY [Feature] public E Z { get; set; } }")]
    [InlineData("public enum E { } [RidgeRegression] public class Row { BODY [Feature] public E Z { get; set; } }")]
    [InlineData("[RidgeRegression] public class Row { [Feature] public double X { get; set; } [Target] public bool Y { get; set; } }")]
    [InlineData("public class Base { [Feature] public double X { get; set; } } [RidgeRegression] public class Row : Base { [Feature] public new double X { get; set; } [Target] public double Y { get; set; } }")]
    [InlineData("public static class RowRidge { } [RidgeRegression] public class Row { BODY }")]
    [InlineData("public class Row { BODY }")]
    public void A_type_that_cannot_be_served_gets_nothing(string source) => Assert.Empty(Run(source).Files);

    [Theory]
    [InlineData("[Feature] public string Z { get; set; } = \"\";")]
    [InlineData("[Feature] public decimal Z { get; set; }")]
    [InlineData("[Target] public double Z { get; set; }")]
    [InlineData("[Feature(Length = 2)] public int[] Z { get; set; } = [];")]
    public void A_column_of_text_decimals_or_whole_numbers_or_a_second_target_is_served(string column) => Assert.NotEmpty(Run("[RidgeRegression] public class Row { BODY " + column + " }").Files);

    [Theory]
    [InlineData("[RidgeRegression] public class Row { BODY }", "public static class RowRidge")]
    [InlineData("[RidgeRegression] class Row { BODY }", "internal static class RowRidge")]
    [InlineData("internal class Outer { [RidgeRegression] public class Row { BODY } }", "internal static class Outer__RowRidge")]
    [InlineData("public class Outer { [RidgeRegression] protected internal class Row { BODY } }", "internal static class Outer__RowRidge")]
    [InlineData("public class Outer { public struct Inner { [RidgeRegression] public class Row { BODY } } }", "public static class Outer__Inner__RowRidge")]
    [InlineData("[RidgeRegression] public partial class Row { [Feature] public double X; } partial class Row { [Target] public double Y; }", "public static class RowRidge")]
    [InlineData("namespace A.B { [RidgeRegression] public struct Row { BODY } }", "namespace A.B;")]
    public void The_class_stands_beside_the_type_and_can_be_seen_as_far(string source, string line) =>
        Assert.Contains("\n" + line + "\n", Run(source).Text, StringComparison.Ordinal);

    private static GeneratorRun Run(string source) => RidgeRun.Of(source.Replace("BODY", Body, StringComparison.Ordinal));
}
