using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// J(w, b) = Σᵢ sᵢ(yᵢ − b − zᵢᵀw)² + λ Σⱼ fⱼwⱼ² as a function of the coefficients w of the standardised features and the intercept b.
/// Its parameters are w₁ … w_p and then b (no b without an intercept). It is evaluated as J(ŵ, b̂) + ‖Z(w − ŵ)‖²_S + λΣf(w − ŵ)² +
/// S(b − b̂)² about the refined minimiser, so that nothing cancels near it; the cost does not depend on the number of rows. Not thread-safe.
/// </summary>
public sealed class RidgeObjective : IDisposable
{
    private readonly Tensor quadratic;
    private readonly bool isRoot;
    private readonly Tensor penalties;
    private readonly Tensor minimiser;
    private readonly bool intercept;
    private readonly double weightSum;

    /// <param name="solution">The refined minimiser.</param>
    /// <param name="minimum">J there.</param>
    /// <param name="quadratic">ZᵀSZ, p × p, or √S·Z, n × p, which becomes this object's.</param>
    /// <param name="isRoot">Which of the two.</param>
    /// <param name="penalties">λf, p values.</param>
    /// <param name="intercept">Whether b is a parameter.</param>
    /// <param name="weightSum">S.</param>
    internal RidgeObjective(RidgeSolution solution, double minimum, Tensor quadratic, bool isRoot, double[] penalties, bool intercept, double weightSum)
    {
        Solution = solution;
        Minimum = minimum;
        // Ours until Dispose, whatever scope the caller is in.
        this.quadratic = quadratic.DetachFromDisposeScope();
        this.isRoot = isRoot;
        this.penalties = TensorArrays.ToTensor(penalties, penalties.Length).DetachFromDisposeScope();
        minimiser = TensorArrays.ToTensor([.. solution.Coefficients], penalties.Length).DetachFromDisposeScope();
        this.intercept = intercept;
        this.weightSum = weightSum;
    }

    /// <summary>λ.</summary>
    public double Lambda => Solution.Lambda;

    /// <summary>p, and one more with an intercept.</summary>
    public int ParameterCount => Solution.Coefficients.Count + (intercept ? 1 : 0);

    /// <summary>The minimiser.</summary>
    public RidgeSolution Solution { get; }

    /// <summary>J at the minimiser.</summary>
    public double Minimum { get; }

    /// <summary>J.</summary>
    /// <param name="parameters">w, then b.</param>
    /// <exception cref="ArgumentException">The number of parameters is not <see cref="ParameterCount"/>.</exception>
    public double Value(ReadOnlySpan<double> parameters)
    {
        using var scope = NewDisposeScope();
        return Scalar(Vector(parameters, nameof(parameters))).item<double>();
    }

    /// <summary>J and its gradient.</summary>
    /// <param name="parameters">w, then b.</param>
    /// <param name="gradient">Receives ∂J/∂w, then ∂J/∂b.</param>
    /// <returns>J.</returns>
    /// <exception cref="ArgumentException">A length is not <see cref="ParameterCount"/>.</exception>
    public double Gradient(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        Check(gradient.Length, nameof(gradient));
        using var scope = NewDisposeScope();
        Tensor given = Vector(parameters, nameof(parameters));
        Product(Difference(given), gradient);
        return Scalar(given).item<double>();
    }

    /// <summary>H·v, the Hessian of J (the same everywhere) times a direction.</summary>
    /// <param name="direction">v, over w and then b.</param>
    /// <param name="product">Receives H·v.</param>
    /// <exception cref="ArgumentException">A length is not <see cref="ParameterCount"/>.</exception>
    public void HessianProduct(ReadOnlySpan<double> direction, Span<double> product)
    {
        Check(product.Length, nameof(product));
        using var scope = NewDisposeScope();
        Product(Vector(direction, nameof(direction)), product);
    }

    /// <summary>J as a TorchSharp scalar, differentiable any number of times.</summary>
    /// <param name="parameters">w, then b: <see cref="ParameterCount"/> values of type float64 on the CPU.</param>
    /// <exception cref="ArgumentException">The shape or type does not fit.</exception>
    public Tensor Scalar(Tensor parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.Dimensions != 1 || parameters.shape[0] != ParameterCount || parameters.dtype != ScalarType.Float64)
        {
            throw new ArgumentException(
                $"parameters: expected {ParameterCount} values of Float64, got [{string.Join(", ", parameters.shape)}] of {parameters.dtype}.", nameof(parameters));
        }

        using var scope = NewDisposeScope();
        Tensor difference = Difference(parameters);
        Tensor coefficients = difference.narrow(0, 0, minimiser.shape[0]);
        Tensor image = quadratic.mv(coefficients);
        Tensor value = (isRoot ? image.Squared().sum() : image.dot(coefficients)).Plus(penalties.dot(coefficients.Squared())).Plus(Minimum);
        if (intercept)
        {
            value = value.Plus(difference[minimiser.shape[0]].Squared().Times(weightSum));
        }

        return value.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        quadratic.Dispose();
        penalties.Dispose();
        minimiser.Dispose();
    }

    /// <summary>θ − θ̂.</summary>
    private Tensor Difference(Tensor parameters) => intercept
        ? parameters - cat([minimiser, tensor(new[] { Solution.Intercept })])
        : parameters - minimiser;

    /// <summary>2(ZᵀSZ + λF)·v, and 2S·v_b.</summary>
    private void Product(Tensor direction, Span<double> product)
    {
        Tensor coefficients = direction.narrow(0, 0, minimiser.shape[0]);
        Tensor image = quadratic.mv(coefficients);
        Tensor result = (isRoot ? quadratic.t().mv(image) : image).Plus(penalties * coefficients).Times(2);
        MemoryMarshal.Cast<byte, double>(result.bytes).CopyTo(product);
        if (intercept)
        {
            product[^1] = 2 * weightSum * direction[minimiser.shape[0]].item<double>();
        }
    }

    private Tensor Vector(ReadOnlySpan<double> values, string argument)
    {
        Check(values.Length, argument);
        return tensor(values.ToArray());
    }

    private void Check(int length, string argument)
    {
        if (length != ParameterCount)
        {
            throw new ArgumentException($"{argument}: has {length} values for {ParameterCount} parameters (the coefficients{(intercept ? ", then the intercept" : "")}).", argument);
        }
    }
}
