namespace RegSpec;

/// <summary>What is noted of rows while they are read, beside their values.</summary>
internal sealed class RowNotes
{
    private readonly Dictionary<object, int> known = [];
    private readonly List<int> groups = [];
    private readonly List<int> places = [];

    /// <summary>Whether the places of rows are noted.</summary>
    public bool HasPlaces { get; init; }

    /// <summary>Whether their groups are.</summary>
    public bool HasGroups { get; init; }

    /// <summary>The number of the group of each row that is kept, in the order in which groups come; null without.</summary>
    public IReadOnlyList<int>? Groups => HasGroups ? groups : null;

    /// <summary>The place of each row that is kept among all.</summary>
    public IReadOnlyList<int> Places => places;

    public void AddGroup(object group)
    {
        if (!known.TryGetValue(group, out int number))
        {
            known.Add(group, number = known.Count);
        }

        groups.Add(number);
    }

    public void AddPlace(long place) => places.Add(checked((int)place));
}
