namespace RegSpec;

/// <summary>What a prediction does with a level that no row of the fit had.</summary>
public enum Unseen
{
    /// <summary>It is an exception that names the row and the level.</summary>
    Fail,

    /// <summary>All columns of the feature are 0: the row is predicted as if its level had no effect of its own.</summary>
    Zero,
}
