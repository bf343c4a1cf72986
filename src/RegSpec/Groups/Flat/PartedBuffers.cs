using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// For the length of one step, puts the parameters of a buffer in its place in the optimizer, with their parts of its state. Below single
/// precision libtorch rounds the product in x + αy behind the last whole vector of a tensor, and of a thread's share of it, but not before:
/// only tensors of the same lengths give the same bits.
/// </summary>
internal sealed class PartedBuffers : IDisposable
{
    private readonly IPlannedOptimizer optimizer;
    private readonly StateKind kind;
    private readonly List<(ParamGroup Group, IEnumerable<Parameter> Before)> groups = [];
    private readonly List<(FlatBuffer Buffer, OptimizerState Whole, OptimizerState[] Parts)> states = [];

    private PartedBuffers(IPlannedOptimizer optimizer)
    {
        this.optimizer = optimizer;
        kind = StateKind.Of((OptimizerHelper)optimizer);
    }

    /// <summary>Parts the buffers that have to be for bits equal to TorchSharp's; null where none has.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="buffers">Its buffers.</param>
    /// <param name="arithmetic">How the step computes.</param>
    public static PartedBuffers? Of(IPlannedOptimizer optimizer, IReadOnlyList<FlatParameterGroup> buffers, FlatArithmetic arithmetic)
    {
        if (arithmetic != FlatArithmetic.BitIdentical || !Any(buffers))
        {
            return null;
        }

        var parted = new PartedBuffers(optimizer);
        foreach (ParamGroup group in optimizer.AllGroups.ToArray())
        {
            FlatParameterGroup[] inGroup = [.. group.Parameters.SelectMany(parameter => buffers.Where(buffer => ReferenceEquals(buffer.Value, parameter) && DependsOnLength(buffer.Value.dtype, buffer.Value.device_type)))];
            if (inGroup.Length > 0)
            {
                parted.Part(group, inGroup);
            }
        }

        return parted;
    }

    /// <summary>Puts the buffers back, with the state the step left.</summary>
    public void Dispose()
    {
        foreach ((FlatBuffer buffer, OptimizerState whole, OptimizerState[] parts) in states)
        {
            kind.Join(whole, buffer, parts);
            foreach (PlannedParameter row in buffer.Rows)
            {
                optimizer.Forget(row.Value);
            }
        }

        foreach ((ParamGroup group, IEnumerable<Parameter> before) in groups)
        {
            group.Parameters = before;
        }
    }

    private void Part(ParamGroup group, FlatParameterGroup[] buffers)
    {
        IReadOnlyList<OptimizerState> wholes = OptimizerAccess.StatesOf((OptimizerHelper)optimizer, Array.ConvertAll(buffers, static buffer => buffer.Value));
        groups.Add((group, group.Parameters));
        group.Parameters = group.Parameters.SelectMany(parameter => Array.Find(buffers, buffer => ReferenceEquals(buffer.Value, parameter))?.Parameters ?? [parameter]).ToArray();
        for (int i = 0; i < buffers.Length; i++)
        {
            FlatBuffer buffer = buffers[i].Buffer;
            OptimizerState[] parts = kind.Part(wholes[i], buffer);
            states.Add((buffer, wholes[i], parts));
            for (int view = 0; view < parts.Length; view++)
            {
                optimizer.Keep(buffers[i].Parameters[view], parts[view]);
            }
        }
    }

    /// <summary>Whether the bits of a step on tensors of a kind depend on their lengths.</summary>
    public static bool DependsOnLength(ScalarType type, DeviceType device) => type is not (ScalarType.Float32 or ScalarType.Float64) && device == DeviceType.CPU;

    private static bool Any(IReadOnlyList<FlatParameterGroup> buffers)
    {
        foreach (FlatParameterGroup buffer in buffers)
        {
            if (DependsOnLength(buffer.Value.dtype, buffer.Value.device_type))
            {
                return true;
            }
        }

        return false;
    }
}
