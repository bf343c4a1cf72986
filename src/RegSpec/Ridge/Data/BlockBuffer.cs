namespace RegSpec;

/// <summary>Room for one block of converted rows, reused from block to block by one reader.</summary>
internal sealed class BlockBuffer
{
    public double[] Features = [];

    public double[] Targets = [];

    private BlockBuffer? inner;

    /// <summary>Room for the rows that these are made from.</summary>
    public BlockBuffer Inner => inner ??= new();
}
