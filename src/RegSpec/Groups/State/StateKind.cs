using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The states that one kind of optimizer keeps, and how one for a whole buffer is made of those of the parameters in it.</summary>
internal abstract class StateKind
{
    /// <summary>The kind of an optimizer's states.</summary>
    public static StateKind Of(OptimizerHelper optimizer) => optimizer switch
    {
        SGD => new StateKind<SGD.State>(StateFields.SGD),
        AdamW => new StateKind<AdamW.State>(StateFields.AdamW),
        Adam => new StateKind<Adam.State>(StateFields.Adam),
        Adagrad => new StateKind<Adagrad.State>(StateFields.Adagrad),
        Adadelta => new StateKind<Adadelta.State>(StateFields.Adadelta),
        Adamax => new StateKind<Adamax.State>(StateFields.Adamax),
        ASGD => new StateKind<ASGD.State>(StateFields.ASGD),
        NAdam => new StateKind<NAdam.State>(StateFields.NAdam),
        RAdam => new StateKind<RAdam.State>(StateFields.RAdam),
        RMSProp => new StateKind<RMSProp.State>(StateFields.RMSProp),
        Rprop => new StateKind<Rprop.State>(StateFields.Rprop),
        _ => throw new NotSupportedException($"{optimizer.GetType().Name} is no optimizer of TorchSharp whose state can be saved."),
    };

    /// <summary>A state as bytes.</summary>
    public static byte[] Bytes(Action<BinaryWriter> save)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer))
        {
            save(writer);
        }

        return buffer.ToArray();
    }

    /// <summary>Bytes as a state.</summary>
    public static void Load(byte[] bytes, Action<BinaryReader> load)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        load(reader);
    }

    /// <summary>A state of its own for a parameter, from its bytes; without bytes the one it starts with.</summary>
    /// <exception cref="InvalidDataException">TorchSharp cannot read the bytes.</exception>
    public abstract OptimizerState Read(byte[]? bytes, Parameter parameter, OptimizerOptions options);

    /// <summary>What is one for a whole tensor, as text: parameters can share a buffer only where it is equal.</summary>
    public abstract string Numbers(OptimizerState state);

    /// <summary>The bytes of the part of a buffer's state that belongs to one parameter.</summary>
    public abstract byte[] Part(OptimizerState whole, FlatView view);

    /// <summary>States for the parameters in a buffer, whose tensors are views of its own.</summary>
    public abstract OptimizerState[] Part(OptimizerState whole, FlatBuffer buffer);

    /// <summary>Makes the state of a buffer from those of the parameters in it, views of it or not, and gives those up.</summary>
    public abstract void Join(OptimizerState whole, FlatBuffer buffer, IReadOnlyList<OptimizerState> parts);

    /// <summary>Gives a state up.</summary>
    public abstract void Release(OptimizerState state);
}

/// <inheritdoc cref="StateKind"/>
internal sealed class StateKind<TState>(StateFields<TState> fields) : StateKind
    where TState : OptimizerState, IDisposable
{
    public override OptimizerState Read(byte[]? bytes, Parameter parameter, OptimizerOptions options)
    {
        using DisposeScope scope = NewDisposeScope();
        TState state = fields.Create(parameter);
        state.Initialize(options);
        if (bytes is not null)
        {
            try
            {
                Load(bytes, state.LoadStateDict);
            }
            catch (Exception failure)
            {
                throw new InvalidDataException("TorchSharp cannot read the saved state; the optimizer is as it was.", failure);
            }
        }

        scope.Detach(scope.DisposablesView.ToArray());
        return state;
    }

    public override string Numbers(OptimizerState state) => fields.Describe((TState)state);

    public override byte[] Part(OptimizerState whole, FlatView view)
    {
        using DisposeScope scope = NewDisposeScope();
        using TState part = fields.Create(view.Row.Value);
        fields.CopyNumbers((TState)whole, part);
        foreach (TensorField<TState> field in fields.Tensors)
        {
            field(part) = field((TState)whole) is { } tensor ? view.Of(tensor) : null;
        }

        return Bytes(part.SaveStateDict);
    }

    public override OptimizerState[] Part(OptimizerState whole, FlatBuffer buffer)
    {
        var states = new OptimizerState[buffer.Views.Length];
        for (int i = 0; i < states.Length; i++)
        {
            TState part = fields.Create(buffer.Views[i].Row.Value);
            fields.CopyNumbers((TState)whole, part);
            foreach (TensorField<TState> field in fields.Tensors)
            {
                field(part) = field((TState)whole) is { } tensor ? buffer.Views[i].Of(tensor).DetachFromDisposeScope() : null;
            }

            states[i] = part;
        }

        return states;
    }

    public override void Join(OptimizerState whole, FlatBuffer buffer, IReadOnlyList<OptimizerState> parts)
    {
        var target = (TState)whole;
        fields.CopyNumbers((TState)parts[0], target);
        using var noGradient = no_grad();
        foreach (TensorField<TState> field in fields.Tensors)
        {
            if (field((TState)parts[0]) is null)
            {
                field(target)?.Dispose();
                field(target) = null;
                continue;
            }

            field(target) ??= zeros_like(buffer.Values).DetachFromDisposeScope();
            for (int i = 0; i < parts.Count; i++)
            {
                using Tensor place = buffer.Views[i].Of(field(target)!);
                place.copy_(field((TState)parts[i])!);
            }
        }

        foreach (OptimizerState part in parts)
        {
            Release(part);
        }
    }

    public override void Release(OptimizerState state)
    {
        // TorchSharp's own Dispose does not look whether a buffer exists.
        foreach (TensorField<TState> field in fields.Tensors)
        {
            field((TState)state)?.Dispose();
        }
    }
}
