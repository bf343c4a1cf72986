using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Makes a <see cref="RidgeSpectrum"/> from products, from rows, or from the kernel of few rows.</summary>
internal static class SpectrumBuilder
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>By eigendecomposition of Ĝ: resolves directions down to ε times the largest eigenvalue.</summary>
    public static RidgeSpectrum FromGram(UnitGram gram, double[] penalty)
    {
        using var scope = NewDisposeScope();
        (int[] free, int[] held, double[] roots) = Split(penalty);
        Tensor matrix = TensorArrays.ToTensor(gram.Products, gram.Size, gram.Size);
        Tensor heldPart = Part(matrix, held, held);
        Tensor? freeBasis = null;
        Tensor? coupling = null;
        double relative = gram.Size * Epsilon;
        double scale = 0;
        if (free.Length > 0)
        {
            (Tensor values, Tensor vectors) = linalg.eigh(Part(matrix, free, free));
            double[] d = values.ToDoubles();
            int rank = d.Count(value => value > relative * d[^1]);
            freeBasis = vectors.narrow(1, free.Length - rank, rank).clone().Scale(null, Array.ConvertAll(d[^rank..], value => 1 / Math.Sqrt(value)));
            Tensor mixed = freeBasis.t().mm(Part(matrix, free, held));
            coupling = freeBasis.mm(mixed);
            scale = held.Select((j, k) => gram.Products[j * gram.Size + j] * roots[k] * roots[k]).DefaultIfEmpty(0).Sum();
            heldPart = heldPart - mixed.t().mm(mixed);
        }

        (Tensor eigenvalues, Tensor eigenvectors) = linalg.eigh(heldPart.clone().Scale(roots, roots));
        return Join(gram.Size, free, held, freeBasis, coupling, eigenvectors.Scale(roots, null), eigenvalues.ToDoubles(), relative, scale, RidgeAlgorithm.Eigen);
    }

    /// <summary>By orthogonal factorisation of the rows: resolves directions down to ε² times the largest eigenvalue, or to the square of a larger relative cut.</summary>
    public static RidgeSpectrum FromRows(DesignRows design, Standardization columns, double[] penalty, double smallestRelative = 0)
    {
        using var scope = NewDisposeScope();
        (int[] free, int[] held, double[] roots) = Split(penalty);
        double[] factors = [.. Enumerable.Repeat(1.0, free.Length), .. roots];
        Tensor factor = RowMatrix.TriangularFactor(design, columns, [.. free, .. held], factors);
        Tensor heldPart = factor.narrow(1, free.Length, held.Length);
        Tensor? freeBasis = null;
        Tensor? coupling = null;
        double relative = Math.Max(Math.Max(design.Count, penalty.Length) * Epsilon, smallestRelative);
        double scale = 0;
        if (free.Length > 0)
        {
            (Tensor left, Tensor values, Tensor right) = linalg.svd(factor.narrow(1, 0, free.Length), fullMatrices: false);
            double[] s = values.ToDoubles();
            int rank = s.Count(value => value > relative * s[0]);
            left = left.narrow(1, 0, rank);
            scale = heldPart.Squared().sum().item<double>();
            freeBasis = right.narrow(0, 0, rank).t().clone().Scale(null, Array.ConvertAll(s[..rank], value => 1 / value));
            Tensor mixed = left.t().mm(heldPart);
            heldPart = heldPart - left.mm(mixed);
            Tensor rest = left.t().mm(heldPart);   // once more, so that what is left is orthogonal to the last digit
            heldPart = heldPart - left.mm(rest);
            coupling = freeBasis.mm(mixed.Plus(rest)).Scale(null, Array.ConvertAll(roots, root => 1 / root));
        }

        if (held.Length == 0)
        {
            return Join(penalty.Length, free, held, freeBasis, coupling, zeros(0, 0, ScalarType.Float64), [], relative * relative, scale, RidgeAlgorithm.Orthogonal);
        }

        (Tensor u, Tensor singular, Tensor v) = linalg.svd(heldPart, fullMatrices: false);
        double[] squares = Array.ConvertAll(singular.ToDoubles(), value => value * value);
        return Join(penalty.Length, free, held, freeBasis, coupling, v.t().clone().Scale(roots, null), squares, relative * relative, scale, RidgeAlgorithm.Orthogonal);
    }

    /// <summary>By eigendecomposition of ZZᵀ, for fewer rows than features and all penalties positive.</summary>
    public static RidgeSpectrum FromKernel(DesignRows design, Standardization columns)
    {
        using var scope = NewDisposeScope();
        (_, int[] held, double[] roots) = Split(columns.Penalty);   // all held: Z is in the order of the features
        UnitRows rows = new(design, columns, roots);
        using SymmetricSums kernel = KernelMatrix.Of(rows);
        (Tensor values, Tensor vectors) = linalg.eigh(KernelMatrix.ToTensor(kernel));
        double[] d = values.ToDoubles();
        double relative = Math.Max(design.Count, held.Length) * Epsilon;
        int rank = d.Count(value => value > relative * d[^1]);
        return new KernelSpectrum(design, columns, rows, roots, vectors.narrow(1, d.Length - rank, rank).ToDoubles(), d[^rank..], relative * Math.Max(d[^1], 0));
    }

    /// <summary>Unpenalised features, penalised features, and 1/√φ of the latter.</summary>
    private static (int[] Free, int[] Held, double[] Roots) Split(double[] penalty)
    {
        int[] all = Enumerable.Range(0, penalty.Length).ToArray();
        int[] held = Array.FindAll(all, j => penalty[j] > 0);
        return (Array.FindAll(all, j => !(penalty[j] > 0)), held, Array.ConvertAll(held, j => 1 / Math.Sqrt(penalty[j])));
    }

    private static Tensor Part(Tensor matrix, int[] rows, int[] columns) =>
        matrix.index_select(0, tensor(Array.ConvertAll(rows, i => (long)i))).index_select(1, tensor(Array.ConvertAll(columns, j => (long)j)));

    /// <summary>
    /// B = [free basis, −coupling · held basis; 0, held basis], rows in the order of the features. What the unpenalised features leave of the
    /// others is measured against the size these had before (scale): where nothing is left, d is rounding.
    /// </summary>
    private static RidgeSpectrum Join(
        int size, int[] free, int[] held, Tensor? freeBasis, Tensor? coupling, Tensor heldBasis, double[] d, double relative, double scale, RidgeAlgorithm algorithm)
    {
        int freeRank = freeBasis is null ? 0 : (int)freeBasis.shape[1];
        int directions = freeRank + d.Length;
        double[] basis = new double[size * directions];
        double[] heldValues = heldBasis.ToDoubles();
        for (int i = 0; i < held.Length; i++)
        {
            Array.Copy(heldValues, i * d.Length, basis, held[i] * directions + freeRank, d.Length);
        }

        if (freeBasis is not null)
        {
            double[] freeValues = freeBasis.ToDoubles();
            double[] mixed = held.Length > 0 ? coupling!.mm(heldBasis).ToDoubles() : [];
            for (int i = 0; i < free.Length; i++)
            {
                Array.Copy(freeValues, i * freeRank, basis, free[i] * directions, freeRank);
                for (int k = 0; k < d.Length; k++)
                {
                    basis[free[i] * directions + freeRank + k] = -mixed[i * d.Length + k];
                }
            }
        }

        double[] values = [.. Enumerable.Repeat(1.0, freeRank), .. d];
        double largest = d.Length == 0 ? scale : Math.Max(d.Max(), scale);
        return new BasisSpectrum(basis, size, values, freeRank, relative * Math.Max(largest, 0), algorithm);
    }
}
