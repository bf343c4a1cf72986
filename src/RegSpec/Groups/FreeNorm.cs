using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>What is scale-free as one: a weight, or a weight with the biases that follow it.</summary>
/// <param name="weight">The weight.</param>
/// <param name="groups">The plan it is in.</param>
internal sealed class FreeNorm(PlannedParameter weight, ParameterGroups groups)
{
    private readonly PlannedParameter[] parts = weight.Fate.Invariance is { Biases.Count: > 0 } invariance
        ? [weight, .. groups.Where(row => invariance.Biases.Contains(RegisteredName.CanonicalPath(row.Name)))]
        : [weight];

    /// <summary>The weight.</summary>
    public PlannedParameter Weight => weight;

    /// <summary>√Σ‖part‖² now, in double precision.</summary>
    public double Value()
    {
        using DisposeScope scope = NewDisposeScope();
        return Math.Sqrt(parts.Sum(static part => part.Value.detach().to(ScalarType.Float64).Squared().sum().item<double>()));
    }

    /// <summary>Multiplies all of it.</summary>
    public void Scale(double factor)
    {
        using var noGradient = no_grad();
        foreach (PlannedParameter part in parts)
        {
            part.Value.TimesInPlace(factor);
        }
    }
}
