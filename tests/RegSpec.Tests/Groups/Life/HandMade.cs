using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests;

/// <summary>Optimizers as one makes them without RegSpec: a group a row of (parameters, λ, rate).</summary>
internal static class HandMade
{
    public static readonly string[] Names = ["SGD", "Adam", "AdamW", "Adagrad", "Adadelta", "Adamax", "ASGD", "NAdam", "RAdam", "RMSProp", "Rprop"];

    public static OptimizerHelper Of(string name, (Parameter[] Parameters, double WeightDecay, double Rate)[] groups) => name switch
    {
        "SGD" => optim.SGD(groups.Select(g => new SGD.ParamGroup(g.Parameters, new SGD.Options { weight_decay = g.WeightDecay, LearningRate = g.Rate })), 0.01, momentum: 0.9),
        "Adam" => optim.Adam(groups.Select(g => new Adam.ParamGroup(g.Parameters, new Adam.Options { weight_decay = g.WeightDecay, LearningRate = g.Rate })), amsgrad: true),
        "AdamW" => optim.AdamW(groups.Select(g => new AdamW.ParamGroup(g.Parameters, new AdamW.Options { weight_decay = g.WeightDecay, LearningRate = g.Rate }))),
        "Adagrad" => optim.Adagrad(groups.Select(g => new Adagrad.ParamGroup(g.Parameters, new Adagrad.Options { weight_decay = g.WeightDecay, LearningRate = g.Rate }))),
        "Adadelta" => optim.Adadelta(groups.Select(g => new Adadelta.ParamGroup(g.Parameters, new Adadelta.Options { weight_decay = g.WeightDecay, LearningRate = g.Rate }))),
        "Adamax" => optim.Adamax(groups.Select(g => new Adamax.ParamGroup(g.Parameters, new Adamax.Options { weight_decay = g.WeightDecay, LearningRate = g.Rate }))),
        "ASGD" => optim.ASGD(groups.Select(g => new ASGD.ParamGroup(g.Parameters, new ASGD.Options { weight_decay = g.WeightDecay, LearningRate = g.Rate }))),
        "NAdam" => optim.NAdam(groups.Select(g => new NAdam.ParamGroup(g.Parameters, new NAdam.Options { weight_decay = g.WeightDecay, LearningRate = g.Rate }))),
        "RAdam" => optim.RAdam(groups.Select(g => new RAdam.ParamGroup(g.Parameters, new RAdam.Options { weight_decay = g.WeightDecay, LearningRate = g.Rate }))),
        "RMSProp" => optim.RMSProp(groups.Select(g => new RMSProp.ParamGroup(g.Parameters, new RMSProp.Options { weight_decay = g.WeightDecay, LearningRate = g.Rate })), momentum: 0.5, centered: true),
        _ => optim.Rprop(groups.Select(g => new Rprop.ParamGroup(g.Parameters, new Rprop.Options { LearningRate = g.Rate }))),
    };

    public static OptimizerHelper Planned(string name, ParameterGroups groups, double lr) => name switch
    {
        "SGD" => groups.SGD(lr, momentum: 0.9),
        "Adam" => groups.Adam(lr, amsgrad: true),
        "AdamW" => groups.AdamW(lr),
        "Adagrad" => groups.Adagrad(lr),
        "Adadelta" => groups.Adadelta(lr),
        "Adamax" => groups.Adamax(lr),
        "ASGD" => groups.ASGD(lr),
        "NAdam" => groups.NAdam(lr),
        "RAdam" => groups.RAdam(lr),
        "RMSProp" => groups.RMSProp(lr, momentum: 0.5, centered: true),
        _ => groups.Rprop(lr, penaltyInLoss: true),
    };

    public static OptimizerHelper Planned(string name, FlatParameterGroups groups, double lr) => name switch
    {
        "SGD" => groups.SGD(lr, momentum: 0.9),
        "Adam" => groups.Adam(lr, amsgrad: true),
        "AdamW" => groups.AdamW(lr),
        "Adagrad" => groups.Adagrad(lr),
        "Adadelta" => groups.Adadelta(lr),
        "Adamax" => groups.Adamax(lr),
        "ASGD" => groups.ASGD(lr),
        "NAdam" => groups.NAdam(lr),
        "RAdam" => groups.RAdam(lr),
        "RMSProp" => groups.RMSProp(lr, momentum: 0.5, centered: true),
        _ => groups.Rprop(lr, penaltyInLoss: true),
    };
}
