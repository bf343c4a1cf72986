using System.Linq;
using RegSpec.Semantics.Catalog;

namespace RegSpec.Semantics.Proofs;

/// <summary>What stands around a tensor where a window looks beyond its border.</summary>
internal static class Paddings
{
    public static bool PadsNothing(OperationCall call) =>
        call.IsAbsent(OptionNames.Padding) || (call.Integers(OptionNames.Padding) is { } padding && padding.All(static p => p == 0));

    /// <summary>Reflection, replication or wrapping: a constant stays constant. The enum's zero stands for zeros.</summary>
    public static bool PadsWithItself(OperationCall call) => call.Number(OptionNames.PaddingMode) is { } mode && IsSelfPadding(mode);

    public const int ConstantPadding = 4;

    public static bool IsSelfPadding(double mode) => mode is 1 or 2 or 3;
}
