namespace RegSpec;

/// <summary>Where the rows of a fit come from.</summary>
internal abstract class RowSource
{
    /// <summary>What messages call them.</summary>
    public abstract string Argument { get; }

    /// <summary>How many there are; null if nobody has counted them.</summary>
    public abstract int? Count { get; }

    /// <summary>Reads all rows.</summary>
    /// <param name="collector">Takes their values.</param>
    /// <param name="levels">The levels of strings.</param>
    /// <param name="notes">Notes groups and places; null for neither.</param>
    /// <param name="watch">Is told how many are read.</param>
    /// <returns>Rows that were left out for want of a value.</returns>
    public abstract long Read(RowCollector collector, RidgeLevels levels, RowNotes? notes, RidgeWatch watch);
}
