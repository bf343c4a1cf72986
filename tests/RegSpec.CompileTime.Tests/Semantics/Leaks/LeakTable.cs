using System.Text;

namespace RegSpec.CompileTime.Tests;

/// <summary>What was claimed of leaks and of controls, by channel.</summary>
internal sealed class LeakTable
{
    private readonly SortedDictionary<string, (int Leaks, int ClaimedLeaks, int Controls, int ClaimedControls)> rows = new(StringComparer.Ordinal);
    private readonly List<LeakProgram> claimed = [];

    /// <summary>The leaks that were claimed: each is an error.</summary>
    public IReadOnlyList<LeakProgram> Claimed => claimed;

    /// <summary>How many leaks were asked about.</summary>
    public int Leaks => rows.Values.Sum(row => row.Leaks);

    /// <summary>How many controls were claimed.</summary>
    public int ClaimedControls => rows.Values.Sum(row => row.ClaimedControls);

    public void Add(LeakProgram program, bool isClaimed)
    {
        string key = program.Family + ": " + program.Channel.Name;
        (int leaks, int claimedLeaks, int controls, int claimedControls) = rows.GetValueOrDefault(key);
        int claim = isClaimed ? 1 : 0;
        rows[key] = program.IsControl ? (leaks, claimedLeaks, controls + 1, claimedControls + claim) : (leaks + 1, claimedLeaks + claim, controls, claimedControls);
        if (isClaimed && !program.IsControl)
        {
            claimed.Add(program);
        }
    }

    /// <summary>A row a channel, and the sums.</summary>
    public string Print()
    {
        var text = new StringBuilder();
        text.AppendLine($"{"channel",-56}{"leaks",7}{"claimed",9}{"controls",10}{"claimed",9}");
        foreach ((string channel, (int leaks, int claimedLeaks, int controls, int claimedControls)) in rows)
        {
            text.AppendLine($"{channel,-56}{leaks,7}{claimedLeaks,9}{controls,10}{(controls == 0 ? "" : $"{100.0 * claimedControls / controls:F0} %"),9}");
        }

        text.AppendLine($"{rows.Count + " channels",-56}{Leaks,7}{claimed.Count,9}{rows.Values.Sum(row => row.Controls),10}{ClaimedControls,9}");
        return text.ToString();
    }

    /// <summary>How many leaks are claimed by channel, how, when and where, some of them by name, and two sources.</summary>
    public string PrintClaimed() => string.Join(
        "\n",
        By(program => program.Family + ": " + program.Channel.Name).Prepend(claimed.Count + " leaks are claimed")
            .Concat(By(program => program.How.ToString()))
            .Concat(By(program => program.When.ToString()))
            .Concat(By(program => program.Where.ToString()))
            .Concat(claimed.Take(30).Select(program => program.ToString()))
            .Concat(claimed.Take(2).Select(program => program.Source)));

    private IEnumerable<string> By(Func<LeakProgram, string> axis) =>
        claimed.GroupBy(axis).OrderByDescending(group => group.Count()).Select(group => $"{group.Count(),6} {group.Key}").Append("");
}
