using RegSpec.Semantics.Catalog;

namespace RegSpec.Semantics.Proofs;

/// <summary>Pooling, resampling and padding.</summary>
internal sealed class Windows : DegreeRules
{
    public Windows(Calculus calculus)
        : base(calculus)
    {
    }

    public Degrees Pool(OperationCall call)
    {
        Degrees x = call.Operands[0];
        AxisSets space = AxisSets.Last(call.Entry.SpatialAxes);
        bool isLinear = call.Entry.Rule is OperationRule.AveragePool or OperationRule.AdaptiveAverage or OperationRule.Resample;
        bool bringsZeros = call.Entry.Rule is OperationRule.AveragePool
            && (!(Paddings.PadsNothing(call) || call.Flag(OptionNames.CountsPadding, true) is false) || call.Flag(new[] { "ceil_mode" }, false) is not false);
        AxisSets mixed = call.Entry.SpatialAxes == 0 ? AxisSets.All - AxisSets.Axis(0) - AxisSets.Axis(1) : space;
        ComponentMap components = Transform(
            x,
            c => c.EpsPending || (c.IsCat && !(c.CatAxis & mixed).IsEmpty) || (!isLinear && !(c.Offset & space).IsEmpty) ? null
                : c.HasOffset && bringsZeros ? c.WithOffset(space)
                : c,
            call.Entry.Name);
        return x with { Components = components, IsEps = false, Storage = NewStorage() };
    }

    public Degrees Pad(OperationCall call)
    {
        Degrees x = call.Operands[0];
        if (call.Option(OptionNames.Mode) is { } mode && OperationCall.AsDouble(mode) is not (0 or Paddings.ConstantPadding))
        {
            if (OperationCall.AsDouble(mode) is not { } known || !Paddings.IsSelfPadding(known))
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
}
