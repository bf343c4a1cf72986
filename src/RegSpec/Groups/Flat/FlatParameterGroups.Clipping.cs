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
        using DisposeScope scope = NewDisposeScope();
        using var noGradient = no_grad();
        Tensor total = TotalNorm(normType);

        // A tensor divided by a tensor: a number divided by one would be multiplied by its reciprocal and round twice.
        Tensor factor = (full_like(total, maxNorm) / (total + 1e-6)).clamp(max: 1.0);
        foreach (FlatParameterGroup group in groups)
        {
            group.Buffer.Gradients!.mul_(factor);
        }

        return total.to(ScalarType.Float64).item<double>();
    }

    /// <summary>Clamps every element of every gradient to [−<paramref name="clipValue"/>, <paramref name="clipValue"/>], as <c>torch.nn.utils.clip_grad_value_</c> does.</summary>
    /// <param name="clipValue">Largest magnitude ≥ 0.</param>
    /// <exception cref="ParameterCoverageException">As from <see cref="PrepareStep"/>.</exception>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public void ClipGradValue(double clipValue)
    {
        Verify(isStep: false);
        using var noGradient = no_grad();
        foreach (FlatParameterGroup group in groups)
        {
            group.Buffer.Gradients!.clamp_(-clipValue, clipValue);
        }
    }

    private Tensor TotalNorm(double normType)
    {
        Tensor[] gradients = GradientsInOrder();
        if (normType == 0)
        {
            return full([], gradients.Length, dtype: ScalarType.Float32);
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
