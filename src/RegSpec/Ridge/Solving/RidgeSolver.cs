namespace RegSpec;

/// <summary>One ridge fit: chooses the factorisation by shape and conditioning, solves, refines, reports.</summary>
internal static class RidgeSolver
{
    private const int CholeskySteps = 5;
    private const int OrthogonalSteps = 12;

    /// <summary>Singular values below this share are given up where refinement does not converge with them: what they would fit is below the tolerance of a solution.</summary>
    private const double CoarseCut = 1e-9;

    /// <summary>Fits some targets at one λ, with one factorisation for all.</summary>
    public static RidgeSolution[] Solve(RidgeData data, int[] targets, double lambda)
    {
        Standardization columns = data.Columns;
        double[] penalties = columns.Penalties(lambda);
        RidgeSolution[] solutions = new RidgeSolution[targets.Length];
        using RidgeSystem? system = Factorize(data, lambda);
        ConditionNumbers condition = ConditionNumbers.Of(data, system, lambda);
        EffectiveDimension? dimension = lambda > 0 ? EffectiveDimension.Of(data, system, lambda) : null;
        for (int i = 0; i < targets.Length; i++)
        {
            solutions[i] = SolveTarget(data, system, condition, dimension, penalties, targets[i], lambda);
        }

        return solutions;
    }

    /// <summary>A factorisation for one λ; null where no feature varies.</summary>
    public static RidgeSystem? Factorize(RidgeData data, double lambda)
    {
        Standardization columns = data.Columns;
        if (columns.Active.Length == 0)
        {
            return null;
        }

        double[] penalties = columns.Penalties(lambda);
        RidgeSystem? system = null;
        if (!data.IsWide)
        {
            system = CholeskySystem.TryCreate(data.Gram, penalties, columns);
        }
        else if (lambda > 0 && !Standardization.AreHeld(penalties) && Array.TrueForAll(columns.Penalty, phi => phi > 0))
        {
            system = DualSystem.TryCreate(data.Rows!, columns, lambda);
        }

        return system ?? (Standardization.AreHeld(penalties) && data.Rows is { } rows ? new AugmentedSystem(rows, columns, penalties) : Orthogonal(data, lambda));
    }

    /// <summary>The orthogonal factorisation of the rows, or of the products where there are no rows. At λ = 0 the solution of full rank does not depend on F, so unit columns decide the rank.</summary>
    private static SpectralSystem Orthogonal(RidgeData data, double lambda)
    {
        RidgeSpectrum? spectrum = lambda == 0 ? data.UnitSpectrum : null;
        return new SpectralSystem(spectrum?.DataRank == data.Columns.Active.Length ? spectrum : data.RowSpectrum, lambda);
    }

    private static RidgeSolution SolveTarget(RidgeData data, RidgeSystem? system, ConditionNumbers condition, EffectiveDimension? dimension, double[] penalties, int target, double lambda)
    {
        Standardization columns = data.Columns;
        int y = columns.FeatureCount + target;
        bool constant = columns.Intercept
            ? data.Summary.Minimum[y] == data.Summary.Maximum[y]
            : data.Summary.Minimum[y] == 0 && data.Summary.Maximum[y] == 0;
        if (system is null || constant)
        {
            return WithoutFeatures(data, system, condition, dimension ?? EffectiveDimension.Of(data, system, lambda), target, lambda, constant);
        }

        RefinedCoefficients? refined = null;
        RidgeAlgorithm algorithm = system.Algorithm;
        RidgeSystem used = system;
        if (data.Rows is { } rows)
        {
            bool orthogonal = algorithm == RidgeAlgorithm.Orthogonal;
            refined = Refine(data, rows, system, penalties, lambda, target, orthogonal ? null : Start(data, system, target));
            for (int resort = Standardization.AreHeld(penalties) ? 3 : 1; refined is null; resort++)
            {
                used = Resort(resort, data, rows, penalties, lambda);
                algorithm = used.Algorithm;
                refined = Refine(data, rows, used, penalties, lambda, target, start: null);
            }

            if (lambda > 0)
            {
                refined.AddScaleRounding(used, penalties, columns);
            }
        }
        else
        {
            refined = FromProducts(data, system, condition, penalties, target);
        }

        return SolutionBuilder.Build(data, target, lambda, refined, algorithm, condition, dimension ?? EffectiveDimension.Of(data, used, lambda), used.Rank);
    }

