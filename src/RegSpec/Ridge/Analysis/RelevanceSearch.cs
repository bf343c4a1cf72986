using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// Maximises ln p(y | a) = −½[N ln Q + ln|G + diag(a)| − Σln aⱼ] + const over all penalties aⱼ = λfⱼ ∈ (0, ∞], Q = RSS + Σaⱼwⱼ². One penalty at a time has a closed form at
/// fixed σ²: with 1/(aⱼ + Sⱼ) = (A⁻¹)ⱼⱼ and wⱼ = Qⱼ/(aⱼ + Sⱼ), aⱼ = Sⱼ²/(Qⱼ²/σ² − Sⱼ), or ∞ where that is not positive (Faul and Tipping 2002); no step lowers the
/// evidence. Newton's method with the exact Hessian ends it. Unit-free: the target's unit cancels.
/// </summary>
internal sealed class RelevanceSearch
{
    private const int MostSweeps = 2000;
    private const int NewtonSteps = 30;
    private const double Settled = 1e-4;

    /// <summary>Where the Hessian is not that of a maximum, for a penalty that creeps to infinity, sweeps go on to here.</summary>
    private const double FullySettled = 1e-9;

    private const double Stationary = 1e-10;
    private const double Interpolation = 1e-9;

    private readonly double[] gram;
    private readonly double[] cross;
    private readonly double total;
    private readonly double count;
    private readonly int size;
    private double[] inverse;
    private double[] solution;

    /// <param name="gram">G over the features that vary.</param>
    /// <param name="cross">ZᵀS(y − ȳ).</param>
    /// <param name="total">Σs(y − ȳ)².</param>
    /// <param name="count">N.</param>
    /// <param name="start">The common penalty to begin with.</param>
    public RelevanceSearch(double[] gram, double[] cross, double total, double count, double start)
    {
        this.gram = gram;
        this.cross = cross;
        this.total = total;
        this.count = count;
        size = cross.Length;
        Penalties = [.. Enumerable.Repeat(start, size)];
        inverse = [];
        solution = [];
        Invert();
    }

    /// <summary>a; +∞ for removed features.</summary>
    public double[] Penalties { get; private set; }

    /// <summary>w.</summary>
    public double[] Solution => solution;

    public int Iterations { get; private set; }

    /// <summary>Whether the kept features fit every row to rounding: Q → 0, and the evidence grows without bound.</summary>
    public bool IsDegenerate => Noise * count <= Interpolation * total;

    /// <summary>Largest |∂/∂ln aⱼ| of the kept features.</summary>
    public double LargestSlope => Kept().Select(j => Math.Abs(Slope(j))).DefaultIfEmpty(0).Max();

    /// <summary>Q/N.</summary>
    public double Noise => Math.Max(total - solution.Zip(cross, (w, c) => w * c).Sum(), double.Epsilon) / count;

    public void Run(CancellationToken cancellation)
    {
        double settled = Settled;
        for (int round = 0; round < NewtonSteps && Iterations < MostSweeps; round++)
        {
            double change = double.PositiveInfinity;
            while (change > settled && Iterations < MostSweeps)
            {
                cancellation.ThrowIfCancellationRequested();
                change = Sweep();
                Iterations++;
                if (IsDegenerate)
                {
                    return;
                }
            }

            for (int step = 0; step < NewtonSteps && LargestSlope > Stationary; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                Iterations++;
                if (!NewtonStep())
                {
                    break;
                }
            }

            if (LargestSlope > 1e-7 && settled > FullySettled)
            {
                settled = FullySettled;
                continue;
            }

            // What was removed must want to stay so: one more sweep moves nothing.
            if (Sweep() <= Settled)
            {
                break;
            }
        }

        Invert();
    }

    /// <summary>ln p(y | a) without the intercept's ln n.</summary>
    public double LogEvidence => Value() - 0.5 * count * (Math.Log(2 * Math.PI) + 1);

    private int[] Kept() => [.. Enumerable.Range(0, size).Where(j => double.IsFinite(Penalties[j]))];

    /// <summary>Each penalty at its best in turn; the largest change of a ln aⱼ, ∞ where a feature came or went.</summary>
    private double Sweep()
    {
        double change = 0;
        for (int j = 0; j < size; j++)
        {
            double before = Penalties[j];
            double precision;
            double quality;
            double[]? image = null;
            if (double.IsFinite(before))
            {
                double variance = inverse[j * size + j];
                precision = 1 / variance - before;
                quality = solution[j] / variance;
            }
            else
            {
                image = Multiply(inverse, gram.AsSpan(j * size, size));
                precision = gram[j * size + j] - Dot(gram.AsSpan(j * size, size), image);
                quality = cross[j] - Dot(gram.AsSpan(j * size, size), solution);
            }

            double excess = quality * quality / Noise - precision;
            double after = excess > 0 && precision > 0 ? precision * precision / excess : double.PositiveInfinity;
            if (before > 1e12 * gram[j * size + j] && after > before)
            {
                after = double.PositiveInfinity;
            }

            Move(j, before, after, image, precision, quality);
            change = Math.Max(change, double.IsInfinity(before) != double.IsInfinity(after) ? double.PositiveInfinity : double.IsFinite(after) ? Math.Abs(Math.Log(after / before)) : 0);
        }

        Invert();   // takes the rounding of the rank-one updates away
        return change;
    }

