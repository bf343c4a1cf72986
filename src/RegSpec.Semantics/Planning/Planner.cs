using System;

namespace RegSpec.Semantics;

/// <summary>Shape in, plan out: every parameter the source shows, with its fate when the class is the root.</summary>
internal static class Planner
{
    public static ModelPlan Plan(ModuleShape shape) => throw new NotSupportedException(shape.Type.DisplayName);
}
