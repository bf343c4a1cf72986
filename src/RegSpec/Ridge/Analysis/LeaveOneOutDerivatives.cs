using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// The mean squared leave-one-out error Σsᵢeᵢ²/S, eᵢ = rᵢ/(1 − hᵢ), with its derivatives, in one pass over the rows: with tᵢ the row in the coordinates of the
/// spectrum, r = y − Σtₖα̂ₖ and h = s(1/S + Σtₖ²/(dₖ + λ)); α̂ and 1/(d + λ) are differentiated by direction.
/// </summary>
internal sealed class LeaveOneOutDerivatives(CanonicalForm form, int target) : IDisposable
{
    private readonly RidgeData data = form.Data;
    private readonly List<RowScores>? kept = form.Data.Rows!.Count * form.Spectrum.Directions <= RowScores.KeepAtMost ? [] : null;

    /// <summary>Value and derivatives in ln λ, inside units; and the standard error of ln λ at a minimum: √Σgᵢ²/|Σg′ᵢ| with g the derivative of each row's share (a sandwich).</summary>
    public (Jet Value, double StandardError) At(double lambda)
    {
        using Tensor coordinates = Columns(lambda, form.Fit.Projection);
        using Tensor filters = Columns(lambda, null);
        double centre = form.Columns.Intercept ? 1 / form.Columns.WeightSum : 0;
        Jet sum = Jet.Of(0);
        double squares = 0;
        foreach (RowScores block in Blocks())
        {
            using var scope = NewDisposeScope();
            double[] fits = block.Scores.mm(coordinates).ToDoubles();
            double[] leverages = block.Scores.Squared().mm(filters).ToDoubles();
            for (int i = 0; i < block.Targets.Length; i++)
            {
                double s = block.Weights[i];
                Jet residual = new(block.Targets[i] - fits[3 * i], -fits[3 * i + 1], -fits[3 * i + 2]);
                Jet left = new(1 - s * (centre + leverages[3 * i]), -s * leverages[3 * i + 1], -s * leverages[3 * i + 2]);
                Jet error = residual * (left.Value <= LeaveOneOut.FullLeverage ? Jet.Of(double.NaN) : left.Inverse());
                Jet share = s * (error * error);
                sum += share;
                squares += share.First * share.First;
            }

            Release(block);
        }

        return (1 / form.Columns.WeightSum * sum, Math.Sqrt(squares) / Math.Abs(sum.Second));
    }

    /// <summary>The derivative in each ln fⱼ: with U = ZA⁻¹, ∂rᵢ = λfⱼwⱼUᵢⱼ and ∂hᵢ = −sᵢλfⱼUᵢⱼ². Inside units, p values.</summary>
    public double[] FactorGradient(double lambda)
    {
        using var outer = NewDisposeScope();
        RidgeSpectrum spectrum = form.Spectrum;
        double[] filter = spectrum.Filter(lambda);
        Tensor basis = TensorArrays.ToTensor(spectrum.Basis, spectrum.Size, spectrum.Directions).clone().Scale(null, filter).t();
        using Tensor coordinates = RowScores.Columns([lambda], form.Fit.Coordinates);
        using Tensor filters = RowScores.Columns([lambda], spectrum.Filter);
        double centre = form.Columns.Intercept ? 1 / form.Columns.WeightSum : 0;
        double[] linear = new double[spectrum.Size];
        double[] quadratic = new double[spectrum.Size];
        foreach (RowScores block in Blocks())
        {
            using var scope = NewDisposeScope();
            double[] residuals = block.Residuals(coordinates).ToDoubles();
            double[] leverages = block.Scores.Squared().mm(filters).ToDoubles();
            double[] first = new double[residuals.Length];
            double[] second = new double[residuals.Length];
            for (int i = 0; i < residuals.Length; i++)
            {
                double s = block.Weights[i];
                double left = 1 - s * (centre + leverages[i]);
                double error = left <= LeaveOneOut.FullLeverage ? double.NaN : residuals[i] / left;
                first[i] = s * error / left;
                second[i] = s * s * error * error / left;
            }

            Tensor images = block.Scores.mm(basis);
            Add(linear, images.t().mv(TensorArrays.ToTensor(first, first.Length)));
            Add(quadratic, images.Squared().t().mv(TensorArrays.ToTensor(second, second.Length)));
            Release(block);
        }

        double[] unit = new double[spectrum.Size];
        spectrum.Expand(form.Fit.Coordinates(lambda), unit);
        double[] gradient = new double[data.FeatureCount];
        for (int k = 0; k < unit.Length; k++)
        {
            double penalty = lambda * form.Columns.Penalty[k];
            gradient[form.Columns.Active[k]] = 2 * penalty / form.Columns.WeightSum * (unit[k] * linear[k] - quadratic[k]);
        }

        return gradient;
    }

    public void Dispose() => kept?.ForEach(block => block.Dispose());

    /// <summary>q/(d + λ), or 1/(d + λ), with two derivatives in ln λ: directions × 3.</summary>
    private Tensor Columns(double lambda, double[]? projection)
    {
        RidgeSpectrum spectrum = form.Spectrum;
        double[] filter = spectrum.Filter(lambda);
        double[] columns = new double[3 * filter.Length];
        for (int k = 0; k < filter.Length; k++)
        {
            double value = filter[k] * (projection?[k] ?? 1);
            double lost = k < spectrum.Unpenalised ? 0 : lambda * filter[k];
            columns[3 * k] = value;
            columns[3 * k + 1] = -lost * value;
            columns[3 * k + 2] = lost * (2 * lost - 1) * value;
        }

        return TensorArrays.ToTensor(columns, filter.Length, 3);
    }

    private static void Add(double[] sums, Tensor part)
    {
        double[] values = part.ToDoubles();
        for (int k = 0; k < sums.Length; k++)
        {
            sums[k] += values[k];
        }
    }

    private IEnumerable<RowScores> Blocks()
    {
        if (kept is { Count: > 0 })
        {
            foreach (RowScores block in kept)
            {
                yield return block;
            }

            yield break;
        }

        BlockBuffer buffer = new();
        int size = RowScores.RowsPerBlock(data.FeatureCount);
        for (long start = 0; start < data.Rows!.Count; start += size)
        {
            RowScores block = RowScores.Of(data.Rows, data, target, start, (int)Math.Min(size, data.Rows.Count - start), buffer);
            if (kept is not null)
            {
                block.Scores.DetachFromDisposeScope();   // of whoever asks first
                kept.Add(block);
            }

            yield return block;
        }
    }

    private void Release(RowScores block)
    {
        if (kept is null)
        {
            block.Dispose();
        }
    }
}