    /// <summary>The rank-one change of A⁻¹ and w for another aⱼ.</summary>
    private void Move(int j, double before, double after, double[]? image, double precision, double quality)
    {
        if (double.IsInfinity(before) && double.IsInfinity(after))
        {
            return;
        }

        double[] direction;
        double factor;
        double weight;
        if (double.IsInfinity(before))
        {
            direction = Array.ConvertAll(image!, value => -value);
            direction[j] += 1;
            factor = 1 / (after + precision);
            weight = factor * quality;
        }
        else
        {
            direction = new double[size];
            for (int k = 0; k < size; k++)
            {
                direction[k] = inverse[k * size + j];
            }

            double step = double.IsInfinity(after) ? double.PositiveInfinity : after - before;
            factor = double.IsInfinity(after) ? -1 / direction[j] : -step / (1 + step * direction[j]);
            weight = factor * solution[j];
        }

        for (int k = 0; k < size; k++)
        {
            solution[k] += weight * direction[k];
            double scaled = factor * direction[k];
            for (int m = 0; scaled != 0 && m < size; m++)
            {
                inverse[k * size + m] += scaled * direction[m];
            }
        }

        Penalties[j] = after;
    }

    /// <summary>∂/∂ln aⱼ = −½[Naⱼwⱼ²/Q + aⱼ(A⁻¹)ⱼⱼ − 1].</summary>
    private double Slope(int j) => -0.5 * (Penalties[j] * solution[j] * solution[j] / Noise + Penalties[j] * inverse[j * size + j] - 1);

    /// <summary>−½[N ln Q/N + ln|A| − Σln a].</summary>
    private double Value()
    {
        int[] kept = Kept();
        using var scope = NewDisposeScope();
        double determinant = kept.Length == 0 ? 0 : 2 * Factor(kept).diagonal().log().sum().item<double>();
        return -0.5 * (count * Math.Log(Noise) + determinant - kept.Sum(j => Math.Log(Penalties[j])));
    }

    /// <summary>A step in ln a of the kept features, halved until the evidence rises; false where the Hessian is not negative or nothing rises.</summary>
    private bool NewtonStep()
    {
        int[] kept = Kept();
        double noise = Noise;
        double value = Value();
        double[] slopes = Array.ConvertAll(kept, Slope);
        double[] hessian = new double[kept.Length * kept.Length];
        for (int a = 0; a < kept.Length; a++)
        {
            for (int b = 0; b < kept.Length; b++)
            {
                (int j, int k) = (kept[a], kept[b]);
                double between = inverse[j * size + k] * Penalties[j] * Penalties[k];
                double first = Penalties[j] * solution[j] * solution[j];
                double second = Penalties[k] * solution[k] * solution[k];
                double squares = (j == k ? first : 0) - 2 * between * solution[j] * solution[k];
                double determinant = (j == k ? Penalties[j] * inverse[j * size + j] : 0) - between * inverse[j * size + k];
                hessian[a * kept.Length + b] = 0.5 * (squares / noise - first * second / (count * noise * noise) + determinant);
            }
        }

        double[] step;
        using (var scope = NewDisposeScope())
        {
            (Tensor factor, Tensor info) = linalg.cholesky_ex(TensorArrays.ToTensor(hessian, kept.Length, kept.Length));
            if (info.item<int>() != 0)
            {
                return false;
            }

            step = cholesky_solve(TensorArrays.ToTensor(slopes, kept.Length, 1), factor).ToDoubles();
        }

        double largest = step.Max(Math.Abs);
        double shorten = Math.Min(1, 2 / largest);
        double[] from = [.. Penalties];
        for (int halving = 0; halving < 20; halving++, shorten *= 0.5)
        {
            for (int a = 0; a < kept.Length; a++)
            {
                Penalties[kept[a]] = from[kept[a]] * Math.Exp(shorten * step[a]);
            }

            Invert();
            if (Value() >= value - 1e-13 * Math.Abs(value))
            {
                return true;
            }
        }

        Penalties = from;
        Invert();
        return false;
    }

    /// <summary>A⁻¹ and w over the kept features, 0 elsewhere.</summary>
    private void Invert()
    {
        int[] kept = Kept();
        inverse = new double[size * size];
        solution = new double[size];
        if (kept.Length == 0)
        {
            return;
        }

        using var scope = NewDisposeScope();
        Tensor full = cholesky_inverse(Factor(kept));
        double[] values = full.ToDoubles();
        double[] right = full.mv(TensorArrays.ToTensor(Array.ConvertAll(kept, j => cross[j]), kept.Length)).ToDoubles();
        for (int a = 0; a < kept.Length; a++)
        {
            solution[kept[a]] = right[a];
            for (int b = 0; b < kept.Length; b++)
            {
                inverse[kept[a] * size + kept[b]] = values[a * kept.Length + b];
            }
        }
    }

    /// <summary>The lower Cholesky factor of A over some features.</summary>
    private Tensor Factor(int[] kept)
    {
        double[] matrix = new double[kept.Length * kept.Length];
        for (int a = 0; a < kept.Length; a++)
        {
            for (int b = 0; b < kept.Length; b++)
            {
                matrix[a * kept.Length + b] = gram[kept[a] * size + kept[b]] + (a == b ? Penalties[kept[a]] : 0);
            }
        }

        return linalg.cholesky(TensorArrays.ToTensor(matrix, kept.Length, kept.Length));
    }

    private double[] Multiply(double[] matrix, ReadOnlySpan<double> vector)
    {
        double[] product = new double[size];
        for (int k = 0; k < size; k++)
        {
            product[k] = Dot(matrix.AsSpan(k * size, size), vector);
        }

        return product;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int k = 0; k < a.Length; k++)
        {
            sum += a[k] * b[k];
        }

        return sum;
    }
}
