using System;
using System.Collections.Generic;
using System.Linq;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>The calculus of degrees by operation: finds the rule of each.</summary>
internal sealed class Algebra
{
    private static readonly AxisSets SampleAndChannel = AxisSets.Axis(0) | AxisSets.Axis(1);

    private readonly Action<OperationCall, Degrees> applied;
    private readonly Calculus calculus;
    private readonly Functions functions;
    private readonly Arithmetic arithmetic;
    private readonly Contractions contractions;
    private readonly Windows windows;
    private readonly Norms norms;
    private readonly Reductions reductions;
    private readonly AxisRules axes;
    private readonly Assemblies assemblies;

    /// <param name="calculus">What all rules share.</param>
    /// <param name="applied">Is told every operation and its result.</param>
    public Algebra(Calculus calculus, Action<OperationCall, Degrees> applied)
    {
        this.calculus = calculus;
        this.applied = applied;
        functions = new Functions(calculus);
        arithmetic = new Arithmetic(calculus, functions);
        contractions = new Contractions(calculus, arithmetic);
        windows = new Windows(calculus);
        norms = new Norms(calculus);
        reductions = new Reductions(calculus);
        axes = new AxisRules(calculus);
        assemblies = new Assemblies(calculus, axes);
    }

    /// <summary>Applies an operation by its table entry.</summary>
    public OperationResult Apply(OperationCall call)
    {
        calculus.Begin();
        OperationResult result = Dispatch(call);
        foreach (Degrees operand in call.Operands)
        {
            // Even a tensor of zeros may have its size from it.
            calculus.Take(operand.Broken);
        }

        foreach (Degrees selector in call.Selectors)
        {
            calculus.Break(selector, "it chooses elements for ", call.Entry.Name);
            calculus.Broken = calculus.Broken.Union(selector.Broken);
        }

        result = new OperationResult(calculus.Finished(result.Main), result.Second is { } second ? calculus.Finished(second) : null);
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
            Degrees integers = DegreeZero(operands, "a cast to an integer type");
            return new OperationResult(call.Entry.Rule is OperationRule.Identity ? integers with { Storage = x.Storage } : integers, Degrees.Constant);
        }

        if (call.Entry.Rule is >= OperationRule.BatchNorm and <= OperationRule.CosineSimilarity && Norms.HasLargeEps(call))
        {
            DegreeZero(operands, name + " with an ε that is not small");
            return new OperationResult(Degrees.Constant);
        }

