namespace RegSpec.CompileTime.Tests;

/// <summary>All leaks, each with its control.</summary>
internal static class LeakMatrix
{
    private static readonly LeakHow[] Hows = Enum.GetValues<LeakHow>();
    private static readonly LeakWhen[] Whens = Enum.GetValues<LeakWhen>();
    private static readonly LeakWhere[] Wheres = Enum.GetValues<LeakWhere>();

    /// <summary>The channels by family.</summary>
    public static IReadOnlyList<(string Family, IReadOnlyList<LeakChannel> Channels)> Families { get; } =
    [
        ("places", PlaceChannels.All),
        ("aggregates", AggregateChannels.All),
        ("members", MemberChannels.All),
        ("dispatch", DispatchChannels.All),
        ("delegates", DelegateChannels.All),
        ("flow", FlowChannels.All),
        ("torch", TorchChannels.All),
    ];

    /// <summary>
    /// Every channel with a third of the pairs of how and when, another third for the next channel: each channel meets every how and every when. The places
    /// where the outcome leaves take turns, so that each of them meets each how and each when.
    /// </summary>
    public static IReadOnlyList<LeakProgram> Leaks { get; } = [.. All()];

    /// <summary>The control of a leak.</summary>
    public static LeakProgram Control(LeakProgram leak) => leak with { IsControl = true };

    private static IEnumerable<LeakProgram> All()
    {
        int number = 0, channels = 0;
        foreach ((string family, IReadOnlyList<LeakChannel> list) in Families)
        {
            foreach (LeakChannel channel in list)
            {
                channels++;
                foreach (LeakHow how in Hows)
                {
                    foreach (LeakWhen when in Whens.Where(when => (int)when % 3 == ((int)how + channels) % 3 && Fits(channel, how, when)))
                    {
                        LeakWhere where = Wheres[((3 * (int)how) + (5 * (int)when) + (7 * channels)) % Wheres.Length];
                        yield return new LeakProgram(number++, family, channel, how, when, where, IsControl: false);
                    }
                }
            }
        }
    }

    private static bool Fits(LeakChannel channel, LeakHow how, LeakWhen when)
    {
        bool writes = how is LeakHow.Written or LeakHow.ViewWritten or LeakHow.DetachedWritten or LeakHow.ElementSet;
        return !(writes && channel.Copies) && when switch
        {
            LeakWhen.InTheConstructor => how is LeakHow.Assigned or LeakHow.Number or LeakHow.Condition && channel.Persists,
            LeakWhen.InAnInitialiser => how is LeakHow.Assigned or LeakHow.Number or LeakHow.Condition && channel.Initial.Length > 0,
            LeakWhen.InTheCallBefore => !writes && channel.Persists,
            LeakWhen.ForTheNextTurn => !writes,
            LeakWhen.InALocalFunction => channel.IsCapturable,
            _ => true,
        };
    }
}
