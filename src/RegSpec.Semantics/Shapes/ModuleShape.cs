using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Shapes;

/// <summary>How a class registers its members.</summary>
internal enum Registration
{
    /// <summary>Every constructor calls <c>RegisterComponents()</c>, or registers by hand.</summary>
    Own,

    /// <summary>It registers nothing itself; a parent that holds it as a field does it.</summary>
    ByParent,

    /// <summary>Some paths do, some do not, or it cannot be followed.</summary>
    Unclear,
}

/// <summary>A module class as its source shows it: the members that hold modules or parameters, inherited ones first.</summary>
/// <param name="Type">The class.</param>
/// <param name="IsAbstract">It cannot be created itself.</param>
/// <param name="Registration">How members reach <c>parameters()</c>.</param>
/// <param name="Members">Members that hold modules or parameters or carry declarations: base classes first, then source order.</param>
/// <param name="HasUnreadableBase">A base class other than TorchSharp's lies in a referenced assembly: its private members are not seen.</param>
/// <param name="Declarations">Class-level <c>[WeightDecay]</c>/<c>[NoWeightDecay]</c> of the nearest annotated class (itself, then bases); empty if none.</param>
/// <param name="DeclaringClass">Display name of the class that carries <see cref="Declarations"/>; null if none.</param>
/// <param name="LearningRateScale">Product of nothing: the class's own <c>[LearningRateScale]</c> (nearest class that has one), or null.</param>
/// <param name="IsNormalization">Marked <c>[Normalization]</c>, named by <c>[assembly: NormalizationModule]</c> or by the option, or proved.</param>
internal sealed record ModuleShape(
    TypeName Type,
    bool IsAbstract,
    Registration Registration,
    EquatableArray<MemberShape> Members,
    bool HasUnreadableBase,
    EquatableArray<DecayDeclaration> Declarations,
    string? DeclaringClass,
    double? LearningRateScale,
    bool IsNormalization)
{
    /// <summary>For a class of another assembly: what its summary proves about it wherever it sits.</summary>
    public EquatableArray<ScaleInvarianceFact> Proofs { get; init; }
}
