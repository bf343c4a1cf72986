using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Zoo.Tabular;

/// <summary>A primary constructor; parameters used in initialisers only.</summary>
[WeightDecay(0.01)]
public sealed class Mlp(long inputs, long hidden, long outputs) : Module<Tensor, Tensor>(nameof(Mlp))
{
    private readonly Linear first = Linear(inputs, hidden);
    private readonly Linear second = Linear(hidden, outputs);

    public Mlp Build()
    {
        RegisterComponents();
        return this;
    }

    public override Tensor forward([Standardized] Tensor x) => second.call(functional.relu(first.call(x)));
}

/// <summary>Value and advantage streams; a learning-rate scale.</summary>
[WeightDecay(1e-4)]
public class DuelingDqn : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> trunk;
    [LearningRateScale(0.5)]
    private readonly Module<Tensor, Tensor> value;
    [LearningRateScale(0.5), WeightDecay(1e-5)]
    private readonly Module<Tensor, Tensor> advantage;

    public DuelingDqn(int observations, int width, int actions)
        : base("dqn")
    {
        trunk = Sequential(Linear(observations, width), ReLU());
        value = Linear(width, 1);
        advantage = Linear(width, actions);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var h = trunk.forward(x);
        var a = advantage.forward(h);
        return value.forward(h) + a - a.mean(new long[] { 1 }, keepdim: true);
    }
}

/// <summary>Heads made from a count, a raw parameter whose declaration decides.</summary>
[WeightDecay(1e-3)]
public class ContinuousPolicy : Module<Tensor, (Tensor, Tensor)>
{
    private readonly ModuleList<Module<Tensor, Tensor>> heads = new();
    private readonly Module<Tensor, Tensor> trunk;
    [NoWeightDecay(Because = "exploration noise")]
    private readonly Parameter logStd;

    public ContinuousPolicy(int observations, int[] actions)
        : base("policy")
    {
        trunk = Linear(observations, 128);
        foreach (int count in actions)
        {
            heads.Add(Linear(128, count));
        }

        logStd = Parameter(zeros(actions.Sum()));
        RegisterComponents();
    }

    public override (Tensor, Tensor) forward(Tensor x)
    {
        var h = torch.tanh(trunk.forward(x));
        return (torch.cat(heads.Select(head => head.forward(h)).ToArray(), 1), logStd.exp());
    }
}

/// <summary>Actor and critic as members of a third model.</summary>
[WeightDecay(1e-4)]
public sealed class Agent : Module<Tensor, (Tensor, Tensor)>
{
    public Agent(DuelingDqn critic, ContinuousPolicy actor)
        : base("agent")
    {
        Critic = critic;
        Actor = actor;
        RegisterComponents();
    }

    public DuelingDqn Critic { get; }

    public ContinuousPolicy Actor { get; }

    public override (Tensor, Tensor) forward(Tensor x) => (Critic.forward(x), Actor.forward(x).Item1);
}

/// <summary>A generic model with a generic block.</summary>
[WeightDecay(0.02)]
public class ResidualMlp<TActivation> : Module<Tensor, Tensor>
    where TActivation : Module<Tensor, Tensor>
{
    private readonly Linear fc1;
    private readonly Linear fc2;
    private readonly TActivation activation;

    public ResidualMlp(long width, TActivation activation)
        : base("residual")
    {
        this.activation = activation;
        fc1 = Linear(width, width);
        fc2 = Linear(width, width);
        RegisterComponents();
    }

    public override Tensor forward([Standardized] Tensor x) => x + fc2.call(activation.call(fc1.call(x)));
}

/// <summary>Raw matrices used functionally, roles given.</summary>
[WeightDecay(5e-4)]
public sealed class GraphConvolution : Module<Tensor, Tensor, Tensor>
{
    [ParameterRole(ParameterRole.Weight)] private readonly Parameter weight;
    [ParameterRole(ParameterRole.Bias)] private readonly Parameter? bias;

    public GraphConvolution(long from, long to, bool hasBias = true)
        : base("gc")
    {
        weight = Parameter(torch.empty(from, to));
        init.xavier_uniform_(weight);
        bias = hasBias ? Parameter(zeros(to)) : null;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x, Tensor adjacency)
    {
        var support = adjacency.matmul(x.matmul(weight));
        return bias is null ? support : support + bias;
    }
}

/// <summary>Embeddings and first-order weights in dictionaries that register.</summary>
[WeightDecay(1e-6)]
public class FactorizationMachine : Module<Tensor, Tensor>
{
    private readonly ModuleDict<Embedding> fields = new();
    private readonly Linear linear = Linear(10, 1);
    [ParameterRole(ParameterRole.Weight)]
    private readonly ParameterList crosses = new();

    public FactorizationMachine(IReadOnlyDictionary<string, long> cardinalities)
        : base("fm")
    {
        foreach (var (name, count) in cardinalities)
        {
            fields.Add((name, Embedding(count, 8)));
            crosses.Add(Parameter(torch.randn(8, 8)));
        }

        RegisterComponents();
    }

    public override Tensor forward([Standardized] Tensor x) => linear.call(x) + fields["user"].call(x.to(int64)).sum();
}
