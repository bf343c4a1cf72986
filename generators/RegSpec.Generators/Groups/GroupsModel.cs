using RegSpec.Semantics;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Generators;

/// <summary>
/// Everything the generated file of one module class is written from. Values only: equal for equal source, whatever compilation it came from.
/// </summary>
/// <param name="HintName">Name of the generated file, unique in the compilation.</param>
/// <param name="ClassName">Name of the generated static class.</param>
/// <param name="Accessibility"><c>public</c> or <c>internal</c>: as far as the model class itself can be seen.</param>
/// <param name="TypeParameters"><c>&lt;T1, T2&gt;</c> of a generic class, those of containing types first; empty otherwise.</param>
/// <param name="Constraints">One <c>where</c> clause a constrained type parameter.</param>
/// <param name="HasExtension">The class is annotated itself: it gets <c>ParameterGroups(this T, …)</c> of its own.</param>
/// <param name="IsForeign">Annotated by <c>[assembly: WeightDecayFor]</c>: its members are opened at run time.</param>
/// <param name="Plan">The class and its plan as a root.</param>
/// <param name="PartRoles">Roles of raw parameters of classes it is made of that have no file of their own.</param>
internal sealed record GroupsModel(
    string HintName,
    string ClassName,
    string Accessibility,
    string TypeParameters,
    EquatableArray<string> Constraints,
    bool HasExtension,
    bool IsForeign,
    RootPlan Plan,
    EquatableArray<PartRole> PartRoles = default)
{
    /// <summary>The model class.</summary>
    public TypeName Type => Plan.Shape.Type;
}
