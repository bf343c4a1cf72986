namespace RegSpec;

/// <summary>A fit to some rows, and what it is tested by.</summary>
internal sealed class Fold
{
    /// <summary>The problem without the rows that test it.</summary>
    public required RidgeData Fitted { get; init; }

    /// <summary>Moments of the rows that test it, in the columns that are summed; null where there are the rows alone.</summary>
    public Moments? Tested { get; init; }

    /// <summary>The columns of the fit made of those that are summed, which are in the user's units then; null where they are these.</summary>
    public IReadOnlyList<AffineColumn>? Columns { get; init; }

    /// <summary>The rows that test it, in the columns of the fit; null where there are statistics alone.</summary>
    public Func<DesignRows>? Rows { get; init; }
}
