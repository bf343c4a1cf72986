using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests;

/// <summary>One side of a run in which layers are frozen and unfrozen: a model, its groups, one optimizer, two schedulers.</summary>
internal sealed class FreezingStory : IDisposable
{
    private const double Rate = 0.02;
    private readonly FlatParameterGroups? flat;
    private readonly List<optim.lr_scheduler.LRScheduler> schedulers = [];

    public FreezingStory(string name, bool isFlat, IDictionary<string, Tensor>? weights = null, string[]? frozen = null)
    {
        if (weights is not null)
        {
            using var noGradient = no_grad();
            foreach ((string key, Parameter parameter) in Model.named_parameters())
            {
                parameter.copy_(weights[key]);
            }
        }

        Freeze(frozen ?? ["slow", "slowAndStrong", "norm"]);
        Groups = Model.ParameterGroups();
        flat = isFlat ? Groups.Flatten() : null;
        Optimizer = flat is null ? HandMade.Planned(name, Groups, Rate) : HandMade.Planned(name, flat, Rate);
    }

    public SeveralRates Model { get; } = new();

    public ParameterGroups Groups { get; }

    public OptimizerHelper Optimizer { get; }

    public void Schedule()
    {
        schedulers.Add(optim.lr_scheduler.StepLR(Optimizer, 2, 0.7));
        schedulers.Add(optim.lr_scheduler.ExponentialLR(Optimizer, 0.97));
    }

    /// <summary>Exactly these layers are frozen from now on.</summary>
    public void Freeze(params string[] layers)
    {
        foreach ((string name, Parameter parameter) in Model.named_parameters())
        {
            parameter.requires_grad = !layers.Contains(name.Split('.')[0]);
        }
    }

    public void Refresh()
    {
        if (flat is null)
        {
            Groups.Refresh(Optimizer);
        }
        else
        {
            flat.Refresh(Optimizer);
        }
    }

    public void Train(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            GiveGradients(Model);
            Optimizer.step();
            schedulers.ForEach(scheduler => scheduler.step());
        }
    }

    public byte[] Save()
    {
        using var file = new MemoryStream();
        Groups.SaveState(Optimizer, file);
        return file.ToArray();
    }

    public void Load(byte[] state, MissingState missing = MissingState.Refuse) => Groups.LoadState(Optimizer, new MemoryStream(state), missing);

    public Dictionary<string, Tensor> Weights() => Model.named_parameters().ToDictionary(p => p.name, p => p.parameter.detach().clone());

    /// <summary>Gradients that depend on the weights alone, so that two equal runs stay equal; frozen parameters get none.</summary>
    public static void GiveGradients(SeveralRates model)
    {
        using var noGradient = no_grad();
        foreach ((_, Parameter parameter) in model.named_parameters())
        {
            if (!parameter.requires_grad)
            {
                continue;
            }

            Tensor gradient = (parameter * 3).sin();
            if (parameter.grad is { } place)
            {
                place.copy_(gradient);
            }
            else
            {
                parameter.grad = gradient;
            }
        }
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        flat?.Dispose();
        Model.Dispose();
    }
}
