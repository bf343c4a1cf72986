using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <content>Gradient clipping.</content>
public sealed partial class FlatParameterGroups
{
    /// <summary>
    /// Scales all gradients so that their joint norm is at most <paramref name="maxNorm"/>. Bit-identical to
    /// <c>torch.nn.utils.clip_grad_norm_</c> on the trainable parameters in the order of <c>named_parameters()</c>: one norm a parameter, and the norm of these.
    /// </summary>
    /// <param name="maxNorm">Largest norm that is left as it is.</param>
    /// <param name="normType">Order p ≥ 0 of the norm; infinity for the largest magnitude, 0 for the number of parameters, as TorchSharp counts it.</param>
    /// <returns>The norm before clipping.</returns>
    /// <exception cref="ParameterCoverageException">As from <see cref="PrepareStep"/>.</exception>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public double ClipGradNorm(double maxNorm, double normType = 2)
    {
        Verify(isStep: false);
        (double total, double factor) = NormToClip(maxNorm, normType);
        ScaleGradients(factor);
        return total;
    }

    /// <summary>
    /// <see cref="ClipGradNorm"/> and <c>optimizer.step()</c> in one: the same norm, gradients and values to the last bit, but SGD, Adam and AdamW
    /// in main memory scale the gradients while they read them. Called after <c>backward()</c>.
    /// </summary>
    /// <param name="optimizer">An optimizer made from these flat groups.</param>
    /// <param name="maxNorm">Largest norm that is left as it is.</param>
    /// <param name="normType">Order p ≥ 0 of the norm, as for <see cref="ClipGradNorm"/>.</param>
    /// <returns>The norm before clipping.</returns>
    /// <exception cref="ArgumentException">The optimizer was not made from these flat groups.</exception>
    /// <exception cref="ParameterCoverageException">As from <see cref="PrepareStep"/>; nothing was changed.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Refresh()"/> has flattened the groups anew since the optimizer was made.</exception>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public double Step(optim.Optimizer optimizer, double maxNorm, double normType = 2)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (optimizer is not IPlannedOptimizer { Around: FlatStep flat } || !ReferenceEquals(flat.Owner, this))
        {
            throw new ArgumentException("The optimizer was not made from these flat groups: make it with one of their methods (flat.AdamW(…)), or call ClipGradNorm(maxNorm) and the optimizer's step().", nameof(optimizer));
        }

        return flat.StepClipped(optimizer, () => NormToClip(maxNorm, normType));
    }

    /// <summary>Clamps every element of every gradient to [−<paramref name="clipValue"/>, <paramref name="clipValue"/>], as <c>torch.nn.utils.clip_grad_value_</c> does.</summary>
    /// <param name="clipValue">Largest magnitude ≥ 0.</param>
    /// <exception cref="ParameterCoverageException">As from <see cref="PrepareStep"/>.</exception>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public void ClipGradValue(double clipValue)
    {
        Verify(isStep: false);
        using var noGradient = no_grad();
        using Scalar least = -clipValue, largest = clipValue;
        foreach (FlatParameterGroup group in groups)
        {
            group.Buffer.Gradients!.clamp_(least, largest);
        }
    }

    /// <summary>Multiplies all gradients in place.</summary>
    internal void ScaleGradients(double factor)
    {
        using var noGradient = no_grad();
        foreach (FlatParameterGroup group in groups)
        {
            group.Buffer.Gradients!.TimesInPlace(factor);
        }
    }

    /// <summary>The joint norm, and the factor ≤ 1 that brings it to the largest allowed; numbers of the gradients' dtype.</summary>
    private (double Total, double Factor) NormToClip(double maxNorm, double normType)
    {
        if (normType == 2 && norms.Total() is { } single)
        {
            // One division, and not a number stays it.
            float quotient = (float)maxNorm / (single + (float)1e-6);
            return (single, quotient > 1 ? 1 : quotient);
        }

        using DisposeScope scope = NewDisposeScope();
        using var noGradient = no_grad();
        Tensor total = TotalNorm(normType);

        // A tensor divided by a tensor: a number divided by one would be multiplied by its reciprocal and round twice.
        using Scalar one = 1.0, largest = maxNorm;
        Tensor factor = (full_like(total, largest) / total.Plus(1e-6)).clamp(max: one);
        return (total.to(ScalarType.Float64).item<double>(), factor.to(ScalarType.Float64).item<double>());
    }

    private Tensor TotalNorm(double normType)
    {
        Tensor[] gradients = GradientsInOrder();
        if (normType == 0)
        {
            return tensor((float)gradients.Length);
        }

        Tensor[] norms = Array.ConvertAll(gradients, gradient => double.IsPositiveInfinity(normType) ? gradient.abs().max() : NormOf(gradient, normType));
        return norms.Length == 1 ? norms[0]
            : double.IsPositiveInfinity(normType) ? stack(norms).max()
            : NormOf(stack(norms), normType);
    }

    /// <summary>The gradient views in the order of the rows, across groups.</summary>
    private Tensor[] GradientsInOrder()
    {
        var byRow = new Dictionary<PlannedParameter, Tensor>();
        foreach (FlatParameterGroup group in groups)
        {
            for (int i = 0; i < group.Buffer.Views.Length; i++)
            {
                byRow.Add(group.Buffer.Views[i].Row, group.Buffer.GradientViews[i]);
            }
        }

        return [.. Source.Where(byRow.ContainsKey).Select(row => byRow[row])];
    }

    // The method of a tensor takes single precision, which not every order fits.
    private static Tensor NormOf(Tensor tensor, double order) => (float)order == order ? tensor.norm((float)order) : linalg.vector_norm(tensor, order);
}
