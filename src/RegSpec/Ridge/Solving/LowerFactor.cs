using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RegSpec;

/// <summary>
/// K + λI = LLᵀ of symmetric sums, by panels of sixteen columns whose products run through the tiles that also made the sums. Rows of L lie
/// eight side by side; rows beyond n are those of the identity.
/// </summary>
internal sealed class LowerFactor : IDisposable
{
    private const int Lanes = SymmetricSums.Lanes;
    private const int Panel = 2 * Lanes;

    /// <summary>Multiply-adds of a panel that are worth sharing among processors.</summary>
    private const long SharedWork = 1 << 22;

    private readonly int groups;
    private double[] values;

    private LowerFactor(int size)
    {
        Size = size;
        groups = 2 * ((size + Panel - 1) / Panel);
        values = ArrayPool<double>.Shared.Rent(Start(groups));
    }

    /// <summary>n.</summary>
    public int Size { get; }

    /// <summary>The factor, or null when a pivot is not safely positive.</summary>
    public static LowerFactor? TryCreate(SymmetricSums sums, double lambda)
    {
        LowerFactor factor = new(sums.Width);
        bool safe = true;
        for (int panel = 0; panel < factor.groups / 2 && safe; panel++)
        {
            int first = 2 * panel;
            int q = panel;
            safe = factor.AddTile(sums, lambda, panel, first) && factor.AddTile(sums, lambda, panel, first + 1);
            if (safe && (long)(factor.groups - first) * panel * Lanes * Panel * Panel > SharedWork)
            {
                Parallel.For(first + 2, factor.groups, group => factor.AddTile(sums, lambda, q, group));
            }
            else
            {
                for (int group = first + 2; group < factor.groups && safe; group++)
                {
                    factor.AddTile(sums, lambda, panel, group);
                }
            }
        }

        if (safe)
        {
            return factor;
        }

        factor.Dispose();
        return null;
    }

    /// <summary>x = (LLᵀ)⁻¹b.</summary>
    public double[] Solve(double[] right)
    {
        double[] x = new double[groups * Lanes];
        right.CopyTo(x, 0);
        for (int group = 0; group < groups; group++)
        {
            Vector512<double> sum = Vector512.LoadUnsafe(ref x[Lanes * group]);
            for (int k = 0; k < Lanes * group; k++)
            {
                sum -= Column(group, k) * x[k];
            }

            for (int lane = 0, row = Lanes * group; lane < Lanes; lane++, row++)
            {
                x[row] = sum[lane] / At(row, row);
                sum -= Column(group, row) * x[row];
            }
        }

        for (int group = groups - 1; group >= 0; group--)
        {
            for (int lane = Lanes - 1, row = Lanes * group + lane; lane >= 0; lane--, row--)
            {
                for (int later = row + 1; later < Lanes * (group + 1); later++)
                {
                    x[row] -= At(later, row) * x[later];
                }

                x[row] /= At(row, row);
            }

            Vector512<double> known = Vector512.LoadUnsafe(ref x[Lanes * group]);
            for (int k = 0; k < Lanes * group; k++)
            {
                x[k] -= Vector512.Sum(Column(group, k) * known);
            }
        }

        return x[..Size];
    }

    /// <summary>LLᵀx.</summary>
    public void Multiply(double[] x, double[] product)
    {
        double[] padded = new double[groups * Lanes];
        double[] inner = new double[groups * Lanes];
        x.CopyTo(padded, 0);
        for (int group = 0; group < groups; group++)
        {
            Vector512<double> part = Vector512.LoadUnsafe(ref padded[Lanes * group]);
            for (int k = 0; k < Lanes * (group + 1); k++)
            {
                inner[k] += Vector512.Sum(Column(group, k) * part);
            }
        }

        for (int group = 0; group < groups; group++)
        {
            Vector512<double> sum = Vector512<double>.Zero;
            for (int k = 0; k < Lanes * (group + 1); k++)
            {
                sum += Column(group, k) * inner[k];
            }

            sum.StoreUnsafe(ref padded[Lanes * group]);
        }

        padded.AsSpan(0, Size).CopyTo(product);
    }

