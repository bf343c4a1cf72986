namespace RegSpec.Semantics;

/// <summary>A type annotated for ridge regression as generated code sees it. Equal for equal source; holds no symbols.</summary>
/// <param name="Type">The type.</param>
/// <param name="IsReference">Whether a row can be null.</param>
/// <param name="Lambda">The declared λ.</param>
/// <param name="FitIntercept">Whether an intercept is fitted.</param>
/// <param name="Features">The features: those of base types first, each type's in declared order.</param>
/// <param name="Target">The target.</param>
/// <param name="Weight">The weight of a row; null without.</param>
internal sealed record RowLayout(
    TypeName Type, bool IsReference, double Lambda, bool FitIntercept, EquatableArray<FeatureMember> Features, RowMember Target, RowMember? Weight)
{
    /// <summary>Whether columns depend on the rows of a fit.</summary>
    public bool IsLearned => System.Linq.Enumerable.Any(Features, feature => feature.Kind == FeatureKind.Category);

    /// <summary>Values that are read of a row: its columns, unless there are strings.</summary>
    public int ColumnCount => Features.Count == 0 ? 0 : Features[Features.Count - 1].FirstColumn + Features[Features.Count - 1].Length;
}
