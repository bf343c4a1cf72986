using System.Collections.Generic;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;

namespace RegSpec.Semantics.Proofs;

internal sealed partial class Algebra
{
    private Degrees Affine(OperationCall call)
    {
        Degrees x = call.Operands[0];
        AxisSets last = AxisSets.Last(1);
        Degrees product = Contraction(x, call.Operands[1], x.Ranks, offset => offset | last, last, call.Entry.Name) with
        {
            SizedAxis = call.FeatureSize is null ? AxisSets.None : last,
            SizeKey = call.FeatureSize,
        };
        return AddBias(product, call.Operands, 2, call.Entry.Name);
    }

    private Degrees AddBias(Degrees product, IReadOnlyList<Degrees> operands, int index, string name)
    {
        if (operands.Count <= index)
        {
            return product;
        }

        Degrees sum = Sum(product, operands[index], name);
        return sum with { Ranks = product.Ranks, SizedAxis = product.SizedAxis, SizeKey = product.SizeKey };
    }

    private Degrees Bilinear(OperationCall call)
    {
        Degrees x = call.Operands[0];
        Degrees inner = Contraction(x, call.Operands[1], x.Ranks, _ => AxisSets.All, AxisSets.All, call.Entry.Name);
        Degrees product = Contraction(inner, call.Operands[2], x.Ranks, _ => AxisSets.All, AxisSets.All, call.Entry.Name);
        return AddBias(product, call.Operands, 3, call.Entry.Name);
    }

    private Degrees Convolution(OperationCall call)
    {
        Degrees x = call.Operands[0];
        int spatial = call.Entry.SpatialAxes;
        AxisSets channel = AxisSets.Axis(-(spatial + 1));
        AxisSets mixed = channel | AxisSets.Last(spatial);
        RankSet ranks = ChannelRanks(x, RankSet.Between(spatial + 1, spatial + 2));

        // Zeros at the border make a constant vary in space; so does every transposed convolution.
        bool bringsZeros = call.Entry.Rule is OperationRule.TransposedConvolution || !(PadsNothing(call) || PadsWithItself(call));
        AxisSets spread = bringsZeros ? mixed : channel;
        bool isDepthwise = IsDepthwise(call);
        Degrees product = Contraction(x, call.Operands[1], ranks, offset => offset | spread, isDepthwise ? mixed - channel : AxisSets.All, call.Entry.Name) with
        {
            SizedAxis = call.FeatureSize is null ? AxisSets.None : channel,
            SizeKey = call.FeatureSize,
        };
        if (call.Operands.Count <= 2)
        {
            return product;
        }

        // The bias is one number a channel: as a tensor, its only axis stands before the spatial ones.
        Degrees bias = call.Operands[2];
        RankSet column = RankSet.Of(spatial + 1);
        Degrees broadcast = bias with { Ranks = column, Varies = AxisSets.None.With(spatial + 1, 1), SizeKey = null, SizedAxis = AxisSets.None };
        return AddBias(product, new[] { product, product, broadcast }, 2, call.Entry.Name);
    }

    /// <summary>One filter a channel: groups, input and output channels are the same number.</summary>
    private static bool IsDepthwise(OperationCall call)
    {
        string? groups = KeyOf(call.Option(OptionNames.Groups));
        return groups is not null && groups == call.FeatureSize && groups == KeyOf(call.Option(new[] { "in_channels" }));
    }

    /// <summary>A size as text that is equal only for equal sizes.</summary>
    public static string? KeyOf(Value? value) => OperationCall.AsDouble(value) is { } number
        ? number.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : (value as NumberValue)?.Key;

    private static bool PadsNothing(OperationCall call) =>
        call.IsAbsent(OptionNames.Padding) || (call.Integers(OptionNames.Padding) is { } padding && System.Linq.Enumerable.All(padding, p => p == 0));

    /// <summary>Reflection, replication or wrapping: a constant stays constant. The enum's zero stands for zeros.</summary>
    private static bool PadsWithItself(OperationCall call) => call.Number(OptionNames.PaddingMode) is { } mode && IsSelfPadding(mode);

    private const int ConstantPadding = 4;

    private static bool IsSelfPadding(double mode) => mode is 1 or 2 or 3;

    private Degrees Pool(OperationCall call)
    {
        Degrees x = call.Operands[0];
        AxisSets space = AxisSets.Last(call.Entry.SpatialAxes);
        bool isLinear = call.Entry.Rule is OperationRule.AveragePool or OperationRule.AdaptiveAverage or OperationRule.Resample;
        bool bringsZeros = call.Entry.Rule is OperationRule.AveragePool
            && (!(PadsNothing(call) || call.Flag(OptionNames.CountsPadding, true) is false) || call.Flag(new[] { "ceil_mode" }, false) is not false);
        AxisSets mixed = call.Entry.SpatialAxes == 0 ? AxisSets.All - AxisSets.Axis(0) - AxisSets.Axis(1) : space;
        ComponentMap components = Transform(
            x,
            c => c.EpsPending || (c.IsCat && !(c.CatAxis & mixed).IsEmpty) || (!isLinear && !(c.Offset & space).IsEmpty) ? null
                : c.HasOffset && bringsZeros ? c.WithOffset(space)
                : c,
            call.Entry.Name);
        return x with { Components = components, IsEps = false, Storage = NewStorage() };
    }

    private Degrees Pad(OperationCall call)
    {
        Degrees x = call.Operands[0];
        if (call.Option(OptionNames.Mode) is { } mode && OperationCall.AsDouble(mode) is not (0 or ConstantPadding))
        {
            if (OperationCall.AsDouble(mode) is not { } known || !IsSelfPadding(known))
            {
                return DegreeZero(x, call.Entry.Name);
            }

            return x with { Components = Transform(x, c => c.EpsPending || c.IsCat ? null : c, call.Entry.Name), Storage = NewStorage() };
        }

        if (!call.IsAbsent(OptionNames.FillValue) && call.Number(OptionNames.FillValue) is not (0 or double.NegativeInfinity))
        {
            return DegreeZero(x, call.Entry.Name);
        }

        ComponentMap components = Transform(x, c => c.EpsPending ? null : c.HasOffset ? c.WithOffset(AxisSets.All) : c, call.Entry.Name);
        return x with { Components = components, Varies = AxisSets.All, SizeKey = null, SizedAxis = AxisSets.None, Storage = NewStorage() };
    }

    /// <summary>Rows of a table, chosen by indices that do not change.</summary>
    private Degrees Lookup(OperationCall call)
    {
        Degrees index = call.Operands[0], table = call.Operands[1];
        Break(index, "an index", "");
        if (!call.IsAbsent(OptionNames.MaxNorm))
        {
            GiveUp(table, "the table is renormalised in place (max_norm)" + At());
        }

        RankSet ranks = default;
        for (int r = 0; r < AxisSets.MaxRank; r++)
        {
            ranks |= index.Ranks.Has(r) ? RankSet.Of(r + 1) | RankSet.Of(r) : default;
        }

        return Fresh(Transform(table, c => c.EpsPending || c.IsCat ? null : c.HasOffset ? c.WithOffset(AxisSets.All) : c, call.Entry.Name), ranks, AxisSets.All);
    }
}
