using RegSpec;
using RegSpec.Plots;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BatchNormFight;

/// <summary>The experiments, each on one seed.</summary>
internal static class Fight
{
    /// <summary>Losses before and after w is multiplied by 10, with the normalization (γ untouched) and without.</summary>
    public static (double Before, double After, double PlainBefore, double PlainAfter) Scale(Crowd crowd, int seed)
    {
        random.manual_seed(seed);
        using var net = new Normalized();
        using var plain = new Plain();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        (double before, double plainBefore) = (Loss(net), Loss(plain));
        Hidden(net.ParameterGroups()).mul_(10);
        Hidden(plain.ParameterGroups()).mul_(10);
        return (before, Loss(net), plainBefore, Loss(plain));

        double Loss(Module<Tensor, Tensor> module) => functional.cross_entropy(module.call(crowd.X), crowd.Y).item<float>();
    }

    /// <summary>300 steps from (αw, α²lr, λ/α²): the loss of each step, and ‖w‖/α at the end. By theory both are the same for every α.</summary>
    public static (double[] Losses, double Norm) Train(Crowd crowd, int seed, double alpha)
    {
        const double lr = 0.1;
        var losses = new List<double>();
        random.manual_seed(seed);
        using var net = new Normalized();
        ParameterGroups groups = net.ParameterGroups(weightDecay: 0.0125);
        Parameter weight = Hidden(groups);
        using (no_grad())
        {
            weight.mul_(alpha);
        }

        using SGD optimizer = groups.SGD(lr);
        groups.ScaleWeightDecay(optimizer, 1 / (alpha * alpha));
        foreach ((ParameterGroup group, optim.ILearningRateController controls) in groups.Groups.Zip(optimizer.ParamGroups))
        {
            controls.LearningRate = group.WeightDecay > 0 ? alpha * alpha * lr : lr;
        }

        Steps(net, optimizer, crowd.Batches(), 300, (_, loss) => losses.Add(loss));
        return ([.. losses], weight.norm().item<float>() / alpha);
    }

    /// <summary>‖g‖/‖w‖ where it has settled, the root of the mean square over the later half of the steps, on noise and with all else held: gradients do not change with what is learned.</summary>
    public static double Settled(int seed, double lr, double lambda)
    {
        int settling = (int)(1.5 / (lr * lambda)), steps = 2 * settling;
        double squares = 0;
        random.manual_seed(seed);
        using var net = new Normalized();
        ParameterGroups groups = net.ParameterGroups(weightDecay: lambda);
        foreach (PlannedParameter row in groups.Where(row => row.WeightDecay == 0))
        {
            row.Value.requires_grad_(false);
        }

        using SGD optimizer = groups.Refresh().SGD(lr);
        Parameter weight = Hidden(groups);
        using (no_grad())
        {
            weight.mul_(0.3); // a norm grows to where it settles sooner than it shrinks
        }

        Steps(net, optimizer, Crowd.Noise(), steps, (step, _) =>
        {
            if (step >= settling)
            {
                using Tensor g = weight.grad!.norm(), w = weight.norm();
                squares += Math.Pow(g.item<float>() / w.item<float>(), 2);
            }
        });
        return Math.Sqrt(squares / (steps - settling));
    }

    /// <summary>Of 200 steps, those at which the test of AdamP (Heo et al. 2021) takes w and the head's weight for scale-invariant: every cosine of gradient and weight below 0.1/√dim.</summary>
    public static (int Weight, int Head) CosineTest(Crowd crowd, int seed)
    {
        (int weight, int head) = (0, 0);
        random.manual_seed(seed);
        using var net = new Normalized();
        ParameterGroups groups = net.ParameterGroups(weightDecay: 0);
        using SGD optimizer = groups.SGD(0.1);
        Parameter hidden = Hidden(groups), last = groups.Single(row => row.Name == "head.weight").Value;
        Steps(net, optimizer, crowd.Batches(), 200, (_, _) =>
        {
            weight += LooksInvariant(hidden) ? 1 : 0;
            head += LooksInvariant(last) ? 1 : 0;
        });
        return (weight, head);
    }

    /// <summary>‖w‖ and lr/‖w‖² over steps, with decay or without, the norm held or not.</summary>
    public static TrainingRecorder Record(Crowd crowd, int seed, double lambda, bool isNormHeld)
    {
        random.manual_seed(seed);
        using var net = new Normalized();
        ParameterGroups groups = net.ParameterGroups(weightDecay: lambda);
        using SGD optimizer = groups.SGD(0.1);
        FixedNorm held = groups.FixedNorm();
        var recorder = new TrainingRecorder(groups, optimizer);
        recorder.Record(0);
        Steps(net, optimizer, crowd.Batches(), 1000, afterStep: step =>
        {
            if (isNormHeld)
            {
                held.Apply();
            }

            if ((step + 1) % 25 == 0)
            {
                recorder.Record(step + 1);
            }
        });
        return recorder;
    }

    /// <summary>w, by the plan: code that reached for it through a property of the model could change it, and would void the proof.</summary>
    private static Parameter Hidden(ParameterGroups groups) => groups.Single(row => row.Name == "hidden.weight").Value;

    private static void Steps(Normalized net, optim.Optimizer optimizer, IEnumerable<(Tensor X, Tensor Y)> batches, int steps, Action<int, double>? withGradient = null, Action<int>? afterStep = null)
    {
        net.train();
        int step = 0;
        foreach ((Tensor x, Tensor y) in batches.Take(steps))
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            Tensor loss = functional.cross_entropy(net.call(x), y);
            loss.backward();
            withGradient?.Invoke(step, loss.item<float>());
            optimizer.step();
            afterStep?.Invoke(step);
            step++;
        }
    }

    private static bool LooksInvariant(Parameter weight)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor gradient = weight.grad!;
        Tensor rows = functional.cosine_similarity(gradient, weight, dim: 1).abs().max();
        Tensor whole = functional.cosine_similarity(gradient.flatten(), weight.flatten(), dim: 0).abs();
        return rows.item<float>() < 0.1 / Math.Sqrt(weight.shape[1]) || whole.item<float>() < 0.1 / Math.Sqrt(weight.numel());
    }
}
