namespace RegSpec;

/// <summary>How often a·b + c is rounded, known to the compiler.</summary>
internal interface IProductRounding
{
    /// <summary>Once, by a fused instruction; otherwise the product is rounded too.</summary>
    static abstract bool IsFused { get; }
}

/// <summary>a·b + c is rounded once.</summary>
internal readonly struct FusedProduct : IProductRounding
{
    public static bool IsFused => true;
}

/// <summary>a·b is rounded, then the sum.</summary>
internal readonly struct RoundedProduct : IProductRounding
{
    public static bool IsFused => false;
}
