using System.Collections.Immutable;

namespace RegSpec.Analyzers;

/// <summary>Names of TorchSharp's optimizer API; parameters and fields of options are called alike.</summary>
internal static class OptimizerNames
{
    public const string AdamW = "AdamW";
    public const string Adam = "Adam";
    public const string SGD = "SGD";
    public const string LBFGS = "LBFGS";
    public const string Rprop = "Rprop";

    /// <summary>Every optimizer, by the name of its class and of its factory.</summary>
    public static readonly ImmutableHashSet<string> All =
        ImmutableHashSet.Create(SGD, Adam, AdamW, "Adagrad", "Adadelta", "Adamax", "ASGD", "NAdam", "RAdam", "RMSProp", Rprop, LBFGS);

    /// <summary>The class of parameters.</summary>
    public const string Parameter = "Parameter";

    /// <summary>The nested class of groups.</summary>
    public const string ParamGroup = "ParamGroup";

    /// <summary>The nested class of what a group sets.</summary>
    public const string Options = "Options";

    public const string WeightDecay = "weight_decay";
    public const string Maximize = "maximize";

    /// <summary>The learning rate of constructors and of all factories but SGD's.</summary>
    public const string LearningRate = "lr";

    /// <summary>The learning rate of SGD's factory.</summary>
    public const string SgdLearningRate = "learningRate";

    /// <summary>The learning rate in options.</summary>
    public const string OptionsLearningRate = "LearningRate";
}
