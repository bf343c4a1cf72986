using RegSpec.Semantics.Execution;

namespace RegSpec.Semantics.Proofs;

/// <summary>What the analysis knows of a tensor.</summary>
internal sealed record Degrees : TensorValue
{
    /// <summary>A tensor about which nothing is known but that no candidate changes it.</summary>
    public static readonly Degrees Constant = new();

    /// <summary>0, or a mask of 0 and −∞: homogeneous of every degree.</summary>
    public static readonly Degrees AnyDegree = new() { IsAny = true, IsNonNegative = true };

    /// <summary>How it depends on the candidates.</summary>
    public ComponentMap Components { get; init; }

    /// <summary>The candidates it depends on in a way that is not homogeneous, or not understood: they are given up where it is seen, not before.</summary>
    public CandidateSet Broken { get; init; }

    /// <summary>The ranks it may have.</summary>
    public RankSet Ranks { get; init; } = RankSet.Any;

    /// <summary>The axes along which its value may differ (a broadcast bias is constant along the others).</summary>
    public AxisSets Varies { get; init; } = AxisSets.All;

    /// <summary>An axis whose size is known as <see cref="SizeKey"/>, for each rank.</summary>
    public AxisSets SizedAxis { get; init; }

    /// <summary>That size, as a number or a symbol; null if none is known.</summary>
    public string? SizeKey { get; init; }

    /// <summary>Homogeneous of every degree (zeros).</summary>
    public bool IsAny { get; init; }

    /// <summary>No element is negative.</summary>
    public bool IsNonNegative { get; init; }

    /// <summary>That ε comes from outside: nobody knows its value.</summary>
    public bool IsOpen { get; init; }

    /// <summary>A positive constant small enough to be the ε of a denominator.</summary>
    public bool IsEps { get; init; }

    public bool Equals(Degrees? other) =>
        other is not null && Components.Equals(other.Components) && Broken.Equals(other.Broken) && Ranks == other.Ranks && Varies == other.Varies && SizedAxis == other.SizedAxis
        && SizeKey == other.SizeKey && IsAny == other.IsAny && IsNonNegative == other.IsNonNegative && IsEps == other.IsEps && IsOpen == other.IsOpen;

    public override int GetHashCode() => Ranks.Bits;

    /// <summary>A scalar that does not depend on any weight.</summary>
    public static Degrees Scalar(NumberValue number)
    {
        double? value = OperationCall.AsDouble(number);
        return new()
        {
            Ranks = RankSet.Scalar,
            Varies = AxisSets.None,
            IsAny = value is 0 or double.NegativeInfinity or double.PositiveInfinity,
            IsNonNegative = value >= 0,
            IsOpen = value is null,
            IsEps = value is null ? number.IsSetting : value is > 0 and <= Epsilon,
        };
    }

    /// <summary>The largest literal that is taken as the ε of a norm.</summary>
    public const double Epsilon = 1e-2;
}
