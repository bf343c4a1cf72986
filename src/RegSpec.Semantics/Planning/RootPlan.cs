using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Planning;

/// <summary>The plan of a class taken as root: every parameter the source shows, with its fate.</summary>
/// <param name="Shape">The class.</param>
/// <param name="Rows">Parameters and nested modules in member order.</param>
/// <param name="Proofs">What the algebra proved about weights below the root, by path; some lie in modules that only the run time opens.</param>
internal sealed record RootPlan(ModuleShape Shape, EquatableArray<PlanRow> Rows, EquatableArray<ScaleInvarianceFact> Proofs = default);
