using TorchSharp.Modules;

namespace RegSpec;

/// <summary>The weight decay of a group's options, which TorchSharp declares once a kind of optimizer.</summary>
internal static class DecayOption
{
    /// <summary>The coefficient, or null where the optimizer has none (Rprop).</summary>
    public static double? Get(OptimizerOptions options) => options switch
    {
        SGD.Options o => o.weight_decay,
        Adam.Options o => o.weight_decay,
        AdamW.Options o => o.weight_decay,
        Adagrad.Options o => o.weight_decay,
        Adadelta.Options o => o.weight_decay,
        Adamax.Options o => o.weight_decay,
        ASGD.Options o => o.weight_decay,
        NAdam.Options o => o.weight_decay,
        RAdam.Options o => o.weight_decay,
        RMSProp.Options o => o.weight_decay,
        _ => null,
    };

    /// <summary>Sets the coefficient; nothing where the optimizer has none.</summary>
    public static void Set(OptimizerOptions options, double? weightDecay)
    {
        switch (options)
        {
            case SGD.Options o: o.weight_decay = weightDecay; break;
            case Adam.Options o: o.weight_decay = weightDecay; break;
            case AdamW.Options o: o.weight_decay = weightDecay; break;
            case Adagrad.Options o: o.weight_decay = weightDecay; break;
            case Adadelta.Options o: o.weight_decay = weightDecay; break;
            case Adamax.Options o: o.weight_decay = weightDecay; break;
            case ASGD.Options o: o.weight_decay = weightDecay; break;
            case NAdam.Options o: o.weight_decay = weightDecay; break;
            case RAdam.Options o: o.weight_decay = weightDecay; break;
            case RMSProp.Options o: o.weight_decay = weightDecay; break;
        }
    }

    /// <summary>Whether the optimizer ascends: it negates the gradient before it adds the decay.</summary>
    public static bool IsMaximizing(OptimizerOptions options) => options switch
    {
        SGD.Options o => o.maximize == true,
        Adam.Options o => o.maximize == true,
        AdamW.Options o => o.maximize == true,
        Adadelta.Options o => o.maximize == true,
        ASGD.Options o => o.maximize == true,
        RMSProp.Options o => o.maximize == true,
        _ => false,
    };
}