        switch (call.Entry.Rule)
        {
            case OperationRule.Identity:
                return new OperationResult(x with { IsEps = false });
            case OperationRule.Copy:
                return new OperationResult(x with { IsEps = false, Storage = calculus.NewStorage() });
            case OperationRule.Negate:
                return new OperationResult(functions.Negate(x));
            case OperationRule.Elementwise:
                return new OperationResult(functions.Elementwise(x, call.Entry.Factor, call.Entry.IsNonNegative, name));
            case OperationRule.ReduceOrder when operands.Count == 2:
                return new OperationResult(arithmetic.Extremum(x, operands[1], name));
            case OperationRule.ReduceLinear or OperationRule.ReduceOrder or OperationRule.OrderStatistic or OperationRule.ReduceNorm or OperationRule.ReduceCentered:
                return new OperationResult(reductions.Reduce(call), reductions.SecondOfReduction(call));
            case OperationRule.ReduceProduct:
                return new OperationResult(reductions.ReduceProduct(call));
            case OperationRule.ScanLinear:
                return new OperationResult(reductions.ScanLinear(call));
            case OperationRule.Order:
                return reductions.Order(call);
            case >= OperationRule.Permute and <= OperationRule.Spread:
                return new OperationResult(axes.Shape(call));
            case OperationRule.Product:
                return new OperationResult(operands.Count > 1 ? arithmetic.Product(x, operands[1], name) : calculus.DegreeZero(x, name));
            case OperationRule.Contraction:
                return new OperationResult(contractions.Matmul(call));
            case OperationRule.AddedContraction when operands.Count == 3:
                return new OperationResult(contractions.Added(call));
            case OperationRule.Affine:
                return new OperationResult(contractions.Affine(call));
            case OperationRule.Convolution or OperationRule.TransposedConvolution:
                return new OperationResult(contractions.Convolution(call));
            case OperationRule.Bilinear:
                return new OperationResult(contractions.Bilinear(call));
            case OperationRule.Lookup:
                return new OperationResult(contractions.Lookup(call));
            case OperationRule.Quotient when operands.Count == 2:
                return new OperationResult(arithmetic.Quotient(call));
            case OperationRule.Power:
                return new OperationResult(functions.Power(call));
            case OperationRule.Sum when operands.Count == 2:
                // x.add(y, alpha: a) adds a·y, of which nothing is known but its degree.
                return new OperationResult(arithmetic.Sum(x, call.IsAbsent(OptionNames.Multiplier) ? operands[1] : functions.Negate(operands[1]), name));
            case OperationRule.Difference when operands.Count == 2:
                return new OperationResult(arithmetic.Sum(x, functions.Negate(operands[1]), name, isDifference: true));
            case OperationRule.Extremum when operands.Count == 2:
                return new OperationResult(arithmetic.Extremum(x, operands[1], name));
            case OperationRule.Where when operands.Count == 2:
                return new OperationResult(assemblies.Where(x, operands[1]));
            case OperationRule.MaskedFill:
                return new OperationResult(functions.MaskedFill(call));
            case OperationRule.Stack:
                return new OperationResult(assemblies.Stack(call));
            case OperationRule.Concatenate:
                return new OperationResult(assemblies.Concatenate(call));
            case OperationRule.Compare:
                return new OperationResult(functions.Compare(call));
            case OperationRule.Clamp:
                return new OperationResult(functions.Clamp(call));
            case OperationRule.PiecewiseLinear when operands.Count == 2:
                calculus.Break(operands[1], "a slope: the function is not homogeneous in it", "");
                return new OperationResult(functions.Elementwise(x, Rational.One, nonNegative: false, name));
            case OperationRule.BatchNorm:
                return new OperationResult(norms.BatchNorm(call));
            case OperationRule.InstanceNorm:
                return new OperationResult(norms.InstanceNorm(call));
            case OperationRule.LayerNorm or OperationRule.GroupNorm:
                return new OperationResult(norms.LayerNorm(call));
            case OperationRule.Normalize:
                return new OperationResult(norms.Normalize(call));
            case OperationRule.CosineSimilarity:
                return new OperationResult(norms.CosineSimilarity(call));
            case OperationRule.MaxPool or OperationRule.AveragePool or OperationRule.AdaptiveAverage or OperationRule.Resample:
                return new OperationResult(windows.Pool(call));
            case OperationRule.Pad:
                return new OperationResult(windows.Pad(call));
            case OperationRule.Dropout:
                return new OperationResult(functions.Dropout(x, AxisSets.All, IsInPlace(call), name));
            case OperationRule.ChannelDropout:
                return new OperationResult(functions.Dropout(x, SampleAndChannel, IsInPlace(call), name));
            case OperationRule.Detach:
                calculus.Break(x, name, " cuts the gradient");
                return new OperationResult(x with { Components = ComponentMap.Empty });
            case OperationRule.Metadata or OperationRule.Zeros or OperationRule.Constant or OperationRule.Full or OperationRule.Initialize:
                return new OperationResult(Create(call));
            case OperationRule.DegreeZero:
                return new OperationResult(DegreeZero(operands, name));
            default:
                // Whatever else it is, it may return what it was given.
                return new OperationResult(DegreeZero(operands, name) with { Storage = x.Storage });
        }
    }

    /// <summary>A result of degree 0 of all operands, which is as the first one in all else.</summary>
    private Degrees DegreeZero(IReadOnlyList<Degrees> operands, string name)
    {
        foreach (Degrees operand in operands)
        {
            calculus.DegreeZero(operand, name);
        }

        return calculus.DegreeZero(operands[0], name);
    }

    private static bool IsInPlace(OperationCall call) => call.Flag(OptionNames.InPlace, false) is not false;

    /// <summary>Tensors made from nothing but numbers and shapes.</summary>
    private Degrees Create(OperationCall call)
    {
        bool isZero = call.Entry.Rule is OperationRule.Zeros
            || (call.Entry.Rule is OperationRule.Full && call.Number(OptionNames.FillValue) is 0 or double.NegativeInfinity);
        Degrees made = (isZero ? Degrees.AnyDegree : Degrees.Constant) with { Storage = calculus.NewStorage() };
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

    /// <summary>A tensor of which some elements have been replaced by those of another.</summary>
    public Degrees Overwritten(Degrees old, Degrees part) => assemblies.Overwritten(old, part);
}