    /// <summary>The systems to try where refinement does not converge with the first: each gives up more directions, or another metric.</summary>
    private static RidgeSystem Resort(int resort, RidgeData data, DesignRows rows, double[] penalties, double lambda) => resort switch
    {
        1 => Orthogonal(data, lambda),
        2 => new SpectralSystem(SpectrumBuilder.FromRows(rows, data.Columns, data.Columns.Penalty, CoarseCut), lambda),
        3 => new AugmentedSystem(rows, data.Columns, penalties),
        _ => throw new ArithmeticException("The features are too ill-conditioned to be solved; use a larger lambda, or remove collinear features."),
    };

    private static RefinedCoefficients? Refine(RidgeData data, DesignRows rows, RidgeSystem system, double[] penalties, double lambda, int target, double[]? start) =>
        Refinement.Run(
            new ResidualPass(rows), data.Columns, system, penalties, lambda, target, data.Summary.Mean[data.Columns.FeatureCount + target], start,
            start is null ? OrthogonalSteps : CholeskySteps, system.Algorithm == RidgeAlgorithm.Orthogonal);

    /// <summary>A first solution by the factorisation.</summary>
    private static double[] Start(RidgeData data, RidgeSystem system, int target)
    {
        if (system is DualSystem dual)
        {
            return dual.Fit(data.CentredTargets(target));
        }

        double[] start = new double[data.Columns.Active.Length];
        system.Solve(data.Gram.Cross[target], start);
        return start;
    }

    /// <summary>Without rows nothing can be refined: the error is what the conditioning allows.</summary>
    private static RefinedCoefficients FromProducts(RidgeData data, RidgeSystem system, ConditionNumbers condition, double[] penalties, int target)
    {
        Standardization columns = data.Columns;
        double[] unit = new double[columns.Active.Length];
        system.Solve(data.Gram.Cross[target], unit);
        RefinedCoefficients coefficients = new(columns, data.Summary.Mean[columns.FeatureCount + target]);
        coefficients.Add(unit, columns);
        coefficients.Assume(unit, 10 * 2.2e-16 * condition.Unit, Squares(data.Gram, penalties, target, unit));
        return coefficients;
    }

    /// <summary>Σs(y − Xw)² = y'y − w'X'y − w'(X'y − Ĝw), where the last bracket is λΦw.</summary>
    private static double Squares(UnitGram gram, double[] penalties, int target, double[] unit)
    {
        double sum = gram.TargetSquares[target];
        for (int k = 0; k < unit.Length; k++)
        {
            sum -= unit[k] * (gram.Cross[target][k] + penalties[k] * unit[k]);
        }

        return Math.Max(sum, 0);
    }

    private static RidgeSolution WithoutFeatures(RidgeData data, RidgeSystem? system, ConditionNumbers condition, EffectiveDimension dimension, int target, double lambda, bool constant)
    {
        Standardization columns = data.Columns;
        int y = columns.FeatureCount + target;
        RefinedCoefficients none = new(columns, constant ? data.Summary.Minimum[y] : data.Summary.Mean[y]);
        double deviation = data.Summary.Deviation[y];
        none.Assume([], 0, constant ? 0 : columns.WeightSum * deviation * deviation);
        return SolutionBuilder.Build(data, target, lambda, none, RidgeAlgorithm.None, condition, dimension, system?.Rank ?? 0);
    }
}
