namespace RegSpec.CompileTime.Tests;

/// <summary>The generated files of typical rows, word by word.</summary>
public class RidgeWriterTests
{
    [Fact]
    public void The_record_of_the_contract() => Snapshot.Matches(
        RidgeRun.Of("""
            namespace Acme;

            public enum Heating { Gas, Oil, Pump }

            [RidgeRegression(Lambda = 1.0)]
            public sealed record House
            {
                [Feature] public required double Area { get; init; }
                [Feature, Standardized] public required double AgeZ { get; init; }
                [Feature] public required Heating Heating { get; init; }
                [Target] public required double Price { get; init; }
            }
            """).Text,
        nameof(The_record_of_the_contract));

    [Fact]
    public void What_may_be_missing() => Snapshot.Matches(
        RidgeRun.Of("""
            namespace Acme;

            public enum Heating { Gas, Oil }

            [RidgeRegression]
            [Interaction(nameof(Age), nameof(Kind), PenaltyFactor = 0.5)]
            public sealed record House
            {
                [Feature(Missing = Missing.Mean), Polynomial(3, About = 2000)] public int? Age { get; init; }
                [Feature(Missing = Missing.Indicator)] public double Area { get; init; }
                [Feature(Missing = Missing.SkipRow)] public decimal? Tax { get; init; }
                [Feature(Missing = Missing.Mean)] public bool? Garden { get; init; }
                [Feature(Missing = Missing.Indicator)] public Heating? Heating { get; init; }
                [Feature(Missing = Missing.Indicator)] public string? Kind { get; init; }
                [Feature(Missing = Missing.Mean, Unit = TimeUnit.Days)] public System.DateTime? Sold { get; init; }
                [Feature(Missing = Missing.Mean, Names = new[] { "Left", "Right" })] public float[]? Sides { get; init; }
                [Target] public double Price { get; init; }
                [Target(Lambda = 3)] public double Rent { get; init; }
                [Group] public string Street { get; init; } = "";
            }
            """).Text,
        nameof(What_may_be_missing));

    [Fact]
    public void Every_kind_of_column() => Snapshot.Matches(
        RidgeRun.Of("""
            internal static class Survey
            {
                internal enum Level : sbyte { Low = -1, None = 0, @default = 1, Zero = 0, [System.Obsolete("gone", true)] Old = 9 }

                [RidgeRegression(Lambda = 0.5, FitIntercept = false)]
                internal readonly record struct Answer
                {
                    [Feature(Scaling = FeatureScaling.None, PenaltyFactor = 0)] public int? Count { get; init; }
                    [Feature(PenaltyFactor = 2)] public bool? Agreed { get; init; }
                    [Feature(PenaltyFactor = 1e-3)] public Level? Level { get; init; }
                    [Feature(Length = 3, PenaltyFactor = 2)] public float[] Scores { get; init; }
                    [Feature(Length = 784), Standardized] public double[]? Pixels { get; init; }
                    [Target] public readonly float? @class;
                    [SampleWeight] public long? Weight { get; init; }

                    public Answer() => @class = 1;
                }
            }
            """).Text,
        nameof(Every_kind_of_column));
}
