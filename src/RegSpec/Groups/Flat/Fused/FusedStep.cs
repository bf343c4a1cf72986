using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The step of a flat optimizer: each buffer it can in one pass, on as many threads as libtorch uses; what else is in the groups by the step of TorchSharp.</summary>
internal sealed class FusedStep : SharedWork
{
    // Elements: few beside a core's cache, many beside the cost of taking a piece.
    private const long PieceLength = 16 << 10;

    // Groups with what the pass has not taken of them.
    private readonly List<(ParamGroup Group, IEnumerable<Parameter> Left)> others = [];
    private GroupUpdate[] updates = [];
    private int[] ends = [];
    private int count;

    /// <summary>Makes a step.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="buffers">The buffers; another parameter is TorchSharp's to step.</param>
    /// <param name="arithmetic">How to compute.</param>
    /// <param name="clip">What the gradients of the buffers are multiplied by, and left as.</param>
    /// <param name="stock">The step of TorchSharp.</param>
    public void Run(IPlannedOptimizer optimizer, IReadOnlyList<FlatParameterGroup> buffers, FlatArithmetic arithmetic, double clip, Func<Func<Tensor>?, Tensor> stock)
    {
        IList<ParamGroup> groups = optimizer.AllGroups;
        others.Clear();
        count = 0;
        optim.Optimizer.StateDictionary state = ((OptimizerHelper)optimizer).state_dict();
        int index = 0;
        foreach (ParamGroup group in groups)
        {
            Parameter[] parameters = group.Parameters as Parameter[] ?? [.. group.Parameters];
            List<Parameter>? rest = null;
            foreach (Parameter value in parameters)
            {
                bool isFlat = IsBuffer(value, buffers);
                if (!isFlat || !TryAdd(group.Options, state.State[index], value, arithmetic, clip))
                {
                    (rest ??= []).Add(value);
                    if (isFlat && clip != 1)
                    {
                        Scale(value, clip);
                    }
                }

                index++;
            }

            if (rest is not null)
            {
                others.Add((group, rest.Count == parameters.Length ? group.Parameters : rest.ToArray()));
            }
        }

        if (count > 0)
        {
            int pieces = ends[count - 1];
            DoAll(pieces, AreShared() ? Math.Min(get_num_threads(), pieces / 2) : 1);
        }

        if (count == 0)
        {
            stock(null);
        }
        else if (others.Count > 0)
        {
            StepOthers(groups, stock);
        }
    }

    protected override void Do(int piece)
    {
        int index = 0;
        while (piece >= ends[index])
        {
            index++;
        }

        ref readonly GroupUpdate update = ref updates[index];
        long from = (piece - (index == 0 ? 0 : ends[index - 1])) * PieceLength;
        update.Kernel.Run(update.Arguments, from, Math.Min(from + PieceLength, update.Arguments.Count));
    }

    private bool AreShared()
    {
        for (int i = 0; i < count; i++)
        {
            if (!updates[i].Kernel.IsShared)
            {
                return false;
            }
        }

        return true;
    }

    private bool TryAdd(OptimizerOptions options, OptimizerState state, Parameter values, FlatArithmetic arithmetic, double clip)
    {
        if (StockRounding.KernelsFor(arithmetic, values.dtype) is not { } kernels
            || GroupUpdate.Prepare(kernels, options, state, values, clip) is not { } update)
        {
            return false;
        }

        if (count == updates.Length)
        {
            Array.Resize(ref updates, count + 4);
            Array.Resize(ref ends, count + 4);
        }

        updates[count] = update;
        ends[count] = (int)((update.Arguments.Count + PieceLength - 1) / PieceLength) + (count == 0 ? 0 : ends[count - 1]);
        count++;
        return true;
    }

    private static void Scale(Parameter value, double factor)
    {
        using var noGradient = no_grad();
        using Tensor? gradient = value.grad;
        gradient?.TimesInPlace(factor);
    }

    /// <summary>The step of TorchSharp takes every group of the list; for its length the others alone are there, with what was not taken of them.</summary>
    private void StepOthers(IList<ParamGroup> groups, Func<Func<Tensor>?, Tensor> stock)
    {
        ParamGroup[] all = [.. groups];
        IEnumerable<Parameter>[] before = [.. others.Select(static other => other.Group.Parameters)];
        groups.Clear();
        foreach ((ParamGroup group, IEnumerable<Parameter> rest) in others)
        {
            group.Parameters = rest;
            groups.Add(group);
        }

        try
        {
            stock(null);
        }
        finally
        {
            for (int i = 0; i < before.Length; i++)
            {
                others[i].Group.Parameters = before[i];
            }

            groups.Clear();
            Array.ForEach(all, groups.Add);
        }
    }

    private static bool IsBuffer(Parameter value, IReadOnlyList<FlatParameterGroup> buffers)
    {
        foreach (FlatParameterGroup buffer in buffers)
        {
            if (ReferenceEquals(buffer.Value, value))
            {
                return true;
            }
        }

        return false;
    }
}
