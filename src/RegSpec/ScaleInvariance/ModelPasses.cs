using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Passes of a model in the modes it is in, each from the same values, buffers, fields and random state.</summary>
internal sealed class ModelPasses : IDisposable
{
    private readonly Func<IReadOnlyList<Tensor>> outputs;
    private readonly ModelState state;
    private readonly TensorLoan loan;
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly List<(Tensor Tensor, Tensor Value)> values = [];
    private readonly Tensor randomState = random.get_rng_state();
    private readonly ScalarType defaultType = get_default_dtype();

    /// <param name="model">The model.</param>
    /// <param name="state">What it holds, and its inputs.</param>
    /// <param name="outputs">Calls it.</param>
    /// <param name="inDouble">On copies in float64 rather than in the types the tensors have.</param>
    public ModelPasses(nn.Module model, ModelState state, Func<IReadOnlyList<Tensor>> outputs, bool inDouble)
    {
        this.outputs = outputs;
        this.state = state;
        loan = new TensorLoan(state.Tensors, state.Modules, inDouble);
        try
        {
            if (inDouble)
            {
                // What a pass makes without naming a type (zeros, noise) must fit the weights.
                set_default_dtype(ScalarType.Float64);
            }

            Parameters = [.. model.named_parameters().Select(p => new NamedParameter(p.name, p.parameter, p.parameter.detach().clone()))];
            values.AddRange(state.Tensors.Where(tensor => !tensor.IsInvalid && tensor.is_leaf).Select(tensor => (tensor, tensor.detach().clone())));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyList<NamedParameter> Parameters { get; }

    /// <summary>All outputs of one pass, in one vector of doubles.</summary>
    /// <param name="changed">Parameters with other values than their own.</param>
    public Tensor Values(IEnumerable<(Parameter Parameter, Tensor Value)>? changed = null)
    {
        Set(changed);
        // With gradients, as training runs: for some layers libtorch has other code without.
        Tensor result = Joined(outputs()).detach();
        Restore();
        return result;
    }

    /// <summary>
    /// The gradients of a linear functional of the outputs, each as a vector of doubles, or null where the outputs have none; and what the
    /// functional could at most be for outputs of this size.
    /// </summary>
    /// <param name="theta">The parameters asked about.</param>
    /// <param name="functional">The weights of the functional for a given number of outputs.</param>
    /// <param name="changed">Parameters with other values than their own.</param>
    public (IReadOnlyList<Tensor?>? Gradients, double Outputs) Gradients(
        IReadOnlyList<NamedParameter> theta,
        Func<long, Tensor> functional,
        IEnumerable<(Parameter Parameter, Tensor Value)> changed)
    {
        Set(changed);
        Tensor all = Joined(outputs());
        if (!all.requires_grad)
        {
            Restore();
            return (null, 0);
        }

        Tensor weights = functional(all.numel());
        IList<Tensor> gradients = autograd.grad([(all * weights).sum()], [.. theta.Select(t => (Tensor)t.Parameter)], allow_unused: true);
        Restore();
        return (
            [.. gradients.Select(gradient => gradient is null || gradient.IsInvalid ? null : gradient.to_type(ScalarType.Float64).flatten())],
            all.norm().ToNumber() * weights.norm().ToNumber());
    }

    public void Dispose()
    {
        set_default_dtype(defaultType);
        state.Restore();
        random.set_rng_state(randomState);
        loan.Dispose();
        scope.Dispose();
    }

    private void Set(IEnumerable<(Parameter Parameter, Tensor Value)>? changed)
    {
        using IDisposable none = no_grad();
        foreach ((Parameter parameter, Tensor value) in changed ?? [])
        {
            parameter.copy_(value);
        }
    }

    private void Restore()
    {
        state.Restore();
        using (no_grad())
        {
            foreach ((Tensor tensor, Tensor value) in values)
            {
                tensor.copy_(value);
            }
        }

        random.set_rng_state(randomState);
    }

    private static Tensor Joined(IReadOnlyList<Tensor> tensors) =>
        cat([.. tensors.Where(t => !t.IsInvalid).Select(t => t.to_type(ScalarType.Float64).cpu().flatten())]);
}

/// <summary>A parameter of the model that is measured.</summary>
/// <param name="Name">Its name in <c>named_parameters()</c>.</param>
/// <param name="Parameter">The wrapper that the model holds.</param>
/// <param name="Value">A copy of its values.</param>
internal sealed record NamedParameter(string Name, Parameter Parameter, Tensor Value);
