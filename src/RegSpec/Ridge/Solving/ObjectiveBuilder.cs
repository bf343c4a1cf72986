using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The objective of one fit in the user's standardised columns.</summary>
internal static class ObjectiveBuilder
{
    public static RidgeObjective Build(RidgeData data, int target, double lambda)
    {
        Standardization columns = data.Columns;
        RidgeSolution solution = RidgeSolver.Solve(data, [target], lambda)[0];
        double[] penalties = Array.ConvertAll(columns.Factor, factor => lambda * Math.ScaleB(factor, data.Units.Weight));
        double minimum = solution.ResidualSumOfSquares;
        for (int j = 0; j < penalties.Length; j++)
        {
            minimum += penalties[j] * solution.Coefficients[j] * solution.Coefficients[j];
        }

        Tensor quadratic = data.IsWide ? Rows(data) : Products(data);
        return new RidgeObjective(solution, minimum, quadratic, data.IsWide, penalties, columns.Intercept, Math.ScaleB(columns.WeightSum, data.Units.Weight));
    }

    /// <summary>ZᵀSZ, zero for features that do not vary.</summary>
    private static Tensor Products(RidgeData data)
    {
        Standardization columns = data.Columns;
        int p = data.FeatureCount;
        int[] active = columns.Active;
        double[] spread = Spread(data);
        double[] products = new double[p * p];
        for (int a = 0; a < active.Length; a++)
        {
            for (int b = 0; b < active.Length; b++)
            {
                products[active[a] * p + active[b]] = data.Gram.Products[a * active.Length + b] * spread[a] * spread[b];
            }
        }

        return TensorArrays.ToTensor(products, p, p);
    }

    /// <summary>√S·Z.</summary>
    private static Tensor Rows(RidgeData data)
    {
        Standardization columns = data.Columns;
        int[] order = Enumerable.Range(0, columns.Active.Length).ToArray();
        using Tensor active = RowMatrix.Of(data.Rows!, columns, order, Spread(data), 0, (int)data.Rows!.Count, new BlockBuffer());
        using Tensor places = tensor(Array.ConvertAll(columns.Active, j => (long)j));
        return zeros(data.Rows.Count, data.FeatureCount, ScalarType.Float64).index_copy_(1, places, active);
    }

    /// <summary>σ/sd of the active features, 1 where they are scaled, times the root of the unit of the weights.</summary>
    private static double[] Spread(RidgeData data) =>
        Array.ConvertAll(data.Columns.Active, j => Math.ScaleB(data.Columns.Deviation[j] / data.Columns.Scale[j], data.Units.Weight / 2));
}
