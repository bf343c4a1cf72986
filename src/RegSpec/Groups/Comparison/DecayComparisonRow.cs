namespace RegSpec;

/// <summary>One parameter of a <see cref="DecayComparison"/>: who would decay it.</summary>
public sealed class DecayComparisonRow
{
    private readonly HashSet<DecayPolicy> policies;
    private readonly HashSet<PeerDefault> peers;

    internal DecayComparisonRow(PlannedParameter parameter, IEnumerable<DecayPolicy> policies, IEnumerable<PeerDefault> peers)
    {
        Name = parameter.Name;
        Role = parameter.Role;
        Shape = parameter.Shape;
        Elements = parameter.Elements;
        this.policies = [.. policies];
        this.peers = [.. peers];
    }

    /// <summary>The name in the model's <c>named_parameters()</c>.</summary>
    public string Name { get; }

    /// <summary>What the parameter is; of tied uses the strongest role.</summary>
    public ParameterRole Role { get; }

    /// <summary>Number of elements.</summary>
    public long Elements { get; }

    internal string Shape { get; }

    /// <summary>Whether it gets λ > 0 when the model's class default has this policy and every declaration inside stays as it is.</summary>
    /// <param name="policy">The policy.</param>
    public bool IsDecayedBy(DecayPolicy policy) => policies.Contains(policy);

    /// <summary>Whether this system decays it when only a weight decay is configured.</summary>
    /// <param name="peer">The system.</param>
    public bool IsDecayedBy(PeerDefault peer) => peers.Contains(peer);
}
