namespace RegSpec;

/// <summary>What the solvers share of one problem, each part computed when first asked for. Not thread-safe.</summary>
internal sealed class RidgeData
{
    private readonly bool intercept;
    private readonly FeatureScaling[] scaling;
    private readonly double[] factors;
    private Moments? moments;
    private ColumnSummary? summary;
    private Standardization? columns;
    private UnitGram? gram;
    private RidgeSpectrum? rowSpectrum;
    private RidgeSpectrum? unitSpectrum;
    private RidgeSpectrum? gramSpectrum;
    private RidgeSpectrum? pathSpectrum;
    private RidgeData? balanced;

    public RidgeData(
        DesignRows? rows, Moments? moments, int features, int targets, ColumnNames names, bool intercept, FeatureScaling[] scaling, double[] factors, PowerUnits? units = null)
    {
        Rows = rows?.Count < features ? rows.Packed() : rows;
        this.moments = moments;
        FeatureCount = features;
        TargetCount = targets;
        Names = names;
        this.intercept = intercept;
        this.scaling = scaling;
        this.factors = factors;
        Units = units ?? PowerUnits.One(features + targets);
        balanced = units is null ? null : this;
    }

    /// <summary>Whether every row has the weight 1, in the user's units.</summary>
    public bool HasUnitWeights => Units.Weight == 0 && Summary.UnitWeights;

    /// <summary>The units of columns and weights.</summary>
    public PowerUnits Units { get; }

    /// <summary>The same problem in units that keep squares and products in range: solvers work on this one. Itself where all is of ordinary size.</summary>
    public RidgeData Balanced => balanced ??= MakeBalanced();

    /// <summary>The balanced problem for targets in these units: for what does not depend on the unit of a target.</summary>
    public RidgeData WithBalancedTargets => new(Rows, moments, FeatureCount, TargetCount, Names, intercept, scaling, factors, Units.WithoutTargets(FeatureCount));

    /// <summary>The rows, or null when only their moments are known. Wide ones lie in memory as doubles, for many passes.</summary>
    public DesignRows? Rows { get; }

    public int FeatureCount { get; }

    public int TargetCount { get; }

    public ColumnNames Names { get; }

    /// <summary>Fewer rows than features, so that n × n systems are the smaller ones.</summary>
    public bool IsWide => Rows is not null && Rows.Count < FeatureCount;

    public Moments Moments => moments ??= CheckedMoments();

    public ColumnSummary Summary => summary ??= MakeSummary();

    public Standardization Columns => columns ??= new Standardization(Summary, FeatureCount, intercept, scaling, factors, Units);

    public UnitGram Gram => gram ??= new UnitGram(Moments, Columns, TargetCount);

    /// <summary>The most accurate spectrum there is: from the rows, without rows from the products.</summary>
    public RidgeSpectrum RowSpectrum => rowSpectrum ??= Rows is null ? PathSpectrum : SpectrumBuilder.FromRows(Rows, Columns, Columns.Penalty);

    /// <summary>As <see cref="RowSpectrum"/> but of unit columns, whatever the penalty factors are.</summary>
    public RidgeSpectrum UnitSpectrum => unitSpectrum ??= MakeUnitSpectrum();

    /// <summary>Eigenvalues of the products.</summary>
    public RidgeSpectrum GramSpectrum => gramSpectrum ??= SpectrumBuilder.FromGram(Gram, Columns.Penalty);

    /// <summary>The cheapest spectrum that is accurate: eigenvalues of the smaller of the two product matrices, unless they spread so far that only the rows resolve them.</summary>
    public RidgeSpectrum PathSpectrum => pathSpectrum ??= MakePathSpectrum();

