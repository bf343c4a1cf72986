using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Features;

/// <summary>A type annotated for ridge regression as generated code sees it. Equal for equal source; holds no symbols.</summary>
/// <param name="Type">The type.</param>
/// <param name="IsReference">Whether a row can be null.</param>
/// <param name="Lambda">The declared λ.</param>
/// <param name="FitIntercept">Whether an intercept is fitted.</param>
/// <param name="Features">The features: those of base types first, each type's in declared order.</param>
/// <param name="Interactions">The products of features.</param>
/// <param name="Targets">The targets, likewise.</param>
/// <param name="Weight">The weight of a row; null without.</param>
/// <param name="Group">What rows belong together by; null without.</param>
internal sealed record RowLayout(
    TypeName Type, bool IsReference, double Lambda, bool FitIntercept, EquatableArray<FeatureMember> Features,
    EquatableArray<InteractionMember> Interactions, EquatableArray<TargetMember> Targets, RowMember? Weight, RowMember? Group)
{
    /// <summary>Whether columns depend on the rows of a fit.</summary>
    public bool IsLearned => System.Linq.Enumerable.Any(Features, feature => feature.Kind == FeatureKind.Category);

    /// <summary>Whether there are columns beside the values that are read.</summary>
    public bool HasMoreColumns => Interactions.Count > 0 || System.Linq.Enumerable.Any(Features, feature => feature.Degree > 1 || feature.Missing == MissingPolicy.Indicator);

    /// <summary>Values that are read of a row: its columns, unless there are strings.</summary>
    public int ColumnCount => Features.Count == 0 ? 0 : Features[Features.Count - 1].FirstColumn + Features[Features.Count - 1].Length;
}
