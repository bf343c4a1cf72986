using static TorchSharp.torch;
using M = TorchSharp.Modules;

namespace RegSpec;

/// <content>The factories of <see cref="ParameterGroups"/> for optimizers that step the buffers.</content>
public sealed partial class FlatParameterGroups
{
    /// <inheritdoc cref="ParameterGroups.SGD"/>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public M.SGD SGD(double learningRate, double momentum = 0.0, double dampening = 0, bool nesterov = false, bool maximize = false)
    {
        Source.RefuseGrowth(maximize);
        return Source.Made(new PlannedOptimizers.SGD(NewStep(), Build(learningRate, OptimizerGroup.SGD), learningRate, momentum, dampening, nesterov, maximize));
    }

    /// <inheritdoc cref="ParameterGroups.Adam"/>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public M.Adam Adam(double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, bool amsgrad = false, bool maximize = false) =>
        Source.Made(new PlannedOptimizers.Adam(NewStep(), Build(lr, OptimizerGroup.Adam), lr, beta1, beta2, eps, amsgrad, maximize));

    /// <inheritdoc cref="ParameterGroups.AdamW"/>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public M.AdamW AdamW(double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, bool amsgrad = false, bool maximize = false) =>
        Source.Made(new PlannedOptimizers.AdamW(NewStep(), Build(lr, OptimizerGroup.AdamW), lr, beta1, beta2, eps, amsgrad, maximize));

    /// <inheritdoc cref="ParameterGroups.Adagrad"/>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public M.Adagrad Adagrad(double lr = 1e-2, double lr_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10) =>
        Source.Made(new PlannedOptimizers.Adagrad(NewStep(), Build(lr, OptimizerGroup.Adagrad), lr, lr_decay, initial_accumulator_value, eps));

    /// <inheritdoc cref="ParameterGroups.Adadelta"/>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public M.Adadelta Adadelta(double lr = 1.0, double rho = 0.9, double eps = 1e-6, bool maximize = false) =>
        Source.Made(new PlannedOptimizers.Adadelta(NewStep(), Build(lr, OptimizerGroup.Adadelta), lr, rho, eps, maximize));

    /// <inheritdoc cref="ParameterGroups.Adamax"/>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public M.Adamax Adamax(double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8) =>
        Source.Made(new PlannedOptimizers.Adamax(NewStep(), Build(lr, OptimizerGroup.Adamax), lr, beta1, beta2, eps));

    /// <inheritdoc cref="ParameterGroups.ASGD"/>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public M.ASGD ASGD(double lr = 1e-3, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, bool maximize = false) =>
        Source.Made(new PlannedOptimizers.ASGD(NewStep(), Build(lr, OptimizerGroup.ASGD), lr, lambd, alpha, t0, maximize));

    /// <inheritdoc cref="ParameterGroups.NAdam"/>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public M.NAdam NAdam(double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double momentum_decay = 4e-3) =>
        Source.Made(new PlannedOptimizers.NAdam(NewStep(), Build(lr, OptimizerGroup.NAdam), lr, beta1, beta2, eps, momentum_decay));

    /// <inheritdoc cref="ParameterGroups.RAdam"/>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public M.RAdam RAdam(double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8) =>
        Source.Made(new PlannedOptimizers.RAdam(NewStep(), Build(lr, OptimizerGroup.RAdam), lr, beta1, beta2, eps));

    /// <inheritdoc cref="ParameterGroups.RMSProp"/>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public M.RMSProp RMSProp(double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double momentum = 0, bool centered = false, bool maximize = false) =>
        Source.Made(new PlannedOptimizers.RMSProp(NewStep(), Build(lr, OptimizerGroup.RMSProp), lr, alpha, eps, momentum, centered, maximize));

    /// <inheritdoc cref="ParameterGroups.Rprop"/>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public M.Rprop Rprop(double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false, bool penaltyInLoss = false)
    {
        Source.RequirePenaltyInLoss(nameof(Rprop), penaltyInLoss);
        return Source.Made(new PlannedOptimizers.Rprop(NewStep(), Build(lr, OptimizerGroup.Rprop), lr, etaminus, etaplus, min_step, max_step, maximize));
    }

    private FlatStep NewStep()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        Source.VerifyForOptimizer();
        return new FlatStep(this, groups);
    }

    /// <summary>One group a group of the plan, in its order, with the buffers of its trainable parameters.</summary>
    private TGroup[] Build<TGroup>(double learningRate, CreateGroup<TGroup> create) =>
    [
        .. Source.Groups.Select(group => create(
            [.. groups.Where(flat => flat.Key == group.Key).Select(static flat => flat.Value)],
            group.WeightDecay,
            OptimizerGroup.RateOf(learningRate, group.LearningRateScale))),
    ];
}
