using System;
using System.Collections.Generic;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;

namespace RegSpec.Semantics.Proofs;

/// <summary>Sums of products over some axes: linear maps, convolutions, rows of tables.</summary>
internal sealed class Contractions : DegreeRules
{
    private readonly Arithmetic arithmetic;

    public Contractions(Calculus calculus, Arithmetic arithmetic)
        : base(calculus)
    {
        this.arithmetic = arithmetic;
    }

    /// <summary>Sums of products over some axes: matmul, einsum, a weight applied to an input.</summary>
    private Degrees Contraction(Degrees a, Degrees b, RankSet ranks, Func<AxisSets, AxisSets> offsetOfFirst, AxisSets keepsCatOutside, string name)
    {
        if (a.IsAny || b.IsAny)
        {
            return Degrees.AnyDegree with { IsNonNegative = false, Ranks = ranks, Varies = AxisSets.All, Storage = NewStorage() };
        }

        ComponentMap components = Combine(
            a,
            b,
            (first, second) =>
            {
                if (first.EpsPending || second.EpsPending || second.IsCat || (first.IsCat && !(first.CatAxis & keepsCatOutside).IsEmpty))
                {
                    return null;
                }

                return first.IsUnchanged ? (second.HasOffset ? second.WithOffset(AxisSets.All) : second)
                    : second.IsUnchanged ? (first.HasOffset ? first with { Offset = offsetOfFirst(first.Offset) } : first)
                    : first.IsCat ? null
                    : Arithmetic.AddDegrees(first, second);
            },
            name);
        return Fresh(components, ranks, AxisSets.All);
    }

    public Degrees Matmul(OperationCall call)
    {
        IReadOnlyList<Degrees> operands = call.Operands;
        Degrees result = operands[0];
        if (operands.Count == 1)
        {
            // An einsum of one operand moves its axes, or takes sums along them; where it only moves them, it is a view.
            return Contraction(result, Degrees.Constant, RankSet.Any, _ => AxisSets.All, AxisSets.All, call.Entry.Name) with { Storage = result.Storage };
        }

        for (int i = 1; i < operands.Count; i++)
        {
            // A matrix on the right keeps the number of axes.
            RankSet ranks = operands[i].Ranks == RankSet.Of(2) && call.Entry.Name is not "einsum" ? result.Ranks : RankSet.Any;
            result = Contraction(result, operands[i], ranks, _ => AxisSets.All, AxisSets.All, call.Entry.Name);
        }

        return result;
    }

    /// <summary>β·x + α·A·B. The two numbers change no degree.</summary>
    public Degrees Added(OperationCall call)
    {
        IReadOnlyList<Degrees> operands = call.Operands;
        RankSet ranks = call.Entry.Name.TrimEnd('_') switch
        {
            "addmv" => RankSet.Of(1),
            "baddbmm" => RankSet.Of(3),
            _ => RankSet.Of(2),
        };
        Degrees product = Contraction(operands[1], operands[2], ranks, _ => AxisSets.All, AxisSets.All, call.Entry.Name);
        return arithmetic.Sum(product, operands[0] with { IsNonNegative = false, IsEps = false }, call.Entry.Name);
    }

    public Degrees Affine(OperationCall call)
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

        Degrees sum = arithmetic.Sum(product, operands[index], name);
        return sum with { Ranks = product.Ranks, SizedAxis = product.SizedAxis, SizeKey = product.SizeKey };
    }

    public Degrees Bilinear(OperationCall call)
    {
        Degrees x = call.Operands[0];
        Degrees inner = Contraction(x, call.Operands[1], x.Ranks, _ => AxisSets.All, AxisSets.All, call.Entry.Name);
        Degrees product = Contraction(inner, call.Operands[2], x.Ranks, _ => AxisSets.All, AxisSets.All, call.Entry.Name);
        return AddBias(product, call.Operands, 3, call.Entry.Name);
    }

    public Degrees Convolution(OperationCall call)
    {
        Degrees x = call.Operands[0];
        int spatial = call.Entry.SpatialAxes;
        AxisSets channel = AxisSets.Axis(-(spatial + 1));
        AxisSets mixed = channel | AxisSets.Last(spatial);
        RankSet ranks = Norms.ChannelRanks(x, RankSet.Between(spatial + 1, spatial + 2));

        // Zeros at the border make a constant vary in space; so does every transposed convolution.
        bool bringsZeros = call.Entry.Rule is OperationRule.TransposedConvolution || !(Paddings.PadsNothing(call) || Paddings.PadsWithItself(call));
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

    /// <summary>Rows of a table, chosen by indices that do not change.</summary>
    public Degrees Lookup(OperationCall call)
    {
        Degrees index = call.Operands[0], table = call.Operands[1];
        Break(index, "an index", "");
        if (!call.IsAbsent(OptionNames.MaxNorm))
        {
            Calculus.GiveUp(table, "the table is renormalised in place (max_norm)" + Calculus.At());
        }

        RankSet ranks = default;
        for (int r = 0; r < AxisSets.MaxRank; r++)
        {
            ranks |= index.Ranks.Has(r) ? RankSet.Of(r + 1) | RankSet.Of(r) : default;
        }

        return Fresh(Transform(table, c => c.EpsPending || c.IsCat ? null : c.HasOffset ? c.WithOffset(AxisSets.All) : c, call.Entry.Name), ranks, AxisSets.All);
    }
}
