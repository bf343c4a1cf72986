using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Shapes;

/// <summary>Whether a member is assigned once construction ends.</summary>
internal enum Assignment
{
    /// <summary>On every path of every constructor.</summary>
    Always,

    /// <summary>On some paths, through a nullable value, or in a way that cannot be followed.</summary>
    Maybe,

    /// <summary>Nowhere in the class.</summary>
    Never,
}

/// <summary>One member of a module class that holds modules or parameters, or carries a declaration.</summary>
/// <param name="Name">Name in the source.</param>
/// <param name="RegisteredName">Name it is registered under, with <c>&lt;P&gt;k__BackingField</c> written as <c>P</c>.</param>
/// <param name="DeclaringType">Display name of the class that declares it (a base class for an inherited one).</param>
/// <param name="IsInherited">Declared by a base class.</param>
/// <param name="Access">How generated code reads it.</param>
/// <param name="Content">What it holds.</param>
/// <param name="Assignment">Whether it is assigned.</param>
/// <param name="IsStatic">A static member: never registered.</param>
/// <param name="AssignedAfterRegistration">Assigned after <c>RegisterComponents()</c> has run: not registered.</param>
/// <param name="Declarations">Its <c>[WeightDecay]</c> and <c>[NoWeightDecay]</c>, in source order.</param>
/// <param name="LearningRateScale">Its <c>[LearningRateScale]</c>, or null.</param>
internal sealed record MemberShape(
    string Name,
    string RegisteredName,
    string DeclaringType,
    bool IsInherited,
    MemberAccess Access,
    MemberContent Content,
    Assignment Assignment,
    bool IsStatic,
    bool AssignedAfterRegistration,
    EquatableArray<DecayDeclaration> Declarations,
    double? LearningRateScale)
{
    /// <summary>The factor of its <c>[LayerwiseLearningRate]</c>, or null.</summary>
    public double? LayerwiseLearningRate { get; init; }

    /// <summary>Whether anything about λ or rates is declared on it.</summary>
    public bool IsDeclared => Declarations.Count > 0 || LearningRateScale is not null || LayerwiseLearningRate is not null;

    /// <summary>A field of a derived class with the same name is registered in its place: this one never is.</summary>
    public bool IsHidden { get; init; }

    /// <summary>A collection that registers nothing, all of whose modules reach <c>parameters()</c> by another way (Sequential, a field, register_module).</summary>
    public bool IsRegisteredElsewhere { get; init; }

    /// <summary>What is made here and put into a collection that registers nothing, or too late into a container, and registered nowhere else.</summary>
    public EquatableArray<MemberContent> Lost { get; init; }
}
