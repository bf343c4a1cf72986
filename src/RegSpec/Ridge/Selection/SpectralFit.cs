namespace RegSpec;

/// <summary>One target in the coordinates of a spectrum: everything about any λ costs O(p) from here.</summary>
internal sealed class SpectralFit
{
    /// <summary>Relative size of RSS below which its difference of sums has lost too much.</summary>
    private const double SmallResidual = 1e-6;

    private readonly RidgeData data;
    private readonly int target;
    private readonly double residual;

    public SpectralFit(RidgeData data, int target)
    {
        this.data = data;
        this.target = target;
        Spectrum = data.PathSpectrum;
        double deviation = data.Summary.Deviation[data.FeatureCount + target];
        TotalSquares = data.Columns.WeightSum * deviation * deviation;
        if (Spectrum is KernelSpectrum kernel)
        {
            (Projection, residual) = kernel.ProjectTarget(data.CentredTargets(target));
            return;
        }

        Projection = Spectrum.Project(data.CrossProducts(target));
        double[] filter = Spectrum.Filter(0);
        double explained = 0;
        for (int k = 0; k < filter.Length; k++)
        {
            explained += Projection[k] * Projection[k] * filter[k];
        }

        residual = Math.Max(TotalSquares - explained, 0);
        if (residual < SmallResidual * TotalSquares && data.Rows is not null)
        {
            residual = ResidualOfRows(filter);
        }
    }

    public RidgeSpectrum Spectrum { get; }

    /// <summary>Bᵀ X̂ᵀSy.</summary>
    public double[] Projection { get; }

    /// <summary>Σs(y − ȳ)².</summary>
    public double TotalSquares { get; }

    /// <summary>A weighted sum of squares of the target in the user's units; infinite or 0 where that leaves the range of a double.</summary>
    public double SumInUnits(double sum) => Math.ScaleB(sum, 2 * TargetUnit + data.Units.Weight);

    /// <summary>A mean of squares of the target in the user's units, likewise.</summary>
    public double MeanInUnits(double mean) => Math.ScaleB(mean, 2 * TargetUnit);

    /// <summary>A log evidence for the user's units.</summary>
    public double EvidenceInUnits(double evidence) => evidence - Left * TargetUnit * Math.Log(2);

    private int TargetUnit => data.Units.Column(data.FeatureCount + target);

    /// <summary>Rows less the intercept.</summary>
    private double Left => data.Columns.Intercept ? data.Columns.Count - 1 : data.Columns.Count;

    public double DegreesOfFreedom(double lambda) => Spectrum.DegreesOfFreedom(lambda);

    /// <summary>RSS(λ) = RSS(0) + Σ (λ/(d + λ))² q²/d.</summary>
    public double ResidualSquares(double lambda)
    {
        double[] filter = Spectrum.Filter(lambda);
        double[] free = Spectrum.Filter(0);
        double sum = residual;
        for (int k = Spectrum.Unpenalised; k < filter.Length; k++)
        {
            double lost = lambda * filter[k] * Projection[k];
            sum += lost * lost * free[k];
        }

        return sum;
    }

    public double Gcv(double lambda) => SolutionBuilder.GeneralizedCrossValidation(data.Columns, ResidualSquares(lambda), Left - DegreesOfFreedom(lambda));

    public double MassGcv(double lambda)
    {
        double left = data.Columns.Count - DegreesOfFreedom(lambda);
        return left > 1e-9 * data.Columns.Count ? ResidualSquares(lambda) / (left * left) : double.NaN;
    }

    /// <summary>−½[(n − 1) ln(2πσ̂²) + n − 1 + Σ ln(1 + d/λ) + ln n], σ̂² = (RSS + λ‖w‖²)/(n − 1); without an intercept n for n − 1 and no ln n.</summary>
    public double LogEvidence(double lambda)
    {
        if (!data.HasUnitWeights || Spectrum.Unpenalised > 0)
        {
            return double.NaN;
        }

        if (lambda == 0)
        {
            return double.NegativeInfinity;
        }

        double[] filter = Spectrum.Filter(lambda);
        double squares = ResidualSquares(lambda);
        double determinant = 0;
        for (int k = 0; k < filter.Length; k++)
        {
            double coefficient = Projection[k] * filter[k];
            squares += lambda * coefficient * coefficient;
            determinant += Math.Log(1 + Math.Max(Spectrum.Values[k], 0) / lambda);
        }

        double evidence = Left * Math.Log(2 * Math.PI * squares / Left) + Left + determinant;
        return -0.5 * (data.Columns.Intercept ? evidence + Math.Log(data.Columns.Count) : evidence);
    }

    /// <summary>Filter times projection: the coordinates of the solution.</summary>
    public double[] Coordinates(double lambda)
    {
        double[] filter = Spectrum.Filter(lambda);
        for (int k = 0; k < filter.Length; k++)
        {
            filter[k] *= Projection[k];
        }

        return filter;
    }

    /// <summary>What costs O(p) is computed at once, coefficients and the refined solution when they are asked for.</summary>
    public RidgePathPoint Point(double lambda) => new(() => PathCoefficients.Of(this, data, target, lambda), () => RidgeSolver.Solve(data, [target], lambda)[0])
    {
        Lambda = lambda,
        DegreesOfFreedom = DegreesOfFreedom(lambda),
        ResidualSumOfSquares = SumInUnits(ResidualSquares(lambda)),
        GeneralizedCrossValidation = MeanInUnits(Gcv(lambda)),
        GeneralizedCrossValidationOfMass = SumInUnits(MassGcv(lambda)),
        LogEvidence = EvidenceInUnits(LogEvidence(lambda)),
    };

    private double ResidualOfRows(double[] filter)
    {
        double[] coordinates = new double[filter.Length];
        for (int k = 0; k < filter.Length; k++)
        {
            coordinates[k] = filter[k] * Projection[k];
        }

        double[] unit = new double[data.Columns.Active.Length];
        Spectrum.Expand(coordinates, unit);
        RefinedCoefficients coefficients = new(data.Columns, data.Summary.Mean[data.FeatureCount + target]);
        coefficients.Add(unit, data.Columns);
        return new ResidualPass(data.Rows!).Run(target, coefficients.Beta, coefficients.Intercept).Squares;
    }
}
