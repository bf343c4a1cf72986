using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>TorchSharp's optimizers with what a plan asks around each step. The names are those of the base classes: saved states carry the name of the class.</summary>
internal static class PlannedOptimizers
{
    internal sealed class SGD(OptimizerStep around, IEnumerable<TorchSharp.Modules.SGD.ParamGroup> groups, double learningRate, double momentum, double dampening, bool nesterov, bool maximize)
        : TorchSharp.Modules.SGD(groups, learningRate, momentum, dampening, weight_decay: 0, nesterov, maximize), IPlannedOptimizer
    {
        public OptimizerStep Around => around;

        public IList<TorchSharp.Modules.ParamGroup> AllGroups => _parameter_groups;

        public override IEnumerable<optim.ILearningRateController> ParamGroups => around.Scheduled(_parameter_groups);

        public override Tensor step(Func<Tensor>? closure = null) => around.Step(this, closure, base.step);

        public override void zero_grad() => around.ZeroGrad(this, base.zero_grad);

        public void Forget(Parameter parameter) => _state.Remove(parameter.Handle);

        public void Keep(Parameter parameter, OptimizerState state) => _state[parameter.Handle] = state;

        protected override void Dispose(bool disposing)
        {
            around.IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    internal sealed class Adam(OptimizerStep around, IEnumerable<TorchSharp.Modules.Adam.ParamGroup> groups, double lr, double beta1, double beta2, double eps, bool amsgrad, bool maximize)
        : TorchSharp.Modules.Adam(groups, lr, beta1, beta2, eps, weight_decay: 0, amsgrad, maximize), IPlannedOptimizer
    {
        public OptimizerStep Around => around;

        public IList<TorchSharp.Modules.ParamGroup> AllGroups => _parameter_groups;

        public override IEnumerable<optim.ILearningRateController> ParamGroups => around.Scheduled(_parameter_groups);

        public override Tensor step(Func<Tensor>? closure = null) => around.Step(this, closure, base.step);

        public override void zero_grad() => around.ZeroGrad(this, base.zero_grad);

        public void Forget(Parameter parameter) => _state.Remove(parameter.Handle);

        public void Keep(Parameter parameter, OptimizerState state) => _state[parameter.Handle] = state;

        protected override void Dispose(bool disposing)
        {
            around.IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    internal sealed class AdamW(OptimizerStep around, IEnumerable<TorchSharp.Modules.AdamW.ParamGroup> groups, double lr, double beta1, double beta2, double eps, bool amsgrad, bool maximize)
        : TorchSharp.Modules.AdamW(groups, lr, beta1, beta2, eps, weight_decay: 0, amsgrad, maximize), IPlannedOptimizer
    {
        public OptimizerStep Around => around;

        public IList<TorchSharp.Modules.ParamGroup> AllGroups => _parameter_groups;

        public override IEnumerable<optim.ILearningRateController> ParamGroups => around.Scheduled(_parameter_groups);

        public override Tensor step(Func<Tensor>? closure = null) => around.Step(this, closure, base.step);

        public override void zero_grad() => around.ZeroGrad(this, base.zero_grad);

        public void Forget(Parameter parameter) => _state.Remove(parameter.Handle);

        public void Keep(Parameter parameter, OptimizerState state) => _state[parameter.Handle] = state;

        protected override void Dispose(bool disposing)
        {
            around.IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    internal sealed class Adagrad(OptimizerStep around, IEnumerable<TorchSharp.Modules.Adagrad.ParamGroup> groups, double lr, double lr_decay, double initial_accumulator_value, double eps)
        : TorchSharp.Modules.Adagrad(groups, lr, lr_decay, weight_decay: 0, initial_accumulator_value, eps), IPlannedOptimizer
    {
        public OptimizerStep Around => around;

        public IList<TorchSharp.Modules.ParamGroup> AllGroups => _parameter_groups;

        public override IEnumerable<optim.ILearningRateController> ParamGroups => around.Scheduled(_parameter_groups);

        public override Tensor step(Func<Tensor>? closure = null) => around.Step(this, closure, base.step);

        public override void zero_grad() => around.ZeroGrad(this, base.zero_grad);

        public void Forget(Parameter parameter) => _state.Remove(parameter.Handle);

        public void Keep(Parameter parameter, OptimizerState state) => _state[parameter.Handle] = state;

        protected override void Dispose(bool disposing)
        {
            around.IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    internal sealed class Adadelta(OptimizerStep around, IEnumerable<TorchSharp.Modules.Adadelta.ParamGroup> groups, double lr, double rho, double eps, bool maximize)
        : TorchSharp.Modules.Adadelta(groups, lr, rho, eps, weight_decay: 0, maximize), IPlannedOptimizer
    {
        public OptimizerStep Around => around;

        public IList<TorchSharp.Modules.ParamGroup> AllGroups => _parameter_groups;

        public override IEnumerable<optim.ILearningRateController> ParamGroups => around.Scheduled(_parameter_groups);

        public override Tensor step(Func<Tensor>? closure = null) => around.Step(this, closure, base.step);

        public override void zero_grad() => around.ZeroGrad(this, base.zero_grad);

        public void Forget(Parameter parameter) => _state.Remove(parameter.Handle);

        public void Keep(Parameter parameter, OptimizerState state) => _state[parameter.Handle] = state;

        protected override void Dispose(bool disposing)
        {
            around.IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    internal sealed class Adamax(OptimizerStep around, IEnumerable<TorchSharp.Modules.Adamax.ParamGroup> groups, double lr, double beta1, double beta2, double eps)
        : TorchSharp.Modules.Adamax(groups, lr, beta1, beta2, eps, weight_decay: 0), IPlannedOptimizer
    {
        public OptimizerStep Around => around;

        public IList<TorchSharp.Modules.ParamGroup> AllGroups => _parameter_groups;

        public override IEnumerable<optim.ILearningRateController> ParamGroups => around.Scheduled(_parameter_groups);

        public override Tensor step(Func<Tensor>? closure = null) => around.Step(this, closure, base.step);

        public override void zero_grad() => around.ZeroGrad(this, base.zero_grad);

        public void Forget(Parameter parameter) => _state.Remove(parameter.Handle);

        public void Keep(Parameter parameter, OptimizerState state) => _state[parameter.Handle] = state;

        protected override void Dispose(bool disposing)
        {
            around.IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    internal sealed class ASGD(OptimizerStep around, IEnumerable<TorchSharp.Modules.ASGD.ParamGroup> groups, double lr, double lambd, double alpha, double t0, bool maximize)
        : TorchSharp.Modules.ASGD(groups, lr, lambd, alpha, t0, weight_decay: 0, maximize), IPlannedOptimizer
    {
        public OptimizerStep Around => around;

        public IList<TorchSharp.Modules.ParamGroup> AllGroups => _parameter_groups;

        public override IEnumerable<optim.ILearningRateController> ParamGroups => around.Scheduled(_parameter_groups);

        public override Tensor step(Func<Tensor>? closure = null) => around.Step(this, closure, base.step);

        public override void zero_grad() => around.ZeroGrad(this, base.zero_grad);

        public void Forget(Parameter parameter) => _state.Remove(parameter.Handle);

        public void Keep(Parameter parameter, OptimizerState state) => _state[parameter.Handle] = state;

        protected override void Dispose(bool disposing)
        {
            around.IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    internal sealed class NAdam(OptimizerStep around, IEnumerable<TorchSharp.Modules.NAdam.ParamGroup> groups, double lr, double beta1, double beta2, double eps, double momentum_decay)
        : TorchSharp.Modules.NAdam(groups, lr, beta1, beta2, eps, weight_decay: 0, momentum_decay), IPlannedOptimizer
    {
        public OptimizerStep Around => around;

        public IList<TorchSharp.Modules.ParamGroup> AllGroups => _parameter_groups;

        public override IEnumerable<optim.ILearningRateController> ParamGroups => around.Scheduled(_parameter_groups);

        public override Tensor step(Func<Tensor>? closure = null) => around.Step(this, closure, base.step);

        public override void zero_grad() => around.ZeroGrad(this, base.zero_grad);

        public void Forget(Parameter parameter) => _state.Remove(parameter.Handle);

        public void Keep(Parameter parameter, OptimizerState state) => _state[parameter.Handle] = state;

        protected override void Dispose(bool disposing)
        {
            around.IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    internal sealed class RAdam(OptimizerStep around, IEnumerable<TorchSharp.Modules.RAdam.ParamGroup> groups, double lr, double beta1, double beta2, double eps)
        : TorchSharp.Modules.RAdam(groups, lr, beta1, beta2, eps, weight_decay: 0), IPlannedOptimizer
    {
        public OptimizerStep Around => around;

        public IList<TorchSharp.Modules.ParamGroup> AllGroups => _parameter_groups;

        public override IEnumerable<optim.ILearningRateController> ParamGroups => around.Scheduled(_parameter_groups);

        public override Tensor step(Func<Tensor>? closure = null) => around.Step(this, closure, base.step);

        public override void zero_grad() => around.ZeroGrad(this, base.zero_grad);

        public void Forget(Parameter parameter) => _state.Remove(parameter.Handle);

        public void Keep(Parameter parameter, OptimizerState state) => _state[parameter.Handle] = state;

        protected override void Dispose(bool disposing)
        {
            around.IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    internal sealed class RMSProp(OptimizerStep around, IEnumerable<TorchSharp.Modules.RMSProp.ParamGroup> groups, double lr, double alpha, double eps, double momentum, bool centered, bool maximize)
        : TorchSharp.Modules.RMSProp(groups, lr, alpha, eps, weight_decay: 0, momentum, centered, maximize), IPlannedOptimizer
    {
        public OptimizerStep Around => around;

        public IList<TorchSharp.Modules.ParamGroup> AllGroups => _parameter_groups;

        public override IEnumerable<optim.ILearningRateController> ParamGroups => around.Scheduled(_parameter_groups);

        public override Tensor step(Func<Tensor>? closure = null) => around.Step(this, closure, base.step);

        public override void zero_grad() => around.ZeroGrad(this, base.zero_grad);

        public void Forget(Parameter parameter) => _state.Remove(parameter.Handle);

        public void Keep(Parameter parameter, OptimizerState state) => _state[parameter.Handle] = state;

        protected override void Dispose(bool disposing)
        {
            around.IsDisposed = true;
            base.Dispose(disposing);
        }
    }

    internal sealed class Rprop(OptimizerStep around, IEnumerable<TorchSharp.Modules.Rprop.ParamGroup> groups, double lr, double etaminus, double etaplus, double min_step, double max_step, bool maximize)
        : TorchSharp.Modules.Rprop(groups, lr, etaminus, etaplus, min_step, max_step, maximize), IPlannedOptimizer
    {
        public OptimizerStep Around => around;

        public IList<TorchSharp.Modules.ParamGroup> AllGroups => _parameter_groups;

        public override IEnumerable<optim.ILearningRateController> ParamGroups => around.Scheduled(_parameter_groups);

        public override Tensor step(Func<Tensor>? closure = null) => around.Step(this, closure, base.step);

        public override void zero_grad() => around.ZeroGrad(this, base.zero_grad);

        public void Forget(Parameter parameter) => _state.Remove(parameter.Handle);

        public void Keep(Parameter parameter, OptimizerState state) => _state[parameter.Handle] = state;

        protected override void Dispose(bool disposing)
        {
            around.IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
