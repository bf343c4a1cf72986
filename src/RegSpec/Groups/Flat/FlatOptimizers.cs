using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>TorchSharp's optimizers with the guard of flat groups before each step. The names are those of the base classes: saved states carry the name of the class.</summary>
internal static class FlatOptimizers
{
    internal sealed class SGD(FlatStep flat, IEnumerable<TorchSharp.Modules.SGD.ParamGroup> groups, double learningRate, double momentum, double dampening, bool nesterov, bool maximize)
        : TorchSharp.Modules.SGD(groups, learningRate, momentum, dampening, weight_decay: 0, nesterov, maximize), IFlatOptimizer
    {
        public FlatStep Flat => flat;

        public override Tensor step(Func<Tensor>? closure = null) => flat.Step(closure, base.step);

        public override void zero_grad() => flat.ZeroGrad(base.zero_grad);
    }

    internal sealed class Adam(FlatStep flat, IEnumerable<TorchSharp.Modules.Adam.ParamGroup> groups, double lr, double beta1, double beta2, double eps, bool amsgrad, bool maximize)
        : TorchSharp.Modules.Adam(groups, lr, beta1, beta2, eps, weight_decay: 0, amsgrad, maximize), IFlatOptimizer
    {
        public FlatStep Flat => flat;

        public override Tensor step(Func<Tensor>? closure = null) => flat.Step(closure, base.step);

        public override void zero_grad() => flat.ZeroGrad(base.zero_grad);
    }

    internal sealed class AdamW(FlatStep flat, IEnumerable<TorchSharp.Modules.AdamW.ParamGroup> groups, double lr, double beta1, double beta2, double eps, bool amsgrad, bool maximize)
        : TorchSharp.Modules.AdamW(groups, lr, beta1, beta2, eps, weight_decay: 0, amsgrad, maximize), IFlatOptimizer
    {
        public FlatStep Flat => flat;

        public override Tensor step(Func<Tensor>? closure = null) => flat.Step(closure, base.step);

        public override void zero_grad() => flat.ZeroGrad(base.zero_grad);
    }

    internal sealed class Adagrad(FlatStep flat, IEnumerable<TorchSharp.Modules.Adagrad.ParamGroup> groups, double lr, double lr_decay, double initial_accumulator_value, double eps)
        : TorchSharp.Modules.Adagrad(groups, lr, lr_decay, weight_decay: 0, initial_accumulator_value, eps), IFlatOptimizer
    {
        public FlatStep Flat => flat;

        public override Tensor step(Func<Tensor>? closure = null) => flat.Step(closure, base.step);

        public override void zero_grad() => flat.ZeroGrad(base.zero_grad);
    }

    internal sealed class Adadelta(FlatStep flat, IEnumerable<TorchSharp.Modules.Adadelta.ParamGroup> groups, double lr, double rho, double eps, bool maximize)
        : TorchSharp.Modules.Adadelta(groups, lr, rho, eps, weight_decay: 0, maximize), IFlatOptimizer
    {
        public FlatStep Flat => flat;

        public override Tensor step(Func<Tensor>? closure = null) => flat.Step(closure, base.step);

        public override void zero_grad() => flat.ZeroGrad(base.zero_grad);
    }

    internal sealed class Adamax(FlatStep flat, IEnumerable<TorchSharp.Modules.Adamax.ParamGroup> groups, double lr, double beta1, double beta2, double eps)
        : TorchSharp.Modules.Adamax(groups, lr, beta1, beta2, eps, weight_decay: 0), IFlatOptimizer
    {
        public FlatStep Flat => flat;

        public override Tensor step(Func<Tensor>? closure = null) => flat.Step(closure, base.step);

        public override void zero_grad() => flat.ZeroGrad(base.zero_grad);
    }

    internal sealed class ASGD(FlatStep flat, IEnumerable<TorchSharp.Modules.ASGD.ParamGroup> groups, double lr, double lambd, double alpha, double t0, bool maximize)
        : TorchSharp.Modules.ASGD(groups, lr, lambd, alpha, t0, weight_decay: 0, maximize), IFlatOptimizer
    {
        public FlatStep Flat => flat;

        public override Tensor step(Func<Tensor>? closure = null) => flat.Step(closure, base.step);

        public override void zero_grad() => flat.ZeroGrad(base.zero_grad);
    }

    internal sealed class NAdam(FlatStep flat, IEnumerable<TorchSharp.Modules.NAdam.ParamGroup> groups, double lr, double beta1, double beta2, double eps, double momentum_decay)
        : TorchSharp.Modules.NAdam(groups, lr, beta1, beta2, eps, weight_decay: 0, momentum_decay), IFlatOptimizer
    {
        public FlatStep Flat => flat;

        public override Tensor step(Func<Tensor>? closure = null) => flat.Step(closure, base.step);

        public override void zero_grad() => flat.ZeroGrad(base.zero_grad);
    }

    internal sealed class RAdam(FlatStep flat, IEnumerable<TorchSharp.Modules.RAdam.ParamGroup> groups, double lr, double beta1, double beta2, double eps)
        : TorchSharp.Modules.RAdam(groups, lr, beta1, beta2, eps, weight_decay: 0), IFlatOptimizer
    {
        public FlatStep Flat => flat;

        public override Tensor step(Func<Tensor>? closure = null) => flat.Step(closure, base.step);

        public override void zero_grad() => flat.ZeroGrad(base.zero_grad);
    }

    internal sealed class RMSProp(FlatStep flat, IEnumerable<TorchSharp.Modules.RMSProp.ParamGroup> groups, double lr, double alpha, double eps, double momentum, bool centered, bool maximize)
        : TorchSharp.Modules.RMSProp(groups, lr, alpha, eps, weight_decay: 0, momentum, centered, maximize), IFlatOptimizer
    {
        public FlatStep Flat => flat;

        public override Tensor step(Func<Tensor>? closure = null) => flat.Step(closure, base.step);

        public override void zero_grad() => flat.ZeroGrad(base.zero_grad);
    }

    internal sealed class Rprop(FlatStep flat, IEnumerable<TorchSharp.Modules.Rprop.ParamGroup> groups, double lr, double etaminus, double etaplus, double min_step, double max_step, bool maximize)
        : TorchSharp.Modules.Rprop(groups, lr, etaminus, etaplus, min_step, max_step, maximize), IFlatOptimizer
    {
        public FlatStep Flat => flat;

        public override Tensor step(Func<Tensor>? closure = null) => flat.Step(closure, base.step);

        public override void zero_grad() => flat.ZeroGrad(base.zero_grad);
    }
}
