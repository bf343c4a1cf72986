using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Generators;

namespace RegSpec.CompileTime.Tests;

/// <summary>Generated ridge code compiled, loaded and run for every shape of type.</summary>
public class RidgeExecutionTests
{
    /// <summary>One scaled feature x = 0 … 9 and y = 3x + 1: Σz² = 10, so the raw slope is 3·10/(10 + λ) = 30/19, and b = ȳ = 14.5.</summary>
    private const string Slope = "1.5789473684210527 14.5";

    [Theory]
    [InlineData("[RidgeRegression(Lambda = 9)] public sealed class Row { [Feature] public double X { get; private set; } [Target] public double Y { get; private set; } public static Row Of(int i) => new() { X = i, Y = 3 * i + 1 }; }", "Row")]
    [InlineData("[RidgeRegression(Lambda = 9)] public sealed record Row([property: Feature] float X, [property: Target] int Y) { public static Row Of(int i) => new(i, 3 * i + 1); }", "Row")]
    [InlineData("[RidgeRegression(Lambda = 9)] public readonly record struct Row([property: Feature] short X, [property: Target] ulong Y) { public static Row Of(int i) => new((short)i, (ulong)(3 * i + 1)); }", "Row")]
    [InlineData("[RidgeRegression(Lambda = 9)] public struct Row { [Feature] internal nint X; [Target] public sbyte Y; public static Row Of(int i) => new() { X = i, Y = (sbyte)(3 * i + 1) }; }", "Row")]
    [InlineData("namespace @event { [RidgeRegression(Lambda = 9)] public sealed class @class { [Feature] public required double @double { get; init; } [Target] public required double @in; public static @class Of(int i) => new() { @double = i, @in = 3 * i + 1 }; } }", "@event.@class", "@event.classRidge")]
    [InlineData("internal class Outer { internal class Middle { [RidgeRegression(Lambda = 9)] internal sealed class Row { [Feature] public byte X; [Target] public uint Y; public static Row Of(int i) => new() { X = (byte)i, Y = (uint)(3 * i + 1) }; } } }", "Outer.Middle.Row", "Outer__Middle__RowRidge")]
    [InlineData("public abstract class Base { [Feature] public abstract double X { get; } [Target] protected internal double Y { get; set; } } [RidgeRegression(Lambda = 9)] public sealed class Row : Base { private int x; public override double X => x; public static Row Of(int i) => new() { x = i, Y = 3 * i + 1 }; }", "Row")]
    [InlineData("public class Base<T> { [Feature] public T? X { get; set; } } [RidgeRegression(Lambda = 9)] public sealed class Row : Base<double> { [Target] public double Y { get; set; } public static Row Of(int i) => new() { X = i, Y = 3 * i + 1 }; }", "Row")]
    [InlineData("[RidgeRegression(Lambda = 9)] public abstract record Row([property: Feature] double X, [property: Target] double Y) { public static Row Of(int i) => new More(i, 3 * i + 1); } public sealed record More(double X, double Y) : Row(X, Y);", "Row")]
    [InlineData("[RidgeRegression(Lambda = 9), System.Obsolete(\"old\")] public sealed class Row { [Feature, System.Obsolete(\"old\")] public double X; [Target] public double Y; public static Row Of(int i) => new() { X = i, Y = 3 * i + 1 }; }", "Row")]
    [InlineData("[RidgeRegression(Lambda = 9)] public sealed class Row { [Feature] public double? X; [Target] public double? Y; [SampleWeight] public int? W; public static Row Of(int i) => new() { X = i, Y = 3 * i + 1, W = 1 }; }", "Row")]
    public void Every_shape_of_type_compiles_and_fits(string type, string name, string generated = "RowRidge")
    {
        string program = $$"""
            #pragma warning disable CS0612, CS0618
            public static class Program
            {
                public static string Run()
                {
                    var model = {{generated}}.Fit(Enumerable.Range(0, 10).Select({{name}}.Of));
                    return FormattableString.Invariant($"{model.Solution.RawCoefficients[0]:R} {model.Solution.Intercept:R}");
                }
            }
            """;
        Assert.Equal(Slope, LoadedConsumer.Run(RidgeRun.Of(type, program).Output));
    }

    [Theory]
    [InlineData("enum E { A, B, C }", "E", "E.B", "0 1 0")]
    [InlineData("enum E : sbyte { Low = -1, None = 0, High = 1, Zero = None }", "E", "E.Low", "1 0 0")]
    [InlineData("enum E : ulong { A = 3, Big = ulong.MaxValue, @default = 1 }", "E", "E.@default", "0 0 1")]
    [InlineData("enum E { A, [System.Obsolete(\"gone\", true)] Old = 7 }", "E", "(E)7", "0 1")]
    [InlineData("enum E { A, B }", "E?", "E.A", "1 0")]
    [InlineData("", "bool", "true", "1")]
    [InlineData("", "bool?", "false", "0")]
    [InlineData("", "ulong", "3", "3")]
    [InlineData("", "long?", "-3", "-3")]
    public void Values_become_columns(string declaration, string type, string value, string columns)
    {
        string program = $$"""
            {{declaration}}
            [RidgeRegression] internal sealed class Row { [Feature] public {{type}} X = {{value}}; [Target] public double Y; }
            public static class Program
            {
                public static string Run()
                {
                    var values = new double[RowRidge.Options.FeatureNames!.Count];
                    RowRidge.Write(new Row(), values);
                    return string.Join(" ", values.Select(value => FormattableString.Invariant($"{value}")));
                }
            }
            """;
        Assert.Equal(columns, LoadedConsumer.Run(RidgeRun.Of(program).Output));
    }

    [Theory]
    [InlineData(NullableContextOptions.Enable)]
    [InlineData(NullableContextOptions.Disable)]
    public void A_project_without_implicit_usings_compiles(NullableContextOptions nullable)
    {
        const string Source = """
            namespace System.Collections.Generic.RegSpec { public class Trap { } }
            namespace Acme
            {
                [global::RegSpec.RidgeRegression]
                public sealed class Row
                {
                    [global::RegSpec.Feature] public double X;
                    [global::RegSpec.Feature(Length = 1)] public float[] A;
                    [global::RegSpec.Target] public double Y;
                }
            }
            """;
        GeneratorRun run = GeneratorRun.Of(ConsumerCompilation.Create([Source], implicitUsings: false, nullable: nullable), new RidgeGenerator());
        Assert.Single(run.Files);
    }
}
