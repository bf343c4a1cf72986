namespace RegSpec;

/// <summary>Values of a column that are there but must not be.</summary>
/// <param name="Condition">Whether a row has one.</param>
/// <param name="Shown">What a message shows of it, as text.</param>
/// <param name="What">How a message names what is shown: {0} is a list of it.</param>
/// <param name="Remedy">Why it must not be and the remedy, as the end of a sentence that begins with the member.</param>
internal sealed record MemberFault(string Condition, string Shown, string What, string Remedy)
{
    /// <summary>For values that speak for themselves.</summary>
    public const string Value = "'{0}'";

    /// <summary>Names values that were found.</summary>
    public string Name(IEnumerable<string> values) => What == Value ? string.Join(", ", values.Select(value => $"'{value}'")) : What.Replace("{0}", string.Join(", ", values));
}