    /// <summary>tr((LLᵀ)⁻¹) = ‖L⁻¹‖²: a third of the work of the inverse itself.</summary>
    public double InverseTrace()
    {
        double[] sums = new double[groups / 2];
        Parallel.For(0, sums.Length, panel => sums[panel] = InverseSquares(panel));
        return sums.Sum();
    }

    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(values);
        values = [];
    }

    /// <summary>Where a group begins: each holds the columns up to its diagonal.</summary>
    private static int Start(int group) => checked(Lanes * Lanes * group * (group + 1) / 2);

    private double At(int row, int column) => values[Start(row / Lanes) + column * Lanes + row % Lanes];

    private Vector512<double> Column(int group, int column) => Vector512.LoadUnsafe(ref values[Start(group) + column * Lanes]);

    /// <summary>Eight rows of L in the columns of a panel; false when a pivot on the diagonal is too small.</summary>
    private bool AddTile(SymmetricSums sums, double lambda, int panel, int group)
    {
        int first = Panel * panel;
        Span<double> products = stackalloc double[Lanes * Panel];
        products.Clear();
        int right = Start(2 * panel);
        TileKernels.Add(
            ref values[Start(group)], ref values[right], Lanes, Start(2 * panel + 1) - right, first, ref MemoryMarshal.GetReference(products));
        ReadOnlySpan<double> tile = sums.TileOf(group, panel);
        Span<double> column = stackalloc double[Lanes];
        for (int c = 0; c < Panel && first + c < Lanes * (group + 1); c++)
        {
            int row = first + c;
            for (int lane = 0; lane < Lanes; lane++)
            {
                column[lane] = tile[lane * Panel + c] - products[lane * Panel + c];
            }

            int own = row - Lanes * group;   // the lane of this row, where it is one of the eight
            double diagonal = 1;
            if (own >= 0)
            {
                diagonal = row < Size ? tile[own * Panel + c] + lambda : 1;
                column[own] = row < Size ? column[own] + lambda : 1;
            }

            Vector512<double> rest = Vector512.Create<double>(column);
            for (int k = 0; k < c; k++)
            {
                rest -= Column(group, first + k) * At(row, first + k);
            }

            double pivot = own < 0 ? At(row, row) : rest[own];
            if (own >= 0)
            {
                if (!(pivot > CholeskySystem.SmallestPivot * diagonal))
                {
                    return false;
                }

                pivot = Math.Sqrt(pivot);
            }

            rest /= Vector512.Create(pivot);
            rest.CopyTo(column);
            if (own >= 0)
            {
                column[..own].Clear();
                column[own] = pivot;
            }

            column.CopyTo(values.AsSpan(Start(group) + row * Lanes, Lanes));
        }

        return true;
    }

    /// <summary>Sum of the squares of sixteen columns of L⁻¹, from the diagonal down.</summary>
    private double InverseSquares(int panel)
    {
        int first = Panel * panel;
        double[] columns = ArrayPool<double>.Shared.Rent((groups * Lanes - first) * Panel);
        Span<double> products = stackalloc double[Lanes * Panel];
        Vector512<double> squares = Vector512<double>.Zero;
        for (int group = 2 * panel; group < groups; group++)
        {
            products.Clear();
            TileKernels.Add(
                ref values[Start(group) + first * Lanes], ref columns[0], Panel, Lanes, Lanes * group - first, ref MemoryMarshal.GetReference(products));
            for (int lane = 0, row = Lanes * group; lane < Lanes; lane++, row++)
            {
                int own = row - first;
                for (int half = 0; half < Panel; half += Lanes)
                {
                    Vector512<double> value = -Vector512.LoadUnsafe(ref products[lane * Panel + half]);
                    if (own >= half && own < half + Lanes && row < Size)
                    {
                        value = value.WithElement(own - half, 1 + value[own - half]);
                    }

                    for (int k = 0; k < lane; k++)
                    {
                        value -= Vector512.LoadUnsafe(ref columns[(own - lane + k) * Panel + half]) * At(row, row - lane + k);
                    }

                    value /= Vector512.Create(At(row, row));
                    value.StoreUnsafe(ref columns[own * Panel + half]);
                    squares += value * value;
                }
            }
        }

        ArrayPool<double>.Shared.Return(columns);
        return Vector512.Sum(squares);
    }
}
