using static TorchSharp.torch;

namespace RegSpec;

/// <content>What others would do.</content>
public sealed partial class ParameterGroups
{
    /// <summary>Compares who would decay which parameter of a model: each policy as that of the model's class default, and the defaults of other systems.</summary>
    /// <param name="module">The model, annotated or not. Its declarations stay in force under every policy; the other systems see names, shapes and types of layers alone.</param>
    /// <returns>One row a tensor, in the order of <c>named_parameters()</c>; frozen ones are decayed by nobody.</returns>
    /// <exception cref="ParameterCoverageException">The model cannot be bound: a trainable parameter would be in no group or in two, or a declared one does not exist.</exception>
    public static DecayComparison Compare(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var modules = new Dictionary<string, nn.Module> { [""] = module };
        foreach ((string name, nn.Module child) in module.named_modules())
        {
            modules.TryAdd(name, child);
        }

        // Any λ > 0 shows who gets it.
        (DecayPolicy Policy, ParameterGroups Groups)[] policies = [.. Enum.GetValues<DecayPolicy>().Select(policy => (policy, Of(module, 1, policy)))];
        PeerDefault[] peers = Enum.GetValues<PeerDefault>();
        return new DecayComparison(policies[0].Groups.Select((parameter, index) =>
        {
            ListedParameter listed = ListedParameter.Of(parameter, modules);
            return new DecayComparisonRow(
                parameter,
                policies.Where(policy => policy.Groups[index].IsDecayed).Select(static policy => policy.Policy),
                peers.Where(peer => !parameter.IsFrozen && PeerRules.Decays(peer, listed)));
        }));
    }
}
