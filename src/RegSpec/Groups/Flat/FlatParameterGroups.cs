using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// The groups of a model with all parameters of a group in one buffer, made by <see cref="ParameterGroups.Flatten"/>: a step is one call of
/// the optimizer a group. It is bit-identical to the step of the groups that were flattened, for equal gradients, when all parameters step
/// together from the first step, unless <see cref="Arithmetic"/> says otherwise. The optimizers made here are TorchSharp's own; their
/// <c>step</c> looks first and throws where a parameter would be missed.
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
    private readonly FixedNorm? fixedNorm;
    private FlatParameterGroup[] groups;
    private FlatGuard guard;
    private FlatNorms norms;
    private IReadOnlyList<ParameterGroup> layoutOf;
    private FlatArithmetic arithmetic;
    private bool isDisposed;

    internal FlatParameterGroups(ParameterGroups source, bool fixedNorm)
    {
        Source = source;
        source.VerifyForOptimizer();
        this.fixedNorm = fixedNorm ? source.FixedNorm() : null;   // before anything moves: it may refuse
        groups = Move(PlanOf(source));
        (guard, norms) = NewGuard();
        layoutOf = source.Groups;
    }

    /// <summary>The groups that were flattened.</summary>
    public ParameterGroups Source { get; }

    /// <summary>The buffers, in the order of <see cref="ParameterGroups.Groups"/>: for optimizers of one's own, with <see cref="PrepareStep"/> before each step.</summary>
    public IReadOnlyList<FlatParameterGroup> Groups => groups;

    /// <inheritdoc cref="ParameterGroups.LearningRates"/>
    public double[] LearningRates(double lr) => Source.LearningRates(lr);

    /// <inheritdoc cref="ParameterGroups.OneCycleLR"/>
    public optim.lr_scheduler.LRScheduler OneCycleLR(
        optim.Optimizer optimizer,
        double max_lr,
        int total_steps = -1,
        int epochs = -1,
        int steps_per_epoch = -1,
        double pct_start = 0.3,
        optim.lr_scheduler.impl.OneCycleLR.AnnealStrategy anneal_strategy = optim.lr_scheduler.impl.OneCycleLR.AnnealStrategy.Cos,
        bool cycle_momentum = true,
        double base_momentum = 0.85,
        double max_momentum = 0.95,
        double div_factor = 25,
        double final_div_factor = 1e4,
        bool three_phase = false,
        int last_epoch = -1,
        bool verbose = false) => Source.OneCycleLR(
            optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, base_momentum, max_momentum, div_factor, final_div_factor, three_phase, last_epoch, verbose);

    /// <inheritdoc cref="ParameterGroups.ScaleWeightDecay"/>
    public void ScaleWeightDecay(optim.Optimizer optimizer, double factor) => Source.ScaleWeightDecay(optimizer, factor);

    /// <inheritdoc cref="ParameterGroups.EffectiveLearningRates"/>
    public IReadOnlyList<EffectiveLearningRate> EffectiveLearningRates(optim.Optimizer optimizer) => Source.EffectiveLearningRates(optimizer);

    /// <summary>
    /// How the optimizers made here step: in one pass over the buffers where that changes no bit, unless said otherwise. Counts from the
    /// next step on. SGD, Adam and AdamW in single and double precision in main memory have such a pass; the others, other dtypes and other
    /// devices use TorchSharp's operations.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the enum.</exception>
    public FlatArithmetic Arithmetic
    {
        get => arithmetic;
        set => arithmetic = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Unknown way to compute a step: BitIdentical, Fast or Stock.");
    }

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

    /// <summary>Reads freezing and modes again, as <see cref="ParameterGroups.Refresh()"/> does, and flattens anew where that changes a group.</summary>
    /// <returns>This.</returns>
    /// <exception cref="ParameterCoverageException">As from <see cref="ParameterGroups.Refresh()"/> and <see cref="ParameterGroups.Flatten"/>; the buffers are as they were.</exception>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public FlatParameterGroups Refresh() => Refresh([]);

    /// <summary>
    /// Reads freezing and modes again, as <see cref="ParameterGroups.Refresh(optim.Optimizer[])"/> does, flattens anew where that changes a group, and mends the
    /// optimizers given in place. Parameters that train for the first time, or again, get a buffer of their own: they have taken other steps.
    /// </summary>
    /// <param name="optimizers">The living optimizers of these flat groups.</param>
    /// <returns>This.</returns>
    /// <exception cref="ParameterCoverageException">As from <see cref="ParameterGroups.Refresh(optim.Optimizer[])"/> and <see cref="ParameterGroups.Flatten"/>; the buffers are as they were.</exception>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public FlatParameterGroups Refresh(params optim.Optimizer[] optimizers)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        Source.Refresh(optimizers);
        if (!IsLayoutOf(Source.Groups))
        {
            Relayout([]);
        }

        return this;
    }

    /// <summary>
    /// Gives up the buffers as such: optimizers made from them throw at their next step. The parameters keep their values and gradients where
    /// they are and can be trained, saved and flattened again; the memory is freed with the last of them.
    /// </summary>
    public void Dispose()
    {
        isDisposed = true;
        Release(groups);
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

    /// <summary>What the step of an optimizer made here does last.</summary>
    internal void AfterStep() => fixedNorm?.Apply();

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
            throw new InvalidOperationException("Refresh() has flattened the groups anew since this optimizer was made: give it to Refresh(optimizer), or make it again.");
        }
    }

    private void Verify(bool isStep)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (!IsLayoutOf(Source.Groups))
        {
            throw new InvalidOperationException("The groups changed after Flatten(): ParameterGroups.Refresh() was called. Call Refresh(optimizer) of the flat groups.");
        }

        guard.Verify(isStep);
    }

    private (FlatGuard Guard, FlatNorms Norms) NewGuard()
    {
        FlatBuffer[] buffers = Array.ConvertAll(groups, static group => group.Buffer);
        return (new FlatGuard(Source, buffers), new FlatNorms(buffers, Source));
    }

    private bool IsLayoutOf(IReadOnlyList<ParameterGroup> now)
    {
        if (ReferenceEquals(layoutOf, now))
        {
            return true;
        }

        // Refresh() makes equal groups anew.
        var members = groups.SelectMany(static flat => flat.Buffer.Rows.Select(row => (flat.Key, row.Value))).ToHashSet();
        bool isSame = now.Sum(static group => group.Array.Length) == members.Count
            && now.All(group => Array.TrueForAll(group.Array, value => members.Contains((group.Key, value))));
        if (isSame)
        {
            layoutOf = now;
        }

        return isSame;
    }

    private static void Release(FlatParameterGroup[] groups)
    {
        foreach (FlatParameterGroup group in groups)
        {
            group.Buffer.Dispose();
        }
    }
}
