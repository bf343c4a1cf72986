using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Measures on a live model which weights have a scale that does not matter.</summary>
/// <remarks>
/// A weight θ is scale-invariant when the outputs do not change under θ → cθ for c &gt; 0 and the gradient in θ is orthogonal to θ.
/// The model runs in training mode on the given inputs with a fixed random state. It is measured in place and in its own type, because
/// TorchSharp cannot copy a module and <c>to()</c> would replace the parameters that optimizers hold: values, buffers, gradients, the
/// mode of every module and the random state are put back. A model in float64 is measured most sharply.
/// </remarks>
public static class ScaleInvariance
{
    /// <summary>Measures every trainable parameter of a model with one input.</summary>
    /// <param name="model">The model; left as it was.</param>
    /// <param name="input">An input as <c>forward</c> takes it (a batch of at least two samples where a batch norm is used).</param>
    /// <returns>One entry a parameter.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static ScaleInvarianceReport Verify(nn.Module<Tensor, Tensor> model, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        return Verify(model, () => [model.call(input)]);
    }

    /// <summary>Measures every trainable parameter of a model with two inputs.</summary>
    /// <param name="model">The model; left as it was.</param>
    /// <param name="first">The first input.</param>
    /// <param name="second">The second input.</param>
    /// <returns>One entry a parameter.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static ScaleInvarianceReport Verify(nn.Module<Tensor, Tensor, Tensor> model, Tensor first, Tensor second)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Verify(model, () => [model.call(first, second)]);
    }

    /// <summary>Measures every trainable parameter of a model that is called in a way of its own.</summary>
    /// <param name="model">The model; left as it was.</param>
    /// <param name="outputs">Calls the model and gives everything that must not change.</param>
    /// <returns>One entry a parameter.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The model has no trainable parameter.</exception>
    public static ScaleInvarianceReport Verify(nn.Module model, Func<IReadOnlyList<Tensor>> outputs)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(outputs);
        using var measurement = new ScaleMeasurement(model, outputs);
        return measurement.Run();
    }
}
