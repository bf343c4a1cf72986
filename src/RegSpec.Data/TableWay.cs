namespace RegSpec;

/// <summary>Where the statistics of a table are summed.</summary>
public enum TableWay
{
    /// <summary>Whichever costs less by <see cref="SqlDialect.Rates"/>.</summary>
    Automatic,

    /// <summary>In the engine: it sends back sums alone.</summary>
    PushDown,

    /// <summary>Here: the engine scans, and its rows are summed block by block.</summary>
    Streaming,
}
