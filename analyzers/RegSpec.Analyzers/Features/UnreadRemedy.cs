namespace RegSpec.Analyzers;

/// <summary>What makes generated code read a column.</summary>
internal enum UnreadRemedy
{
    /// <summary><c>[RidgeRegression]</c> on the type.</summary>
    RidgeRegression,

    /// <summary><c>[Feature]</c> on the member.</summary>
    Feature,
}
