using System;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Shapes;

/// <summary>What the raw parameters of a class marked <c>[Normalization]</c> are, where no attribute says so.</summary>
internal static class NormalizationRoles
{
    private static readonly string[] ShiftNames = { "bias", "beta", "shift", "offset" };

    /// <summary>NormShift if the name contains bias, beta, shift or offset in any case, NormScale otherwise.</summary>
    public static Role OfName(string name)
    {
        foreach (string shift in ShiftNames)
        {
            if (name.IndexOf(shift, StringComparison.OrdinalIgnoreCase) >= 0)
            {
                return Role.NormShift;
            }
        }

        return Role.NormScale;
    }
}
