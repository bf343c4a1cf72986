namespace RegSpec;

/// <summary>The rows of a command whose columns are doubles, none NULL, read once, in blocks.</summary>
internal abstract class DoubleRows : IDisposable
{
    /// <summary>Fills a block with the next rows.</summary>
    /// <returns>Rows read; 0 at the end.</returns>
    public abstract int Read(RowBlockBuffer block);

    public abstract void Dispose();
}
