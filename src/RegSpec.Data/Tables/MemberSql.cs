namespace RegSpec;

/// <summary>A member of a row type as expressions over its column.</summary>
/// <param name="Member">What messages call it: <c>feature 'Area'</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Column">Its column, quoted.</param>
/// <param name="Values">Its values as doubles, one a column of the design; empty for levels that have yet to be read.</param>
/// <param name="Usable">Whether they are there and finite: never NULL in a CASE or WHERE.</param>
internal sealed record MemberSql(string Member, string Name, string Column, IReadOnlyList<string> Values, string Usable)
{
    /// <summary>The place of its level as a double, −1 for none: what stands for all its values where one is cheaper. Null if it has no levels.</summary>
    public string? Code { get; init; }

    /// <summary>The values that are there but must not be; null if every value may be.</summary>
    public MemberFault? Fault { get; init; }
}