    /// <summary>X̂ᵀSy of a target.</summary>
    public double[] CrossProducts(int target)
    {
        if (!IsWide)
        {
            return Gram.Cross[target];
        }

        ResidualSums sums = new ResidualPass(Rows!).Run(target, new DoubleDouble[FeatureCount], intercept ? Summary.Mean[FeatureCount + target] : DoubleDouble.Zero);
        return Array.ConvertAll(Columns.Active, j => ((sums.Gradient[j] - Columns.Mean[j] * sums.Sum) / Columns.Deviation[j]).Value);
    }

    /// <summary>√s(y − ȳ) of wide rows, n values.</summary>
    public double[] CentredTargets(int target)
    {
        DoubleDouble mean = intercept ? Summary.Mean[FeatureCount + target] : DoubleDouble.Zero;
        RowBlock block = Rows!.Read(0, (int)Rows.Count, new BlockBuffer());
        double[] centred = new double[block.Rows];
        for (int i = 0; i < centred.Length; i++)
        {
            centred[i] = Math.Sqrt(block.Weight(i)) * ((block.Targets(i, TargetCount)[target] - mean.Hi) - mean.Lo);
        }

        return centred;
    }

    /// <summary>The same treatment of columns for other rows.</summary>
    public RidgeData With(DesignRows? rows, Moments? otherMoments) => new(rows, otherMoments, FeatureCount, TargetCount, Names, intercept, scaling, factors, Units);

    /// <summary>Whether each feature is standardised.</summary>
    public bool[] IsScaled => Array.ConvertAll(scaling, scale => scale == FeatureScaling.Standardize);

    /// <summary>f, in the units of this problem.</summary>
    public double[] Factors => factors;

    /// <summary>The same columns under other penalty factors, each feature times a factor of its own, for a problem with a watch of its own.</summary>
    public RidgeData Changed(double[] otherFactors, double[]? times, RidgeWatch watch)
    {
        DesignRows? rows = Rows is WatchedRows watched ? watched.Unwatched : Rows;
        return new(
            rows is null ? null : new WatchedRows(times is null ? rows : new RescaledRows(rows, times), watch), times is null ? moments : Rows is null ? moments!.Times(times) : null,
            FeatureCount, TargetCount, Names, intercept, scaling, otherFactors);
    }

    private RidgeData MakeBalanced()
    {
        ColumnSummary given = Summary;
        if (PowerUnits.Of(given.Minimum, given.Maximum, given.WeightSum / given.Count) is not { } units)
        {
            return this;
        }

        double[] scaled = Array.ConvertAll(factors, factor => Math.ScaleB(factor, -units.Weight));
        return new(Rows is null ? null : new ScaledRows(Rows, units), moments?.In(units), FeatureCount, TargetCount, Names, intercept, scaling, scaled, units);
    }

    private RidgeSpectrum MakeUnitSpectrum()
    {
        double[] ones = Enumerable.Repeat(1.0, Columns.Active.Length).ToArray();
        return Rows is null ? SpectrumBuilder.FromGram(Gram, ones) : SpectrumBuilder.FromRows(Rows, Columns, ones);
    }

    private RidgeSpectrum MakePathSpectrum()
    {
        if (!IsWide)
        {
            return Rows is null || GramSpectrum.Spread < 1e9 ? GramSpectrum : RowSpectrum;
        }

        return Array.TrueForAll(Columns.Penalty, phi => phi > 0) ? SpectrumBuilder.FromKernel(Rows!, Columns) : RowSpectrum;
    }

    private Moments CheckedMoments()
    {
        Moments result = MomentAccumulator.Of(Rows!, Names);
        DesignArguments.CheckCount(Rows!.Count, result.Count, Names.FeaturesArgument, Names.WeightsArgument);
        return result;
    }

    private ColumnSummary MakeSummary()
    {
        ColumnSummary result = IsWide && moments is null ? ColumnSummary.Of(Rows!, Names, intercept) : ColumnSummary.Of(Moments, intercept);
        DesignArguments.CheckCount(Rows?.Count ?? result.Count, result.Count, Names.FeaturesArgument, Names.WeightsArgument);
        return result;
    }
}
