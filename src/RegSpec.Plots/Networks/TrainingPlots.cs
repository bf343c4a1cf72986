using ScottPlot;

namespace RegSpec.Plots;

/// <summary>The pictures of a training.</summary>
public static class TrainingPlots
{
    /// <summary>‖w‖ of each weight against the epoch.</summary>
    /// <param name="recorder">With at least two moments recorded.</param>
    /// <param name="names">Which parameters; null for all weights.</param>
    /// <returns>A plot to save or to change further. Horizontal: epoch; vertical: Euclidean norm.</returns>
    /// <exception cref="InvalidOperationException">Fewer than two moments were recorded, or none of the parameters.</exception>
    public static Plot PlotNorms(this TrainingRecorder recorder, params string[]? names) =>
        Draw(recorder, "Norms of the weights", "‖w‖", names, static record => IsWeight(record.Role), static record => record.Norm);

    /// <summary>lr/‖w‖² of each weight whose scale a normalization removes against the epoch: the rate at which its direction turns.</summary>
    /// <param name="recorder">Made with an optimizer, with at least two moments recorded.</param>
    /// <param name="names">Which parameters; null for all of them.</param>
    /// <returns>A plot to save or to change further. Horizontal: epoch; vertical: lr/‖w‖², logarithmic.</returns>
    /// <exception cref="InvalidOperationException">Fewer than two moments were recorded, or no such weight, or no optimizer was given.</exception>
    public static Plot PlotEffectiveLearningRates(this TrainingRecorder recorder, params string[]? names) =>
        Draw(recorder, "Effective learning rates of scale-invariant weights", "lr/‖w‖²", names, static record => record.EffectiveLearningRate is not null, static record => Math.Log10(record.EffectiveLearningRate ?? double.NaN)).WithLogarithmicY();

    /// <summary>Mean |γ| of each normalization scale against the epoch.</summary>
    /// <param name="recorder">With at least two moments recorded.</param>
    /// <param name="names">Which parameters; null for all of them.</param>
    /// <returns>A plot to save or to change further. Horizontal: epoch; vertical: mean magnitude.</returns>
    /// <exception cref="InvalidOperationException">Fewer than two moments were recorded, or the network has no normalization scale.</exception>
    public static Plot PlotNormScales(this TrainingRecorder recorder, params string[]? names) =>
        Draw(recorder, "Scales of the normalizations", "mean |γ|", names, static record => record.Role == ParameterRole.NormScale, static record => record.MeanMagnitude);

    private static bool IsWeight(ParameterRole role) => role is ParameterRole.Weight or ParameterRole.RecurrentWeight or ParameterRole.Embedding;

    private static Plot Draw(TrainingRecorder recorder, string title, string y, string[]? names, Func<TrainingRecord, bool> isShown, Func<TrainingRecord, double> value)
    {
        ArgumentNullException.ThrowIfNull(recorder);
        TrainingRecord[][] series = [.. recorder.Records.Where(record => names is { Length: > 0 } ? names.Contains(record.Name) : isShown(record)).GroupBy(static record => record.Name).Select(static group => group.ToArray())];
        if (series.Length == 0)
        {
            throw new InvalidOperationException($"Nothing that \"{title}\" shows was recorded; call Record(epoch), and give the recorder its optimizer for effective learning rates.");
        }

        if (series[0].Length < 2)
        {
            throw new InvalidOperationException("One moment was recorded; a curve needs two: call Record(epoch) at the start and after each epoch.");
        }

        Plot plot = Figure.Create(title, "epoch", y);
        for (int i = 0; i < series.Length; i++)
        {
            plot.Line(i, series[i].Select(static record => record.Epoch), series[i].Select(value), series[i][0].Name);
        }

        return plot.WithLegend();
    }
}
