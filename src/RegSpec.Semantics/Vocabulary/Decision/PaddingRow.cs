namespace RegSpec.Semantics.Vocabulary;

/// <summary>The row of an embedding that stands for padding: no gradient reaches it, decay does.</summary>
/// <param name="Index">Its index as given to the factory, negative from the end; null where the source shows neither it nor that there is none.</param>
internal sealed record PaddingRow(long? Index)
{
    /// <summary>What a decayed table says of it.</summary>
    public string Reason => Index is { } index
        ? "row " + index.ToString(System.Globalization.CultureInfo.InvariantCulture) + ", the padding, decays too"
        : "its padding row, if it has one, decays too";

    /// <summary>What is certain of a table that is made in two ways.</summary>
    public static PaddingRow? Merge(PaddingRow? first, PaddingRow? second) => first == second ? first : new PaddingRow(Index: null);

    /// <summary>The same row of a table whose size is known.</summary>
    /// <param name="rows">Number of rows of the table.</param>
    public PaddingRow In(long rows) => Index < 0 ? new PaddingRow(Index + rows) : this;
}
