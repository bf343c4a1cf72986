using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The state of a buffer, as the states of the parameters in it: what a stock optimizer would keep for each.</summary>
internal abstract class FlatStateHolder(OptimizerOptions options) : StateHolder(options)
{
    /// <summary>The holder for a kind of optimizer.</summary>
    public static FlatStateHolder Of(OptimizerOptions options, OptimizerState state, FlatBuffer buffer) => state switch
    {
        SGD.State sgd => new FlatStateHolder<SGD.State>(options, sgd, StateFields.SGD, buffer),
        Adam.State adam => new FlatStateHolder<Adam.State>(options, adam, StateFields.Adam, buffer),
        AdamW.State adamW => new FlatStateHolder<AdamW.State>(options, adamW, StateFields.AdamW, buffer),
        Adagrad.State adagrad => new FlatStateHolder<Adagrad.State>(options, adagrad, StateFields.Adagrad, buffer),
        Adadelta.State adadelta => new FlatStateHolder<Adadelta.State>(options, adadelta, StateFields.Adadelta, buffer),
        Adamax.State adamax => new FlatStateHolder<Adamax.State>(options, adamax, StateFields.Adamax, buffer),
        ASGD.State asgd => new FlatStateHolder<ASGD.State>(options, asgd, StateFields.ASGD, buffer),
        NAdam.State nAdam => new FlatStateHolder<NAdam.State>(options, nAdam, StateFields.NAdam, buffer),
        RAdam.State rAdam => new FlatStateHolder<RAdam.State>(options, rAdam, StateFields.RAdam, buffer),
        RMSProp.State rmsProp => new FlatStateHolder<RMSProp.State>(options, rmsProp, StateFields.RMSProp, buffer),
        Rprop.State rprop => new FlatStateHolder<Rprop.State>(options, rprop, StateFields.Rprop, buffer),
        _ => throw new NotSupportedException($"{state.GetType()} is no state of an optimizer of flat groups."),
    };
}

/// <inheritdoc cref="FlatStateHolder"/>
internal sealed class FlatStateHolder<TState>(OptimizerOptions options, TState whole, StateFields<TState> fields, FlatBuffer buffer) : FlatStateHolder(options)
    where TState : OptimizerState, IDisposable
{
    public override IEnumerable<ParameterState> Take()
    {
        for (int i = 0; i < buffer.Views.Length; i++)
        {
            FlatView view = buffer.Views[i];
            using DisposeScope scope = NewDisposeScope();
            using TState part = fields.Create(view.Row.Value);
            fields.CopyNumbers(whole, part);
            foreach (TensorField<TState> field in fields.Tensors)
            {
                field(part) = field(whole) is { } tensor ? view.Of(tensor) : null;
            }

            yield return StateOf(view.Row, part);
        }
    }

    public override Action Prepare(IReadOnlyDictionary<string, ParameterState> saved)
    {
        var parts = new TState[buffer.Views.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Read(saved[buffer.Views[i].Row.Name], buffer.Views[i].Row.Value);
        }

        string first = buffer.Views[0].Row.Name;
        for (int i = 1; i < parts.Length; i++)
        {
            string name = buffer.Views[i].Row.Name;
            if (!fields.HaveEqualNumbers(parts[0], parts[i]) || !saved[first].Options.AsSpan().SequenceEqual(saved[name].Options))
            {
                Array.ForEach(parts, static part => part.Dispose());
                throw new InvalidOperationException(
                    $"{name} was saved after another number of steps or with other options than {first}, but a flat group steps both as one: load the state into an optimizer made from the ParameterGroups themselves. The optimizer is as it was.");
            }
        }

        return () => Join(parts, saved[first].Options);
    }

    private TState Read(ParameterState saved, Parameter parameter)
    {
        using DisposeScope scope = NewDisposeScope();
        TState part = fields.Create(parameter);
        part.Initialize(Options);
        try
        {
            Load(saved.State, part.LoadStateDict);
        }
        catch (Exception failure)
        {
            throw new InvalidDataException("TorchSharp cannot read the saved state; the optimizer is as it was.", failure);
        }

        scope.Detach(scope.DisposablesView.ToArray());
        return part;
    }

    private void Join(TState[] parts, byte[] options)
    {
        Load(options, Options.LoadStateDict);
        fields.CopyNumbers(parts[0], whole);
        using var noGradient = no_grad();
        foreach (TensorField<TState> field in fields.Tensors)
        {
            if (field(parts[0]) is null)
            {
                field(whole)?.Dispose();
                field(whole) = null;
                continue;
            }

            field(whole) ??= zeros_like(buffer.Values);
            for (int i = 0; i < parts.Length; i++)
            {
                using Tensor place = buffer.Views[i].Of(field(whole)!);
                place.copy_(field(parts[i])!);
            }
        }

        Array.ForEach(parts, static part => part.Dispose());
    }
}
