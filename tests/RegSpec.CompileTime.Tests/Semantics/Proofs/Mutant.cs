using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Proofs;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CompileTime.Tests;

/// <summary>A table entry with a wrong degree.</summary>
internal sealed record Mutant(string Operation, OperationEntry Entry)
{
    private static readonly Rational[] Degrees = [Rational.Zero, Rational.One, new Rational(2), new Rational(1, 2)];

    /// <summary>The operation taken as homogeneous of each degree that is not its own.</summary>
    public static IEnumerable<Mutant> Of(string operation)
    {
        OperationEntry entry = OperationCatalog.All.TryGetValue(operation, out OperationEntry? known) ? known : LayerOperationCatalog.Find(operation)!.Entry;
        Rational? own = DegreeOf(entry);
        return Degrees.Where(degree => own != degree).Select(degree => new Mutant(operation, entry with { Rule = OperationRule.Elementwise, Factor = degree }));
    }

    private static readonly Dictionary<string, string> Equivalent = new()
    {
        ["sign 0"] = StricterThanDegree,
        ["sgn 0"] = StricterThanDegree,
        ["bool 0"] = StricterThanDegree,
        ["multinomial 0"] = StricterThanDegree,
        ["nll_loss 1"] = StricterThanDegree,
        ["float_power 2"] = StricterThanDegree,
        ["var_mean 1"] = StricterThanDegree,
        ["std_mean 1"] = StricterThanDegree,
        ["meshgrid 1"] = StricterThanDegree,
        ["isclose 0"] = "differs from an exact comparison by its absolute tolerance alone",
        ["hypot 1"] = StricterThanDegree,
        ["requires_grad_ 1"] = StricterThanDegree,
        ["multiply_ 1"] = StricterThanDegree,
        ["detach_ 1"] = StricterThanDegree,
        ["Hardtanh 1"] = ClampsNothing,
        ["hardtanh 1"] = ClampsNothing,
        ["TorchSharp.Modules.Hardtanh 1"] = ClampsNothing,
        ["TorchSharp.Modules.MultiheadAttention"] = GivesObject,
        ["detach 2"] = "a wrong degree of a detached factor leaves no power that the probe divides by",
        ["isnan"] = NeverTrue,
        ["isinf"] = NeverTrue,
        ["one_hot"] = TakesIntegers,
        ["bincount"] = TakesIntegers,
        ["op_OnesComplement"] = TakesIntegers,
        ["bitwise_not"] = TakesIntegers,
        ["bitwise_and"] = TakesIntegers,
        ["bitwise_or"] = TakesIntegers,
        ["op_BitwiseAnd"] = TakesIntegers,
        ["op_BitwiseOr"] = TakesIntegers,
        ["op_ExclusiveOr"] = TakesIntegers,
        ["logical_not"] = TakesIntegers,
    };

    private const string StricterThanDegree = "this is its degree: the table refuses more than it must";
    private const string GivesObject = "gives an object, of which nothing is followed";
    private const string TakesIntegers = "takes integers or truth values, which have no degree left";
    private const string NeverTrue = "the same for every tensor that occurs";
    private const string ClampsNothing = "its defaults clamp nothing in TorchSharp 0.107";

    /// <summary>Why a wrong degree of this operation cannot be noticed, or null.</summary>
    public static string? Explain(Mutant mutant)
    {
        if (Equivalent.TryGetValue(mutant.Operation, out string? always) || Equivalent.TryGetValue(mutant.Operation + " " + mutant.Entry.Factor, out always))
        {
            return always;
        }

        if (mutant.Entry.InPlace && mutant.Entry.Factor != Rational.One)
        {
            return "a write in place that changes the degree is given up within an expression";
        }

        OperationRule rule = (OperationCatalog.All.TryGetValue(mutant.Operation, out OperationEntry? known) ? known : LayerOperationCatalog.Find(mutant.Operation)!.Entry).Rule;
        return rule switch
        {
            OperationRule.ReadNumber => "shows its operand, of whatever degree: its result is no tensor",
            OperationRule.Metadata => "a shape or a type: its result is no tensor and has no degree",
            OperationRule.Zeros or OperationRule.Constant or OperationRule.Full or OperationRule.Initialize => "makes a tensor from sizes: it has no operand that a degree could apply to",
            _ => null,
        };
    }

    public override string ToString() => Operation + " with degree " + Entry.Factor;

    /// <summary>The degree the table gives, where the rule has a single one.</summary>
    private static Rational? DegreeOf(OperationEntry entry) => entry.Rule switch
    {
        OperationRule.Elementwise or OperationRule.ReduceCentered => entry.Factor,
        OperationRule.Identity or OperationRule.Copy or OperationRule.Negate or OperationRule.ReduceLinear or OperationRule.ReduceOrder or OperationRule.OrderStatistic or OperationRule.ReduceNorm or OperationRule.ScanLinear or OperationRule.Order
            or (>= OperationRule.Permute and <= OperationRule.Spread) or OperationRule.MaxPool or OperationRule.AveragePool or OperationRule.AdaptiveAverage or OperationRule.Resample
            or OperationRule.Dropout or OperationRule.ChannelDropout or OperationRule.Clamp or OperationRule.PiecewiseLinear or OperationRule.Pad or OperationRule.MaskedFill => Rational.One,
        OperationRule.Compare or OperationRule.BatchNorm or OperationRule.InstanceNorm or OperationRule.LayerNorm or OperationRule.GroupNorm or OperationRule.Normalize or OperationRule.CosineSimilarity => Rational.Zero,
        _ => null,
    };
}
