using System.Text;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>A field of an optimizer's state that has an element for each of the parameter; null where the optimizer's options need none.</summary>
internal delegate ref Tensor? TensorField<in TState>(TState state);

/// <summary>A field of an optimizer's state that is one number for the whole parameter.</summary>
internal delegate ref TNumber NumberField<in TState, TNumber>(TState state);

/// <summary>What the state of one kind of optimizer consists of.</summary>
/// <param name="Create">Makes an empty state for a parameter.</param>
/// <param name="Tensors">Its fields by element.</param>
/// <param name="Step">Its count of steps, or null.</param>
/// <param name="Numbers">Its other numbers.</param>
internal sealed record StateFields<TState>(
    Func<Parameter, TState> Create,
    TensorField<TState>[] Tensors,
    NumberField<TState, long>? Step,
    params NumberField<TState, double>[] Numbers)
{
    /// <summary>Copies what is one number for the whole parameter.</summary>
    public void CopyNumbers(TState from, TState to)
    {
        if (Step is not null)
        {
            Step(to) = Step(from);
        }

        foreach (NumberField<TState, double> number in Numbers)
        {
            number(to) = number(from);
        }
    }

    /// <summary>What two states must share to live in one buffer, as text: their numbers, and which tensors they have.</summary>
    public string Describe(TState state)
    {
        var text = new StringBuilder();
        text.Append(Step is null ? 0 : Step(state));
        foreach (NumberField<TState, double> number in Numbers)
        {
            text.Append(';').Append(BitConverter.DoubleToInt64Bits(number(state)));
        }

        foreach (TensorField<TState> field in Tensors)
        {
            text.Append(field(state) is null ? '-' : '+');
        }

        return text.ToString();
    }
}

/// <summary>The states of TorchSharp's optimizers.</summary>
internal static class StateFields
{
    public static readonly StateFields<SGD.State> SGD = new(
        static p => new(p), [static s => ref s.momentum_buffer!], null);

    public static readonly StateFields<Adam.State> Adam = new(
        static p => new(p), [static s => ref s.exp_avg!, static s => ref s.exp_avg_sq!, static s => ref s.max_exp_avg_sq!], static s => ref s.step);

    public static readonly StateFields<AdamW.State> AdamW = new(
        static p => new(p), [static s => ref s.exp_avg!, static s => ref s.exp_avg_sq!, static s => ref s.max_exp_avg_sq!], static s => ref s.step);

    public static readonly StateFields<Adagrad.State> Adagrad = new(
        static p => new(p), [static s => ref s.sum!], static s => ref s.step);

    public static readonly StateFields<Adadelta.State> Adadelta = new(
        static p => new(p), [static s => ref s.square_avg!, static s => ref s.acc_delta!], static s => ref s.step);

    public static readonly StateFields<Adamax.State> Adamax = new(
        static p => new(p), [static s => ref s.exp_avg!, static s => ref s.exp_inf!], static s => ref s.step);

    public static readonly StateFields<ASGD.State> ASGD = new(
        static p => new(p), [static s => ref s.ax!], static s => ref s.step, static s => ref s.eta, static s => ref s.mu);

    public static readonly StateFields<NAdam.State> NAdam = new(
        static p => new(p), [static s => ref s.exp_avg!, static s => ref s.exp_avg_sq!], static s => ref s.step, static s => ref s.mu_product);

    public static readonly StateFields<RAdam.State> RAdam = new(
        static p => new(p), [static s => ref s.exp_avg!, static s => ref s.exp_avg_sq!], static s => ref s.step);

    public static readonly StateFields<RMSProp.State> RMSProp = new(
        static p => new(p), [static s => ref s.square_avg!, static s => ref s.momentum_buffer!, static s => ref s.grad_avg!], static s => ref s.step);

    public static readonly StateFields<Rprop.State> Rprop = new(
        static p => new(p), [static s => ref s.prev!, static s => ref s.step_size!], static s => ref s.step);
}
