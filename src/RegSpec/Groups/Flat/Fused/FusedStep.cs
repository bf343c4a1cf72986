using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The step of a flat optimizer: each buffer it can in one pass, on as many threads as libtorch uses; the other groups by the step of TorchSharp.</summary>
internal sealed class FusedStep : SharedWork
{
    // Elements: few beside a core's cache, many beside the cost of taking a piece.
    private const long PieceLength = 16 << 10;

    private readonly List<ParamGroup> others = [];
    private GroupUpdate[] updates = [];
    private int[] ends = [];
    private int count;

    /// <summary>Makes a step.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="buffers">The buffers; a group of another parameter is TorchSharp's to step.</param>
    /// <param name="arithmetic">How to compute.</param>
    /// <param name="clip">What the gradients of the buffers are multiplied by, and left as.</param>
    /// <param name="stock">The step of TorchSharp.</param>
    public void Run(IPlannedOptimizer optimizer, IReadOnlyList<FlatParameterGroup> buffers, FlatArithmetic arithmetic, double clip, Func<Func<Tensor>?, Tensor> stock)
    {
        IList<ParamGroup> groups = optimizer.AllGroups;
        others.Clear();
        count = 0;
        if (updates.Length < groups.Count)
        {
            updates = new GroupUpdate[groups.Count];
            ends = new int[groups.Count];
        }

        optim.Optimizer.StateDictionary state = ((OptimizerHelper)optimizer).state_dict();
        int parameter = 0;
        foreach (ParamGroup group in groups)
        {
            bool isFlat = IsBuffer(group, buffers);
            if (!isFlat || !TryAdd(group, state.State[parameter], arithmetic, clip))
            {
                others.Add(group);
                if (isFlat && clip != 1)
                {
                    Scale(group, clip);
                }
            }

            parameter += isFlat ? 1 : group.Parameters.Count();
        }

        if (count > 0)
        {
            int pieces = ends[count - 1];
            DoAll(pieces, AreShared() ? Math.Min(get_num_threads(), pieces / 2) : 1);
        }

        if (others.Count == groups.Count)
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

    private bool TryAdd(ParamGroup group, OptimizerState state, FlatArithmetic arithmetic, double clip)
    {
        Parameter values = ((Parameter[])group.Parameters)[0];
        if (StockRounding.KernelsFor(arithmetic, values.dtype) is not { } kernels
            || GroupUpdate.Prepare(kernels, group.Options, state, values, clip) is not { } update)
        {
            return false;
        }

        updates[count] = update;
        ends[count] = (int)((update.Arguments.Count + PieceLength - 1) / PieceLength) + (count == 0 ? 0 : ends[count - 1]);
        count++;
        return true;
    }

    private static void Scale(ParamGroup group, double factor)
    {
        using var noGradient = no_grad();

        // Held: TorchSharp lets the collector free a number that a native call still reads.
        using Scalar scale = factor;
        foreach (Parameter value in group.Parameters)
        {
            using Tensor? gradient = value.grad;
            gradient?.mul_(scale);
        }
    }

    /// <summary>The step of TorchSharp takes every group of the list; for its length the others alone are there.</summary>
    private void StepOthers(IList<ParamGroup> groups, Func<Func<Tensor>?, Tensor> stock)
    {
        ParamGroup[] all = [.. groups];
        Fill(groups, others);
        try
        {
            stock(null);
        }
        finally
        {
            Fill(groups, all);
        }
    }

    private static bool IsBuffer(ParamGroup group, IReadOnlyList<FlatParameterGroup> buffers)
    {
        if (group.Parameters is not Parameter[] { Length: 1 } single)
        {
            return false;
        }

        foreach (FlatParameterGroup buffer in buffers)
        {
            if (ReferenceEquals(buffer.Value, single[0]))
            {
                return true;
            }
        }

        return false;
    }

    private static void Fill(IList<ParamGroup> groups, IReadOnlyList<ParamGroup> with)
    {
        groups.Clear();
        foreach (ParamGroup group in with)
        {
            groups.Add(group);
        }
    }
}
