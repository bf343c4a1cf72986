using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// (Ĝ + λΦ)⁺ by singular values of [√S·X̂; √(λΦ)] with columns of unit length: for penalties so different in size that no other metric resolves all of
/// them. What is left out has no share in the fit; among equal fits it is the one of least norm in these columns.
/// </summary>
internal sealed class AugmentedSystem : RidgeSystem
{
    /// <summary>Singular values below this share of the largest are given up.</summary>
    private const double Cut = 1e-12;

    /// <summary>A feature whose penalty is so many times its sum of squares is coupled to no other by more than the root of one over that.</summary>
    private const double Alone = 1e12;

    private readonly int[] coupled;
    private readonly double[] diagonal;
    private readonly double[] basis;
    private readonly double[] filter;

    public AugmentedSystem(DesignRows rows, Standardization columns, double[] penalties)
    {
        using var scope = NewDisposeScope();
        diagonal = Array.ConvertAll(penalties, penalty => columns.WeightSum + penalty);
        coupled = [.. Enumerable.Range(0, penalties.Length).Where(k => penalties[k] <= Alone * columns.WeightSum)];
        basis = [];
        filter = [];
        DegreesOfFreedom = Enumerable.Range(0, penalties.Length).Except(coupled).Sum(k => columns.WeightSum / diagonal[k]);
        if (coupled.Length == 0)
        {
            return;
        }

        double[] shrink = Array.ConvertAll(coupled, k => 1 / Math.Sqrt(diagonal[k]));
        Tensor data = RowMatrix.TriangularFactor(rows, columns, coupled, shrink);
        Tensor held = diag(TensorArrays.ToTensor([.. coupled.Select((k, at) => Math.Sqrt(penalties[k]) * shrink[at])], coupled.Length));
        (_, Tensor values, Tensor right) = linalg.svd(cat([data, held], 0), fullMatrices: false);
        double[] singular = values.ToDoubles();
        int rank = singular.Count(value => value > Cut * singular[0]);
        filter = Array.ConvertAll(singular[..rank], value => 1 / (value * value));
        basis = right.narrow(0, 0, rank).t().clone().Scale(shrink, null).ToDoubles();
        DegreesOfFreedom += Math.Max(rank - basis.Select((value, at) => penalties[coupled[at / rank]] * value * value * filter[at % rank]).Sum(), 0);
    }

    public override RidgeAlgorithm Algorithm => RidgeAlgorithm.Orthogonal;

    public override double DegreesOfFreedom { get; }

    public override int Rank => diagonal.Length - coupled.Length + filter.Length;

    public override void Solve(double[][] right, double[][] solutions)
    {
        for (int v = 0; v < right.Length; v++)
        {
            SolveOne(right[v], solutions[v]);
        }
    }

    private void SolveOne(double[] g, double[] x)
    {
        for (int k = 0; k < x.Length; k++)
        {
            x[k] = g[k] / diagonal[k];
        }

        double[] q = new double[filter.Length];
        for (int at = 0; at < basis.Length; at++)
        {
            q[at % q.Length] += basis[at] * g[coupled[at / q.Length]];
        }

        for (int k = 0; k < coupled.Length; k++)
        {
            double sum = 0;
            for (int m = 0; m < q.Length; m++)
            {
                sum += basis[k * q.Length + m] * filter[m] * q[m];
            }

            x[coupled[k]] = sum;
        }
    }
}
