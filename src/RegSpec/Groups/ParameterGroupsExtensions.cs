using System.ComponentModel;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Parameter groups of any module; for an annotated class the generated extension of the class itself takes precedence.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ParameterGroupsExtensions
{
    /// <summary>Binds a module by its run-time type: what its class and members declare, the annotated classes inside it included.</summary>
    /// <param name="module">The root.</param>
    /// <param name="weightDecay">λ of the root's class default, finite and ≥ 0; null for the declared one.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weightDecay"/> is negative or not finite.</exception>
    /// <exception cref="ParameterCoverageException">A trainable parameter would be in no group or in two, a declared one does not exist, or nothing decides a weight's λ.</exception>
    public static ParameterGroups ParameterGroups(this nn.Module module, double? weightDecay = null) =>
        weightDecay is { } given ? RegSpec.ParameterGroups.Of(module, given) : RegSpec.ParameterGroups.Of(module);
}
