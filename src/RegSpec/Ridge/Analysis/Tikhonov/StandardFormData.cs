using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The rows or products of a problem in the variables of a <see cref="StandardForm"/>: Z·T for the features, y − Zw₀ for the target.</summary>
internal static class StandardFormData
{
    /// <summary>ZᵀSZ over all features, 0 for those that do not vary, in the user's standardised columns.</summary>
    public static Tensor Gram(RidgeData data)
    {
        using var scope = NewDisposeScope();
        if (data.IsWide)
        {
            Tensor rows = Rows(data, weighted: true);
            return rows.t().mm(rows).MoveToOuterDisposeScope();
        }

        Standardization columns = data.Columns;
        int p = data.FeatureCount;
        double[] units = Array.ConvertAll(columns.Active, j => columns.Deviation[j] / columns.Scale[j]);
        double[] gram = new double[p * p];
        for (int a = 0; a < units.Length; a++)
        {
            for (int b = 0; b < units.Length; b++)
            {
                gram[columns.Active[a] * p + columns.Active[b]] = data.Gram.Products[a * units.Length + b] * units[a] * units[b];
            }
        }

        return TensorArrays.ToTensor(gram, p, p).MoveToOuterDisposeScope();
    }

    /// <summary>The problem in θ: of rows where there are rows.</summary>
    public static RidgeProblem Problem(RidgeData data, int target, StandardForm form, double[] reference) => data.Rows is null
        ? OfProducts(data, target, form, reference)
        : OfRows(data, target, form, reference);

    private static RidgeOptions Options(RidgeData data, int target, StandardForm form) => new()
    {
        FitIntercept = data.Columns.Intercept,
        Scaling = [.. Enumerable.Repeat(FeatureScaling.None, form.Size)],
        PenaltyFactors = [.. Enumerable.Repeat(1.0, form.Penalised), .. Enumerable.Repeat(0.0, form.Free)],
        FeatureNames = [.. Enumerable.Range(0, form.Size).Select(k => k < form.Penalised ? $"penalised {k}" : $"free {k - form.Penalised}")],
        TargetNames = [data.Names.Targets[target]],
    };

    private static RidgeProblem OfRows(RidgeData data, int target, StandardForm form, double[] reference)
    {
        using var scope = NewDisposeScope();
        Tensor rows = Rows(data, weighted: false);
        double[] mapped = rows.mm(TensorArrays.ToTensor(form.Map, form.FeatureCount, form.Size)).ToDoubles();
        double[] moved = rows.mv(TensorArrays.ToTensor(reference, reference.Length)).ToDoubles();
        double[] targets = new double[moved.Length];
        BlockBuffer buffer = new();
        int size = MomentAccumulator.RowsPerBlock(data.FeatureCount);
        for (int start = 0; start < targets.Length; start += size)
        {
            RowBlock block = data.Rows!.Read(start, Math.Min(size, targets.Length - start), buffer);
            for (int i = 0; i < block.Rows; i++)
            {
                targets[start + i] = block.Targets(i, data.TargetCount)[target] - moved[start + i];
            }
        }

        return RidgeProblem.FromRows(new ArrayRows(mapped, targets, data.Rows!.Weights), Options(data, target, form), "features");
    }

    /// <summary>Moments of [ZT | y − Zw₀] are linear in those of [x | y].</summary>
    public static RidgeProblem OfProducts(RidgeData data, int target, StandardForm form, double[] reference)
    {
        using var scope = NewDisposeScope();
        Moments given = data.Moments;
        int p = data.FeatureCount;
        int size = form.Size;
        Standardization columns = data.Columns;
        double[] scale = [.. Enumerable.Range(0, p).Select(j => columns.Constant.Contains(j) ? 0 : 1 / columns.Scale[j])];
        int[] places = [.. Enumerable.Range(0, p), p + target];
        double[] picked = new double[places.Length * places.Length];
        for (int a = 0; a < places.Length; a++)
        {
            for (int b = 0; b < places.Length; b++)
            {
                picked[a * places.Length + b] = Math.ScaleB(given.Products[places[a] * given.Width + places[b]], given.Exponent[places[a]] + given.Exponent[places[b]]);
            }
        }

        double[] map = new double[(p + 1) * (size + 1)];
        for (int j = 0; j < p; j++)
        {
            for (int k = 0; k < size; k++)
            {
                map[j * (size + 1) + k] = scale[j] * form.Map[j * size + k];
            }

            map[j * (size + 1) + size] = -scale[j] * reference[j];
        }

        map[^1] = 1;
        Tensor change = TensorArrays.ToTensor(map, p + 1, size + 1);
        double[] products = change.t().mm(TensorArrays.ToTensor(picked, p + 1, p + 1)).mm(change).ToDoubles();
        Moments moments = new(size + 1) { Count = given.Count, WeightSum = given.WeightSum, UnitWeights = given.UnitWeights };
        products.CopyTo(moments.Products, 0);
        for (int k = 0; k <= size; k++)
        {
            double mean = k == size ? given.Mean(p + target).Value : 0;
            for (int j = 0; j < p && !columns.Intercept; j++)
            {
                mean += map[j * (size + 1) + k] * given.Mean(j).Value;   // with an intercept the columns are centred
            }

            double spread = Math.Sqrt(Math.Max(products[k * (size + 1) + k], 0));
            (moments.Shift[k], moments.Minimum[k], moments.Maximum[k]) = (mean, mean - spread, mean + spread);
        }

        return RidgeProblem.FromStatistics(new RidgeStatistics(null, size, 1, moments), Options(data, target, form));
    }

    /// <summary>Z over all features, 0 for those that do not vary.</summary>
    private static Tensor Rows(RidgeData data, bool weighted)
    {
        Standardization columns = data.Columns;
        int[] order = [.. Enumerable.Range(0, columns.Active.Length)];
        double[] units = Array.ConvertAll(columns.Active, j => columns.Deviation[j] / columns.Scale[j]);
        Tensor active = RowMatrix.Of(data.Rows!, columns, order, units, 0, (int)data.Rows!.Count, new BlockBuffer(), weighted);
        if (order.Length == data.FeatureCount)
        {
            return active;
        }

        Tensor places = tensor(Array.ConvertAll(columns.Active, j => (long)j));
        return zeros(data.Rows.Count, data.FeatureCount, ScalarType.Float64).index_copy_(1, places, active);
    }
}
