namespace RegSpec;

/// <summary>Numbers the groups of rows in the order in which they come.</summary>
internal sealed class GroupNumbers
{
    private readonly Dictionary<object, int> known = [];
    private readonly List<int> numbers = [];

    /// <summary>The number of the group of each row.</summary>
    public IReadOnlyList<int> OfRows => numbers;

    public void Add(object group)
    {
        if (!known.TryGetValue(group, out int number))
        {
            known.Add(group, number = known.Count);
        }

        numbers.Add(number);
    }
}
