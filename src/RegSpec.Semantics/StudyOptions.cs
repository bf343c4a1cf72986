using System.Collections.Generic;
using System.Linq;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics;

/// <summary>Everything but the source that decides what is found.</summary>
/// <param name="NormalizationTypes">What <c>regspec.normalization_types</c> names, sorted.</param>
/// <param name="IsForGeneration">Code is generated of it: summaries for other assemblies are written, and roles of the parts of a class.</param>
internal sealed record StudyOptions(EquatableArray<string> NormalizationTypes, bool IsForGeneration)
{
    /// <summary>For generated code, where no option is set.</summary>
    public static readonly StudyOptions ForGeneration = new(default, true);

    /// <summary>For what is reported.</summary>
    public static StudyOptions ForReports(IEnumerable<string> normalizationTypes) => new(normalizationTypes.OrderBy(static name => name, System.StringComparer.Ordinal).ToEquatableArray(), false);

    /// <summary>Tells what is read under these options from what is read under others.</summary>
    public string Key => KeyOf(NormalizationTypes, IsForGeneration);

    /// <summary>What is read for generation has all that a report wants; null for generation itself.</summary>
    public string? RicherKey => IsForGeneration ? null : KeyOf(NormalizationTypes, isForGeneration: true);

    private static string KeyOf(EquatableArray<string> normalizationTypes, bool isForGeneration) => (isForGeneration ? "generated|" : "reported|") + string.Join("|", normalizationTypes);
}
