namespace RegSpec;

/// <summary>A block of rows as they are read: values row by row, with weights and folds beside.</summary>
internal sealed class RowBlockBuffer
{
    private readonly double[] values;
    private readonly double[] weights;
    private readonly double[] folds;

    public RowBlockBuffer(int length, int width, bool hasWeights, bool hasFolds)
    {
        Width = width;
        Capacity = Math.Max(16, length / width);
        values = new double[Capacity * width];
        weights = hasWeights ? new double[Capacity] : [];
        folds = hasFolds ? new double[Capacity] : [];
    }

    /// <summary>Values of a row.</summary>
    public int Width { get; }

    /// <summary>Rows there is room for.</summary>
    public int Capacity { get; }

    public bool HasWeights => weights.Length > 0;

    public bool HasFolds => folds.Length > 0;

    /// <summary>Rows that are filled.</summary>
    public int Rows { get; set; }

    public ReadOnlySpan<double> Values => values.AsSpan(0, Rows * Width);

    public ReadOnlySpan<double> Weights => HasWeights ? weights.AsSpan(0, Rows) : default;

    public Span<double> Row(int i) => values.AsSpan(i * Width, Width);

    /// <summary>Room from a row on.</summary>
    public Span<double> From(int i) => values.AsSpan(i * Width);

    public Span<double> WeightsFrom(int i) => weights.AsSpan(i);

    public Span<double> FoldsFrom(int i) => folds.AsSpan(i);

    public ref double Weight(int i) => ref weights[i];

    public ref double Fold(int i) => ref folds[i];
}
