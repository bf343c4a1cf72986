using RegSpec;
using static TorchSharp.torch;

namespace Portfolio;

/// <summary>
/// Weights of least variance as a ridge regression. With w = 1/p + Nv, where the columns of N are orthonormal and sum to 0, the weights always sum to 1, and the
/// variance of the portfolio is that of the residuals of the equal portfolio's return regressed on −RN. The penalty λ‖v‖² is λ‖w‖² less a
/// constant: the covariance S becomes S + (λ/n)I, and the weights shrink towards equal ones. Leaving out a day is then an estimate of risk.
/// </summary>
public sealed class MinimumVariance : IDisposable
{
    private readonly Tensor basis = Basis();
    private readonly Tensor features;
    private readonly Tensor target;

    /// <param name="returns">Days × assets.</param>
    public MinimumVariance(Tensor returns)
    {
        using var scope = NewDisposeScope();
        features = returns.mm(basis).neg().MoveToOuterDisposeScope();
        target = returns.mean([1]).MoveToOuterDisposeScope();
        Problem = RidgeProblem.FromMatrices(features, target, options: new RidgeOptions { Scaling = [.. Enumerable.Repeat(FeatureScaling.None, Market.Assets - 1)] });
    }

    /// <summary>The regression, in v.</summary>
    public RidgeProblem Problem { get; }

    /// <summary>w = 1/p + Nv.</summary>
    public Tensor Weights(IReadOnlyList<double> coefficients)
    {
        using var scope = NewDisposeScope();
        return basis.mv(tensor(coefficients.ToArray())).add(1.0 / Market.Assets).MoveToOuterDisposeScope();
    }

    /// <summary>(S + (λ/n)I)⁻¹1, scaled to sum 1: the same weights from the shrunken covariance, to check the regression by.</summary>
    public static Tensor FromCovariance(Tensor returns, double lambda)
    {
        using var scope = NewDisposeScope();
        Tensor centred = returns.sub(returns.mean([0], keepdim: true));
        Tensor shrunken = centred.t().mm(centred).add(eye(Market.Assets, dtype: ScalarType.Float64).mul(lambda));
        Tensor weights = linalg.solve(shrunken, ones(Market.Assets, ScalarType.Float64));
        return weights.div(weights.sum()).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        basis.Dispose();
        features.Dispose();
        target.Dispose();
    }

    /// <summary>Helmert's orthonormal columns, p × (p − 1), each of sum 0.</summary>
    private static Tensor Basis()
    {
        double[,] columns = new double[Market.Assets, Market.Assets - 1];
        for (int k = 1; k < Market.Assets; k++)
        {
            double length = Math.Sqrt(k * (k + 1.0));
            for (int i = 0; i < k; i++)
            {
                columns[i, k - 1] = 1 / length;
            }

            columns[k, k - 1] = -k / length;
        }

        return tensor(columns);
    }
}
