using System.Collections.Generic;
using System.Linq;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

internal sealed partial class Algebra
{
    private static readonly AxisSets SampleAndChannel = AxisSets.Axis(0) | AxisSets.Axis(1);

    /// <summary>Applies an operation by its table entry.</summary>
    public OperationResult Apply(OperationCall call)
    {
        (broken, absorbed) = (CandidateSet.Empty, CandidateSet.Empty);
        OperationResult result = Dispatch(call);
        foreach (Degrees operand in call.Operands)
        {
            // Even a tensor of zeros may have its size from it.
            broken = broken.Union(operand.Broken.Except(absorbed));
        }

        foreach (Degrees selector in call.Selectors)
        {
            Break(selector, "it chooses elements for ", call.Entry.Name);
            broken = broken.Union(selector.Broken);
        }

        result = new OperationResult(Finished(result.Main), result.Second is { } second ? Finished(second) : null);
        applied(call, result.Main);
        return result;
    }

    private OperationResult Dispatch(OperationCall call)
    {
        IReadOnlyList<Degrees> operands = call.Operands;
        string name = call.Entry.Name;
        if (operands.Count == 0)
        {
            return new OperationResult(Create(call));
        }

        Degrees x = operands[0];
        if (MakesIntegers(call))
        {
            foreach (Degrees operand in operands)
            {
                DegreeZero(operand, "a cast to an integer type");
            }

            return new OperationResult(DegreeZero(x, name), Degrees.Constant);
        }

        if (call.Entry.Rule is >= OperationRule.BatchNorm and <= OperationRule.CosineSimilarity && HasLargeEps(call))
        {
            foreach (Degrees operand in operands)
            {
                DegreeZero(operand, name + " with an ε that is not small");
            }

            return new OperationResult(Degrees.Constant);
        }

        switch (call.Entry.Rule)
        {
            case OperationRule.Identity:
                return new OperationResult(x with { IsEps = false });
            case OperationRule.Copy:
                return new OperationResult(x with { IsEps = false, Storage = NewStorage() });
            case OperationRule.Negate:
                return new OperationResult(Negate(x));
            case OperationRule.Elementwise:
                return new OperationResult(Elementwise(x, call.Entry.Factor, call.Entry.IsNonNegative, name));
            case OperationRule.ReduceOrder when operands.Count == 2:
                return new OperationResult(Extremum(x, operands[1], name));
            case OperationRule.ReduceLinear or OperationRule.ReduceOrder or OperationRule.OrderStatistic or OperationRule.ReduceNorm or OperationRule.ReduceCentered:
                return new OperationResult(Reduce(call), SecondOfReduction(call));
            case OperationRule.ReduceProduct:
                return new OperationResult(ReduceProduct(call));
            case OperationRule.ScanLinear:
                return new OperationResult(ScanLinear(call));
            case OperationRule.Order:
                return Order(call);
            case >= OperationRule.Permute and <= OperationRule.Spread:
                return new OperationResult(Shape(call));
            case OperationRule.Product:
                return new OperationResult(operands.Count > 1 ? Product(x, operands[1], name) : DegreeZero(x, name));
            case OperationRule.Contraction:
                return new OperationResult(Matmul(call));
            case OperationRule.Affine:
                return new OperationResult(Affine(call));
            case OperationRule.Convolution or OperationRule.TransposedConvolution:
                return new OperationResult(Convolution(call));
            case OperationRule.Bilinear:
                return new OperationResult(Bilinear(call));
            case OperationRule.Lookup:
                return new OperationResult(Lookup(call));
            case OperationRule.Quotient when operands.Count == 2:
                return new OperationResult(Quotient(call));
            case OperationRule.Power:
                return new OperationResult(Power(call));
            case OperationRule.Sum when operands.Count == 2:
                // x.add(y, alpha: a) adds a·y, of which nothing is known but its degree.
                return new OperationResult(Sum(x, call.IsAbsent(OptionNames.Multiplier) ? operands[1] : Negate(operands[1]), name));
            case OperationRule.Difference when operands.Count == 2:
                return new OperationResult(Sum(x, Negate(operands[1]), name, isDifference: true));
            case OperationRule.Extremum when operands.Count == 2:
                return new OperationResult(Extremum(x, operands[1], name));
            case OperationRule.Where when operands.Count == 2:
                return new OperationResult(Where(x, operands[1]));
            case OperationRule.MaskedFill:
                return new OperationResult(MaskedFill(call));
            case OperationRule.Stack:
                return new OperationResult(Stack(call));
            case OperationRule.Concatenate:
                return new OperationResult(Concatenate(call));
            case OperationRule.Compare:
                return new OperationResult(Compare(call));
            case OperationRule.Clamp:
                return new OperationResult(Clamp(call));
            case OperationRule.PiecewiseLinear when operands.Count == 2:
                Break(operands[1], "a slope: the function is not homogeneous in it", "");
                return new OperationResult(Elementwise(x, Rational.One, nonNegative: false, name));
            case OperationRule.BatchNorm:
                return new OperationResult(BatchNorm(call));
            case OperationRule.InstanceNorm:
                return new OperationResult(InstanceNorm(call));
            case OperationRule.LayerNorm or OperationRule.GroupNorm:
                return new OperationResult(LayerNorm(call));
            case OperationRule.Normalize:
                return new OperationResult(Normalize(call));
            case OperationRule.CosineSimilarity:
                return new OperationResult(CosineSimilarity(call));
            case OperationRule.MaxPool or OperationRule.AveragePool or OperationRule.AdaptiveAverage or OperationRule.Resample:
                return new OperationResult(Pool(call));
            case OperationRule.Pad:
                return new OperationResult(Pad(call));
            case OperationRule.Dropout:
                return new OperationResult(Dropout(x, AxisSets.All, IsInPlace(call), name));
            case OperationRule.ChannelDropout:
                return new OperationResult(Dropout(x, SampleAndChannel, IsInPlace(call), name));
            case OperationRule.Detach:
                Break(x, name, " cuts the gradient");
                return new OperationResult(x with { Components = ComponentMap.Empty });
            case OperationRule.Metadata or OperationRule.Zeros or OperationRule.Constant or OperationRule.Full or OperationRule.Initialize:
                return new OperationResult(Create(call));
            default:
                foreach (Degrees operand in operands)
                {
                    DegreeZero(operand, name);
                }

                return new OperationResult(DegreeZero(x, name));
        }
    }

