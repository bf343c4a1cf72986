using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <content>One factory per TorchSharp optimizer: its own argument names and defaults, less <c>weight_decay</c>.</content>
/// <remarks>
/// Every group carries an <c>Options</c> object of its own in which only the intended fields are set, so that the rest is inherited from
/// the call; <c>weight_decay</c> is always explicit.
/// </remarks>
public sealed partial class ParameterGroups
{
    /// <summary>Stochastic gradient descent; λ is coupled (added to the gradient).</summary>
    /// <param name="learningRate">Learning rate ≥ 0.</param>
    /// <param name="momentum">Momentum factor ≥ 0.</param>
    /// <param name="dampening">Dampening of the momentum.</param>
    /// <param name="nesterov">Whether to use Nesterov momentum.</param>
    /// <param name="maximize">Maximise the objective; only without decay.</param>
    /// <exception cref="NotSupportedException"><paramref name="maximize"/> with some λ > 0: TorchSharp's SGD would grow the weights.</exception>
    /// <exception cref="ParameterCoverageException">The model's parameters are no longer those bound.</exception>
    public SGD SGD(double learningRate, double momentum = 0.0, double dampening = 0, bool nesterov = false, bool maximize = false)
    {
        RefuseGrowth(maximize);
        return Made(new PlannedOptimizers.SGD(new StockStep(), Build(learningRate, OptimizerGroup.SGD), learningRate, momentum, dampening, nesterov, maximize));
    }

    /// <summary>Adam; λ is coupled (added to the gradient), see <see cref="AdamW"/> for the decoupled form.</summary>
    /// <param name="lr">Learning rate ≥ 0.</param>
    /// <param name="beta1">Decay of the first moment, in [0, 1).</param>
    /// <param name="beta2">Decay of the second moment, in [0, 1).</param>
    /// <param name="eps">Added to the denominator.</param>
    /// <param name="amsgrad">Whether to use the AMSGrad variant.</param>
    /// <param name="maximize">Maximise the objective.</param>
    /// <exception cref="ParameterCoverageException">The model's parameters are no longer those bound.</exception>
    public Adam Adam(double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, bool amsgrad = false, bool maximize = false) =>
        Made(new PlannedOptimizers.Adam(new StockStep(), Build(lr, OptimizerGroup.Adam), lr, beta1, beta2, eps, amsgrad, maximize));

    /// <summary>AdamW; λ is decoupled: each step multiplies a weight by 1 − lr·λ.</summary>
    /// <inheritdoc cref="Adam"/>
    public AdamW AdamW(double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, bool amsgrad = false, bool maximize = false) =>
        Made(new PlannedOptimizers.AdamW(new StockStep(), Build(lr, OptimizerGroup.AdamW), lr, beta1, beta2, eps, amsgrad, maximize));

    /// <summary>Adagrad; λ is coupled (added to the gradient).</summary>
    /// <param name="lr">Learning rate ≥ 0.</param>
    /// <param name="lr_decay">Decay of the learning rate.</param>
    /// <param name="initial_accumulator_value">Start of the sum of squared gradients.</param>
    /// <param name="eps">Added to the denominator.</param>
    /// <exception cref="ParameterCoverageException">The model's parameters are no longer those bound.</exception>
    public Adagrad Adagrad(double lr = 1e-2, double lr_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10) =>
        Made(new PlannedOptimizers.Adagrad(new StockStep(), Build(lr, OptimizerGroup.Adagrad), lr, lr_decay, initial_accumulator_value, eps));

    /// <summary>Adadelta; λ is coupled (added to the gradient).</summary>
    /// <param name="lr">Factor on the step ≥ 0.</param>
    /// <param name="rho">Decay of the running average of squared gradients, in [0, 1].</param>
    /// <param name="eps">Added to the denominator.</param>
    /// <param name="maximize">Maximise the objective.</param>
    /// <exception cref="ParameterCoverageException">The model's parameters are no longer those bound.</exception>
    public Adadelta Adadelta(double lr = 1.0, double rho = 0.9, double eps = 1e-6, bool maximize = false) =>
        Made(new PlannedOptimizers.Adadelta(new StockStep(), Build(lr, OptimizerGroup.Adadelta), lr, rho, eps, maximize));

