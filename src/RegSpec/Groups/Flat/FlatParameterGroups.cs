using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// The groups of a model with all parameters of a group in one buffer, made by <see cref="ParameterGroups.Flatten"/>: a step is one call of
/// the optimizer a group. It is bit-identical to the step of the groups that were flattened, for equal gradients, when all parameters
/// step together from the first step. The optimizers made here are TorchSharp's own; their <c>step</c> looks first and throws where a
/// parameter would be missed.
/// </summary>
/// <remarks>
/// <para>
/// From the first step (or clipping) on, the gradients too are views of one buffer. So set them to zero with <see cref="ZeroGrad"/> or
/// <c>optimizer.zero_grad()</c>, never to null with <c>module.zero_grad()</c>, change them in place, and move or cast the model before it is
/// flattened. The model saves, loads and computes as before.
/// </para>
/// <para>
/// There is no LBFGS: it joins parameters to a vector by itself, and its dot products over a buffer with padding would sum in another
/// order than the stock ones. <see cref="ParameterGroups.LBFGS"/> works on flattened parameters as on others.
/// </para>
/// </remarks>
public sealed partial class FlatParameterGroups : IDisposable
{
    private FlatParameterGroup[] groups;
    private FlatGuard guard;
    private bool isDisposed;

    internal FlatParameterGroups(ParameterGroups source)
    {
        Source = source;
        (groups, guard) = Move(source);
    }

    /// <summary>The groups that were flattened.</summary>
    public ParameterGroups Source { get; }

    /// <summary>The buffers, in the order of <see cref="ParameterGroups.Groups"/>: for optimizers of one's own, with <see cref="PrepareStep"/> before each step.</summary>
    public IReadOnlyList<FlatParameterGroup> Groups => groups;

    /// <inheritdoc cref="ParameterGroups.LearningRates"/>
    public double[] LearningRates(double lr) => Source.LearningRates(lr);

    /// <summary>Sets all gradients to zero, in place; a gradient that does not exist yet stays null.</summary>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public void ZeroGrad()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        foreach (FlatParameterGroup group in groups)
        {
            group.Buffer.ZeroGradients();
        }
    }

    /// <summary>
    /// Checks that every parameter and its gradient is still a view of its buffer; before the first step it gathers the gradients. The
    /// optimizers made here call it in <c>step</c>; call it yourself, after <c>backward()</c>, before the step of an optimizer of your own.
    /// </summary>
    /// <exception cref="ParameterCoverageException">
    /// A gradient is missing, sparse or outside the buffer, a parameter was frozen, moved, cast, replaced or flattened once more; the message
    /// names it and says what to do. Nothing was changed.
    /// </exception>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public void PrepareStep() => Verify(isStep: true);

    /// <summary>
    /// The penalty Σ λ/2 ‖w‖² over the trainable decayed parameters, differentiable: <see cref="ParameterGroups.L2Penalty"/>.
    /// </summary>
    /// <inheritdoc cref="ParameterGroups.L2Penalty"/>
    public Tensor L2Penalty() => Source.L2Penalty();

    /// <summary>
    /// Reads <c>requires_grad</c> again after freezing or unfreezing and, where that changes a group, flattens anew. Optimizers made before
    /// throw at their next step then: make them again. Their moments start anew, because <see cref="ParameterGroups.LoadState(optim.Optimizer, string)"/> refuses another set of parameters.
    /// </summary>
    /// <returns>This.</returns>
    /// <exception cref="ParameterCoverageException">As from <see cref="ParameterGroups.Refresh"/> and <see cref="ParameterGroups.Flatten"/>; the buffers are as they were.</exception>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public FlatParameterGroups Refresh()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        Source.Refresh();
        if (!IsLayoutOf(Source.Groups))
        {
            FlatParameterGroup[] before = groups;
            (groups, guard) = Move(Source);
            Release(before);
        }

        return this;
    }

    /// <summary>
    /// Gives up the buffers as such: optimizers made from them throw at their next step. The parameters keep their values and gradients where
    /// they are and can be trained, saved and flattened again; the memory is freed with the last of them.
    /// </summary>
    public void Dispose()
    {
        if (!isDisposed)
        {
            isDisposed = true;
            Release(groups);
        }
    }

    /// <summary>What the step of an optimizer made here does first.</summary>
    /// <param name="madeFor">The groups it was made for.</param>
    /// <param name="closure">Computes the loss and its gradients, or null.</param>
    /// <returns>The loss, or null without a closure.</returns>
    internal Tensor? BeforeStep(IReadOnlyList<FlatParameterGroup> madeFor, Func<Tensor>? closure)
    {
        ThrowIfNotOf(madeFor);
        Tensor? loss = null;
        if (closure is not null)
        {
            using var gradient = enable_grad();
            loss = closure();
        }

        Verify(isStep: true);
        return loss;
    }

    /// <summary>What <c>zero_grad</c> of an optimizer made here does first.</summary>
    internal void BeforeZeroGrad(IReadOnlyList<FlatParameterGroup> madeFor)
    {
        ThrowIfNotOf(madeFor);
        ZeroGrad();
    }

    private void ThrowIfNotOf(IReadOnlyList<FlatParameterGroup> madeFor)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (!ReferenceEquals(madeFor, groups))
        {
            throw new InvalidOperationException("Refresh() has flattened the groups anew since this optimizer was made: make it again.");
        }
    }

    private void Verify(bool isStep)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (!IsLayoutOf(Source.Groups))
        {
            throw new InvalidOperationException("The groups changed after Flatten(): ParameterGroups.Refresh() was called. Call Refresh() of the flat groups, and make the optimizer again.");
        }

        guard.Verify(isStep);
    }

    private static (FlatParameterGroup[] Groups, FlatGuard Guard) Move(ParameterGroups source)
    {
        source.VerifyForOptimizer();
        Dictionary<Parameter, PlannedParameter> rows = source.ToDictionary<PlannedParameter, Parameter>(static row => row.Value, ReferenceEqualityComparer.Instance);
        PlannedParameter[][] members = [.. source.Groups.Select(group => Array.ConvertAll(group.Array, value => rows[value]))];
        var problems = new CoverageProblems();
        foreach (PlannedParameter[] group in members)
        {
            FlatLayout.Check(group, problems);
        }

        problems.ThrowIfAny(source.ModelName, "flat parameter groups");
        SharedMemory.Check(source, problems);
        problems.ThrowIfAny(source.ModelName, "flat parameter groups");

        FlatParameterGroup[] groups = [.. source.Groups.Zip(members, static (group, rows) => new FlatParameterGroup(group, FlatBuffer.Move(FlatLayout.Of(rows))))];
        return (groups, new FlatGuard(source, Array.ConvertAll(groups, static group => group.Buffer)));
    }

    private bool IsLayoutOf(IReadOnlyList<ParameterGroup> now)
    {
        if (now.Count != groups.Length)
        {
            return false;
        }

        for (int i = 0; i < groups.Length; i++)
        {
            // Refresh() makes equal groups anew; the rows, and with them λ and scale of each parameter, are bound once.
            if (!ReferenceEquals(now[i], groups[i].Group) && !now[i].Array.SequenceEqual<Parameter>(groups[i].Group.Array, ReferenceEqualityComparer.Instance))
            {
                return false;
            }
        }

        return true;
    }

    private static void Release(FlatParameterGroup[] groups)
    {
        foreach (FlatParameterGroup group in groups)
        {
            group.Buffer.Dispose();
        }
    }
}
