using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>A table entry with the right degree, but that of another operation in what it does with axes, offsets, pieces, signs or memory.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Entry">What stands in its place.</param>
/// <param name="Change">What is wrong about it.</param>
internal sealed record RuleMutant(string Operation, OperationEntry Entry, string Change)
{
    private static readonly OperationRule[][] Families =
    [
        [
            OperationRule.Identity, OperationRule.Negate, OperationRule.Elementwise, OperationRule.ReduceLinear, OperationRule.ReduceOrder, OperationRule.ReduceNorm, OperationRule.ScanLinear,
            OperationRule.Order, OperationRule.Permute, OperationRule.Transpose, OperationRule.TransposeLast, OperationRule.Reshape, OperationRule.Flatten, OperationRule.Unflatten,
            OperationRule.Unsqueeze, OperationRule.Squeeze, OperationRule.SelectAxis, OperationRule.Expand, OperationRule.Index, OperationRule.Spread,
            OperationRule.MaxPool, OperationRule.AveragePool, OperationRule.AdaptiveAverage, OperationRule.Pad, OperationRule.Dropout, OperationRule.ChannelDropout,
        ],
        [OperationRule.Split, OperationRule.Unbind],
        [OperationRule.BatchNorm, OperationRule.InstanceNorm, OperationRule.LayerNorm, OperationRule.Normalize],
        [OperationRule.Convolution, OperationRule.TransposedConvolution, OperationRule.Affine],
        [OperationRule.Product, OperationRule.Contraction],
        [OperationRule.Sum, OperationRule.Difference, OperationRule.Extremum],
        [OperationRule.ReduceCentered, OperationRule.ReduceNorm],
        [OperationRule.Stack, OperationRule.Concatenate],
    ];

    /// <summary>Rules that another one stands for in <see cref="Families"/>: the engine treats both the same.</summary>
    private static readonly Dictionary<OperationRule, OperationRule> Alike = new()
    {
        [OperationRule.Copy] = OperationRule.Identity,
        [OperationRule.Slice] = OperationRule.Identity,
        [OperationRule.OrderStatistic] = OperationRule.ReduceOrder,
        [OperationRule.Resample] = OperationRule.AdaptiveAverage,
        [OperationRule.GroupNorm] = OperationRule.LayerNorm,
    };

    /// <summary>Every wrong entry of an operation.</summary>
    public static IEnumerable<RuleMutant> Of(string operation)
    {
        OperationEntry entry = OperationCatalog.All.TryGetValue(operation, out OperationEntry? known) ? known : LayerOperationCatalog.Find(operation)!.Entry;
        OperationRule own = Alike.GetValueOrDefault(entry.Rule, entry.Rule);
        bool isOfDegreeOne = own != OperationRule.Elementwise || entry.Factor == Rational.One;
        foreach (OperationRule other in Families.Where(family => family.Contains(own) && isOfDegreeOne).SelectMany(family => family).Where(rule => rule != own).Distinct())
        {
            yield return new RuleMutant(operation, entry with { Rule = other }, "the rule of " + other);
        }

        if (own is OperationRule.Elementwise or OperationRule.ReduceNorm or OperationRule.ReduceCentered)
        {
            yield return new RuleMutant(operation, entry with { IsNonNegative = !entry.IsNonNegative }, entry.IsNonNegative ? "a sign" : "no sign");
        }

        if (entry.SpatialAxes > 0)
        {
            yield return new RuleMutant(operation, entry with { SpatialAxes = entry.SpatialAxes + 1 }, "one spatial axis more");
            yield return new RuleMutant(operation, entry with { SpatialAxes = entry.SpatialAxes - 1 }, "one spatial axis less");
        }

        if (entry.InPlace && Families.Any(family => family.Contains(own)))
        {
            yield return new RuleMutant(operation, entry with { InPlace = false }, "nothing written");
        }
    }

    public override string ToString() => Operation + " with " + Change;
}
