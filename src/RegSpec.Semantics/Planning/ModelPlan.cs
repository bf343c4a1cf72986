namespace RegSpec.Semantics;

/// <summary>The plan of a class taken as root: every parameter the source shows, with its fate.</summary>
/// <param name="Shape">The class.</param>
/// <param name="Rows">Parameters and nested modules in member order.</param>
internal sealed record ModelPlan(ModuleShape Shape, EquatableArray<PlanRow> Rows);
