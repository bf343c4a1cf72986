using System;

namespace RegSpec.Semantics.Proofs;

/// <summary>The rules of one family of operations.</summary>
internal abstract class DegreeRules
{
    protected DegreeRules(Calculus calculus) => Calculus = calculus;

    protected Calculus Calculus { get; }

    /// <summary>Applies a rule to each candidate of one tensor; null from the rule breaks the candidate.</summary>
    protected ComponentMap Transform(Degrees x, Func<Component, Component?> rule, string why, bool marksNormalization = true) => Calculus.Transform(x, rule, why, marksNormalization);

    /// <summary>Applies a rule to each candidate of two tensors.</summary>
    protected ComponentMap Combine(Degrees a, Degrees b, Func<Component, Component, Component?> rule, string why, bool marksNormalization = true) => Calculus.Combine(a, b, rule, why, marksNormalization);

    /// <summary>A result in memory of its own.</summary>
    protected Degrees Fresh(ComponentMap components, RankSet ranks, AxisSets varies, bool nonNegative = false) => Calculus.Fresh(components, ranks, varies, nonNegative);

    /// <summary>A deterministic function about which nothing else is known.</summary>
    protected Degrees DegreeZero(Degrees x, string name) => Calculus.DegreeZero(x, name);

    /// <summary>The result of the operation under way is not homogeneous in what the tensor depends on.</summary>
    protected void Break(Degrees tensor, string name, string what) => Calculus.Break(tensor, name, what);

    /// <summary>Memory that nothing else shares.</summary>
    protected int NewStorage() => Calculus.NewStorage();
}
