using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Measures on a live model which weights have a scale that does not matter.</summary>
/// <remarks>
/// A weight θ is scale-invariant when the outputs do not change under θ → cθ for c &gt; 0 and the gradient in θ is orthogonal to θ.
/// The model runs in the modes its modules are in, which the report tells, with a fixed random state on copies of its tensors in float64: while it is measured, its modules,
/// fields and closures see the copies, and afterwards its own tensors, which nothing has touched. A model whose code refuses float64, or gives
/// other outputs there, is measured on copies in its own type; the report says which. No other thread may use the model meanwhile.
/// Modes, fields and the random state of the CPU are put back. RNN, LSTM, GRU, MultiheadAttention and the Transformer layers hold their
/// tensors where no copy can be given to them: theirs are converted, and given back their memory, gradients included.
/// </remarks>
public static class ScaleInvariance
{
    /// <summary>Measures every trainable parameter of a model with one input.</summary>
    /// <param name="model">The model; left as it was.</param>
    /// <param name="input">An input as <c>forward</c> takes it (a batch of at least two samples where a batch norm is used); left as it was.</param>
    /// <returns>One entry a parameter.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The model has no trainable parameter.</exception>
    public static ScaleInvarianceReport Verify(nn.Module<Tensor, Tensor> model, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        return Verify(model, () => [model.call(input)], input);
    }

    /// <summary>Measures every trainable parameter of a model with two inputs.</summary>
    /// <param name="model">The model; left as it was.</param>
    /// <param name="first">The first input; left as it was.</param>
    /// <param name="second">The second input; left as it was.</param>
    /// <returns>One entry a parameter.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The model has no trainable parameter.</exception>
    public static ScaleInvarianceReport Verify(nn.Module<Tensor, Tensor, Tensor> model, Tensor first, Tensor second)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Verify(model, () => [model.call(first, second)], first, second);
    }

    /// <summary>Measures every trainable parameter of a model that is called in a way of its own.</summary>
    /// <param name="model">The model; left as it was.</param>
    /// <param name="outputs">Calls the model and gives everything that must not change.</param>
    /// <param name="inputs">The tensors that <paramref name="outputs"/> gives to the model: they too are in float64 while it is measured; one that is not named keeps its type.</param>
    /// <returns>One entry a parameter.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The model has no trainable parameter.</exception>
    public static ScaleInvarianceReport Verify(nn.Module model, Func<IReadOnlyList<Tensor>> outputs, params Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(inputs);
        return ScaleMeasurement.Run(model, outputs, inputs);
    }
}
