using TorchSharp.Modules;

namespace RegSpec;

/// <summary>Makes the group of one kind of optimizer.</summary>
/// <param name="parameters">What it steps.</param>
/// <param name="weightDecay">λ, always written.</param>
/// <param name="rate">The learning rate, or null for the optimizer's.</param>
internal delegate TGroup CreateGroup<out TGroup>(Parameter[] parameters, double weightDecay, double? rate);

/// <summary>One group a kind of optimizer, with an <c>Options</c> object of its own in which only the intended fields are set: TorchSharp inherits the rest from the optimizer.</summary>
internal static class OptimizerGroup
{
    /// <summary>A null rate is inherited from the optimizer, so that one set later there still counts.</summary>
    public static double? RateOf(double learningRate, double scale) => scale == 1 ? null : learningRate * scale;

    public static SGD.ParamGroup SGD(Parameter[] parameters, double weightDecay, double? rate) =>
        new(parameters, new SGD.Options { weight_decay = weightDecay, LearningRate = rate });

    public static Adam.ParamGroup Adam(Parameter[] parameters, double weightDecay, double? rate) =>
        new(parameters, new Adam.Options { weight_decay = weightDecay, LearningRate = rate });

    public static AdamW.ParamGroup AdamW(Parameter[] parameters, double weightDecay, double? rate) =>
        new(parameters, new AdamW.Options { weight_decay = weightDecay, LearningRate = rate });

    public static Adagrad.ParamGroup Adagrad(Parameter[] parameters, double weightDecay, double? rate) =>
        new(parameters, new Adagrad.Options { weight_decay = weightDecay, LearningRate = rate });

    public static Adadelta.ParamGroup Adadelta(Parameter[] parameters, double weightDecay, double? rate) =>
        new(parameters, new Adadelta.Options { weight_decay = weightDecay, LearningRate = rate });

    public static Adamax.ParamGroup Adamax(Parameter[] parameters, double weightDecay, double? rate) =>
        new(parameters, new Adamax.Options { weight_decay = weightDecay, LearningRate = rate });

    public static ASGD.ParamGroup ASGD(Parameter[] parameters, double weightDecay, double? rate) =>
        new(parameters, new ASGD.Options { weight_decay = weightDecay, LearningRate = rate });

    public static NAdam.ParamGroup NAdam(Parameter[] parameters, double weightDecay, double? rate) =>
        new(parameters, new NAdam.Options { weight_decay = weightDecay, LearningRate = rate });

    public static RAdam.ParamGroup RAdam(Parameter[] parameters, double weightDecay, double? rate) =>
        new(parameters, new RAdam.Options { weight_decay = weightDecay, LearningRate = rate });

    public static RMSProp.ParamGroup RMSProp(Parameter[] parameters, double weightDecay, double? rate) =>
        new(parameters, new RMSProp.Options { weight_decay = weightDecay, LearningRate = rate });

    /// <summary>Rprop has no weight decay.</summary>
    public static Rprop.ParamGroup Rprop(Parameter[] parameters, double weightDecay, double? rate) =>
        new(parameters, new Rprop.Options { LearningRate = rate });
}
