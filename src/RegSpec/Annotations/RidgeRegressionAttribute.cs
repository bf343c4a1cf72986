namespace RegSpec;

/// <summary>
/// Marks a row type of a ridge regression, minimise Σᵢ sᵢ(yᵢ − b − zᵢᵀw)² + λ Σⱼ fⱼ wⱼ² over (w, b), with features zᵢ standardised by
/// default; the generator writes a static class <c>&lt;Type&gt;Ridge</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class RidgeRegressionAttribute : Attribute
{
    /// <summary>The coefficient λ of the sum-of-squares objective, finite and ≥ 0; 1 by default.</summary>
    public double Lambda { get; set; } = 1.0;

    /// <summary>Whether an unpenalised intercept is fitted; true by default.</summary>
    public bool FitIntercept { get; set; } = true;
}
