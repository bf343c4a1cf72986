using TorchSharp;

namespace RegSpec.Benchmarks.Ridge;

/// <summary>
/// The least that an analysis adds to the path, timed alone in the same run: its matrix products, by libtorch on all cores, over blocks that stay in cache and
/// hold ones. Nothing is read, standardised or written but what a product needs, so no implementation of the same products takes less.
/// </summary>
internal static class AnalysisLimits
{
    /// <summary>Begins the name of a task of the worker.</summary>
    public const string Verb = "products of ";

    private const int BlockRows = 1024;

    /// <summary>Whether the products are known; what has none adds sums over the spectrum only.</summary>
    public static bool IsKnown(string analysis, RidgeShape shape) => Of(analysis, shape.Rows, shape.Features, 1) is not null;

    /// <summary>10⁹ additions and multiplications.</summary>
    public static double Work(string analysis, RidgeShape shape) =>
        Of(analysis, shape.Rows, shape.Features, shape.Lambdas.Length) is { } products ? 2e-9 * products.Points * products.Directions * (products.Basis + products.Linear + products.Quadratic) : 0;

    /// <summary>Does the products.</summary>
    public static double[] Run(string analysis, int rows, int features, int lambdas)
    {
        (int points, int directions, int basis, int linear, int quadratic) = Of(analysis, rows, features, lambdas) ?? throw new ArgumentException($"analysis: of '{analysis}' no products are known.", nameof(analysis));
        using torch.Tensor block = torch.ones(BlockRows, directions, torch.ScalarType.Float64);
        using torch.Tensor square = torch.ones(directions, directions, torch.ScalarType.Float64);
        using torch.Tensor columns = torch.ones(directions, Math.Max(linear, 1), torch.ScalarType.Float64), filters = torch.ones(directions, Math.Max(quadratic, 1), torch.ScalarType.Float64);
        double sum = 0;
        for (int start = 0; start < points; start += BlockRows)
        {
            using var scope = torch.NewDisposeScope();
            torch.Tensor some = block.narrow(0, 0, Math.Min(BlockRows, points - start));
            torch.Tensor coordinates = basis > 0 ? some.mm(square) : some;
            sum += linear > 0 ? coordinates.mm(columns).shape[0] : 0;
            sum += quadratic > 0 ? coordinates.square().mm(filters).shape[0] : 0;
        }

        return [sum];
    }

    /// <summary>Points with their directions; how many columns the basis has, and how many products and sums of squares follow for each point.</summary>
    private static (int Points, int Directions, int Basis, int Linear, int Quadratic)? Of(string analysis, int rows, int features, int lambdas)
    {
        int directions = Math.Min(rows, features);
        bool wide = rows < features;
        return analysis switch
        {
            AnalysisTasks.Coefficients or "flow" or "descent" => (features, directions, 0, lambdas, 0),
            "posterior" => (features, directions, wide ? directions : 0, 0, lambdas),
            "derivatives" => (features, directions, wide ? directions : 0, 2 * lambdas, lambdas),
            AnalysisTasks.Floor => (rows, directions, wide ? 0 : directions, 1, 3),
            "leverages" => (rows, directions, wide ? 0 : directions, lambdas, 3 * lambdas),
            _ => null,
        };
    }
}
