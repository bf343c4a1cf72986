using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>What can be told in the type that is measured in.</summary>
/// <param name="Doublings">How far θ is scaled up: in float64 far enough for any ε to lose its effect, in narrower types not so far that they overflow.</param>
/// <param name="ExactBelow">A relative change of the outputs that rounding explains.</param>
/// <param name="Nudge">A relative change of a few units in the last place.</param>
internal sealed record Precision(int Doublings, double ExactBelow, double Nudge)
{
    /// <summary>That of the narrowest parameter.</summary>
    public static Precision Of(IReadOnlyList<NamedParameter> parameters) =>
        parameters.All(p => IsDouble(p.Parameter.dtype)) ? new(15, 1e-9, 1e-15) : new(6, 1e-4, 2e-7);

    public static bool IsDouble(ScalarType type) => type is ScalarType.Float64 or ScalarType.ComplexFloat64;

    /// <summary>The distance between two neighbouring numbers at 1, in a type narrower than float64.</summary>
    public static double Unit(ScalarType type) => type switch
    {
        ScalarType.Float16 => 1.0 / (1 << 10),
        ScalarType.BFloat16 => 1.0 / (1 << 7),
        _ => Math.Pow(2, -23),
    };
}