    private static bool IsInPlace(OperationCall call) => call.Flag(new[] { "inplace" }, false) is not false;

    /// <summary>Tensors made from nothing but numbers and shapes.</summary>
    private Degrees Create(OperationCall call)
    {
        bool isZero = call.Entry.Rule is OperationRule.Zeros
            || (call.Entry.Rule is OperationRule.Full && call.Number(OptionNames.FillValue) is 0 or double.NegativeInfinity);
        Degrees made = (isZero ? Degrees.AnyDegree : Degrees.Constant) with { Storage = NewStorage() };
        if (call.Entry.Rule is OperationRule.Full && call.Option(OptionNames.FillValue) is NumberValue number)
        {
            Degrees scalar = Degrees.Scalar(number);
            made = made with { IsEps = scalar.IsEps, IsOpen = scalar.IsOpen, IsNonNegative = scalar.IsNonNegative };
            made = call.Option(OptionNames.Sizes) is null && call.Operands.Count == 0 ? made with { Ranks = RankSet.Scalar, Varies = AxisSets.None } : made;
        }

        EquatableArray<Value> sizes = call.Option(OptionNames.Sizes) is ArrayOption array ? array.Items
            : call.Option(OptionNames.Sizes) is NumberValue one ? EquatableArray.Create<Value>(one)
            : call.Option(OptionNames.Sizes) is TupleValue tuple ? tuple.Items
            : OptionNames.SizeByAxis.Where(name => call.Option(new[] { name }) is not null).Select(name => call.Option(new[] { name })!).ToEquatableArray();
        if (call.Operands.Count > 0 || sizes.Count is 0 or > AxisSets.MaxRank)
        {
            return sizes.Count == 0 && call.Operands.Count == 0 && call.Option(OptionNames.Scalar) is not null ? made with { Ranks = RankSet.Scalar, Varies = AxisSets.None } : made;
        }

        int axes = 0;
        for (int i = 0; i < sizes.Count; i++)
        {
            axes |= OperationCall.AsDouble(sizes[i]) is 1 ? 0 : 1 << i;
        }

        return made with { Ranks = RankSet.Of(sizes.Count), Varies = AxisSets.None.With(sizes.Count, axes) };
    }

    /// <summary>Whether the result is of an integer type (sum(0) is: the literal is taken for the type): it rounds.</summary>
    private static bool MakesIntegers(OperationCall call) => call.Number(OptionNames.Type) is (>= 0 and <= 4) or (>= 11 and <= 14);

    private static readonly OperationEntry Mean = new("mean", OperationRule.ReduceLinear, Rational.One);

    private Degrees? SecondOfReduction(OperationCall call)
    {
        // The mean beside a variance; the places beside a maximum are the same for every scale.
        return call.Entry.Rule is OperationRule.ReduceCentered && call.Entry.Name.Contains("mean")
            ? Reduce(call.As(Mean))
            : Degrees.Constant;
    }
}
