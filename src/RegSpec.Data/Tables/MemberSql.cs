namespace RegSpec;

/// <summary>A member of a row type as expressions over its column.</summary>
/// <param name="Member">What messages call it: <c>feature 'Area'</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Column">Its column, quoted.</param>
/// <param name="Values">Its values as doubles, one a column of the design.</param>
/// <param name="Usable">Whether they are there and finite: never NULL in a CASE or WHERE.</param>
/// <param name="Fault">Whether the column has a value that is there but must not be; null if every value may be.</param>
/// <param name="FaultText">What such a value is and the remedy, as the end of a sentence; null without <paramref name="Fault"/>.</param>
internal sealed record MemberSql(string Member, string Name, string Column, IReadOnlyList<string> Values, string Usable, string? Fault = null, string? FaultText = null);