    /// <summary>Adamax; λ is coupled (added to the gradient).</summary>
    /// <inheritdoc cref="NAdam"/>
    public Adamax Adamax(double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8) =>
        Made(new PlannedOptimizers.Adamax(new StockStep(), Build(lr, OptimizerGroup.Adamax), lr, beta1, beta2, eps));

    /// <summary>Averaged SGD; λ is coupled (added to the gradient).</summary>
    /// <param name="lr">Learning rate ≥ 0.</param>
    /// <param name="lambd">Shrinkage of every parameter, biases too, at every step: independent of λ and on by default.</param>
    /// <param name="alpha">Power of the learning-rate update.</param>
    /// <param name="t0">Step at which averaging starts.</param>
    /// <param name="maximize">Maximise the objective.</param>
    /// <exception cref="ParameterCoverageException">The model's parameters are no longer those bound.</exception>
    public ASGD ASGD(double lr = 1e-3, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, bool maximize = false) =>
        Made(new PlannedOptimizers.ASGD(new StockStep(), Build(lr, OptimizerGroup.ASGD), lr, lambd, alpha, t0, maximize));

    /// <summary>NAdam; λ is coupled (added to the gradient).</summary>
    /// <param name="lr">Learning rate ≥ 0.</param>
    /// <param name="beta1">Decay of the first moment, in [0, 1).</param>
    /// <param name="beta2">Decay of the second moment, in [0, 1).</param>
    /// <param name="eps">Added to the denominator.</param>
    /// <param name="momentum_decay">Decay of the momentum schedule.</param>
    /// <exception cref="ParameterCoverageException">The model's parameters are no longer those bound.</exception>
    public NAdam NAdam(double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double momentum_decay = 4e-3) =>
        Made(new PlannedOptimizers.NAdam(new StockStep(), Build(lr, OptimizerGroup.NAdam), lr, beta1, beta2, eps, momentum_decay));

    /// <summary>RAdam; λ is coupled (added to the gradient). TorchSharp 0.107 squares the learning rate after warm-up, a scaled one too.</summary>
    /// <inheritdoc cref="NAdam"/>
    public RAdam RAdam(double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8) =>
        Made(new PlannedOptimizers.RAdam(new StockStep(), Build(lr, OptimizerGroup.RAdam), lr, beta1, beta2, eps));

    /// <summary>RMSProp; λ is coupled (added to the gradient).</summary>
    /// <param name="lr">Learning rate ≥ 0.</param>
    /// <param name="alpha">Decay of the running average of squared gradients.</param>
    /// <param name="eps">Added to the denominator.</param>
    /// <param name="momentum">Momentum factor ≥ 0.</param>
    /// <param name="centered">Whether to normalise by the estimated variance.</param>
    /// <param name="maximize">Maximise the objective.</param>
    /// <exception cref="ParameterCoverageException">The model's parameters are no longer those bound.</exception>
    public RMSProp RMSProp(double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double momentum = 0, bool centered = false, bool maximize = false) =>
        Made(new PlannedOptimizers.RMSProp(new StockStep(), Build(lr, OptimizerGroup.RMSProp), lr, alpha, eps, momentum, centered, maximize));

    /// <summary>Rprop, which has no weight decay: the penalty belongs in the loss, see <see cref="L2Penalty"/>.</summary>
    /// <param name="lr">Initial step.</param>
    /// <param name="etaminus">Factor on the step where the gradient changes sign.</param>
    /// <param name="etaplus">Factor on the step where it does not.</param>
    /// <param name="min_step">Smallest step.</param>
    /// <param name="max_step">Largest step.</param>
    /// <param name="maximize">Maximise the objective.</param>
    /// <param name="penaltyInLoss">States that the loss contains <see cref="L2Penalty"/>.</param>
    /// <exception cref="NotSupportedException">Some λ > 0 and <paramref name="penaltyInLoss"/> is false.</exception>
    /// <exception cref="ParameterCoverageException">The model's parameters are no longer those bound.</exception>
    public Rprop Rprop(double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false, bool penaltyInLoss = false)
    {
        RequirePenaltyInLoss(nameof(Rprop), penaltyInLoss);
        return Made(new PlannedOptimizers.Rprop(new StockStep(), Build(lr, OptimizerGroup.Rprop), lr, etaminus, etaplus, min_step, max_step, maximize));
    }

    /// <summary>L-BFGS, which has neither weight decay nor groups: the penalty belongs in the loss, see <see cref="L2Penalty"/>.</summary>
    /// <param name="lr">Learning rate.</param>
    /// <param name="max_iter">Largest number of iterations a step.</param>
    /// <param name="max_eval">Largest number of evaluations a step; null for 1.25 × <paramref name="max_iter"/>.</param>
    /// <param name="tolerange_grad">Stops when the gradient is below (TorchSharp's spelling).</param>
    /// <param name="tolerance_change">Stops when the change is below.</param>
    /// <param name="history_size">Length of the update history.</param>
    /// <param name="penaltyInLoss">States that the loss contains <see cref="L2Penalty"/>.</param>
    /// <exception cref="NotSupportedException">Some λ > 0 and <paramref name="penaltyInLoss"/> is false, or some learning-rate scale is not 1.</exception>
    /// <exception cref="ParameterCoverageException">The model's parameters are no longer those bound.</exception>
    public LBFGS LBFGS(double lr = 0.01, long max_iter = 20, long? max_eval = null, double tolerange_grad = 1e-5, double tolerance_change = 1e-9, long history_size = 100, bool penaltyInLoss = false)
    {
        RequirePenaltyInLoss(nameof(LBFGS), penaltyInLoss);
        VerifyForOptimizer();
        if (rows.FirstOrDefault(static r => !r.IsFrozen && r.LearningRateScale != 1) is { } scaled)
        {
            throw new NotSupportedException(
                $"LBFGS has one learning rate, but {scaled.Name} has learning-rate scale {FormattableString.Invariant($"{scaled.LearningRateScale}")}. Remove [LearningRateScale] or take another optimizer.");
        }

        // The overload with names throws when max_eval is omitted.
        Parameter[] trainable = [.. rows.Where(static r => !r.IsFrozen).Select(static r => r.Value)];
        LBFGS optimizer = optim.LBFGS(trainable, lr, max_iter, max_eval, tolerange_grad, tolerance_change, history_size);
        optimizers.Add(OptimizerLink.Native(optimizer, trainable));
        return optimizer;
    }

    /// <summary>The guard before an optimizer is made.</summary>
    /// <exception cref="ParameterCoverageException">The model's parameters are no longer those bound, or all are frozen.</exception>
    internal void VerifyForOptimizer()
    {
        coverage.Verify(Groups);
        if (Array.TrueForAll(rows, static row => row.IsFrozen))
        {
            throw new ParameterCoverageException(
                $"Every parameter of {ModelName} is frozen: the optimizer would have nothing to do. Set requires_grad and call Refresh().",
                rows.Select(static r => r.Name).ToArray());
        }
    }

    /// <summary>SGD of TorchSharp decays upwards when it maximises.</summary>
    internal void RefuseGrowth(bool maximize)
    {
        if (maximize && rows.Any(static r => r.IsDecayed))
        {
            throw new NotSupportedException(
                "TorchSharp's SGD(maximize: true) adds λw to a gradient it ascends, which grows the weights. Minimise the negated objective instead.");
        }
    }

    /// <summary>An optimizer without weight decay needs the penalty in the loss.</summary>
    internal void RequirePenaltyInLoss(string optimizer, bool penaltyInLoss)
    {
        if (!penaltyInLoss && rows.FirstOrDefault(static r => r.IsDecayed) is { } decayed)
        {
            throw new NotSupportedException(FormattableString.Invariant(
                $"{optimizer} has no weight decay, but {decayed.Name} has λ = {decayed.WeightDecay}. Add L2Penalty() to the loss and pass penaltyInLoss: true."));
        }
    }

    /// <summary>Keeps an eye on an optimizer whose groups are those of the plan.</summary>
    internal T Made<T>(T optimizer)
        where T : OptimizerHelper
    {
        OptimizerLink link = OptimizerLink.Made(optimizer, [.. Groups.Select(static group => group.Key)], rows.Where(static row => !row.IsFrozen));
        optimizers.Add(link);
        HomeMaking.SetPulls(optimizer, rows);
        NoteLostDecay(optimizer, link);
        return optimizer;
    }

    private TGroup[] Build<TGroup>(double learningRate, CreateGroup<TGroup> create)
    {
        VerifyForOptimizer();
        return [.. Groups.Select(g => create(g.Array, g.WeightDecay, OptimizerGroup.RateOf(learningRate, g.LearningRateScale)))];
    }
}
