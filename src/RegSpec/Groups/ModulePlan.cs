using System.ComponentModel;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Where generated code describes one module: a line a parameter or nested module. Not meant to be called by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModulePlan
{
    /// <summary>The declarations of the class: <c>[WeightDecay]</c>, <c>[NoWeightDecay]</c>, <c>[LearningRateScale]</c>.</summary>
    public void Class(string name, params Attribute[] declarations) => throw new NotSupportedException();

    /// <summary>One parameter of a catalog layer.</summary>
    public void Parameter(string member, nn.Module? layer, string name, ParameterRole role, Attribute[]? declarations = null, bool required = true, string? scaleInvariant = null) => throw new NotSupportedException();

    /// <summary>A raw parameter.</summary>
    public void Parameter(string member, Tensor? value, ParameterRole role, Attribute[]? declarations = null, bool required = true, string? scaleInvariant = null) => throw new NotSupportedException();

    /// <summary>A ParameterList or ParameterDict, all of one role.</summary>
    public void Parameters(string member, nn.Module? list, ParameterRole role, Attribute[]? declarations = null, bool required = true) => throw new NotSupportedException();

    /// <summary>A nested module, opened by its run-time type.</summary>
    public void Module(string member, nn.Module? module, Attribute[]? declarations = null, bool required = true) => throw new NotSupportedException();

    /// <summary>A list, array, tuple or dictionary of modules or parameters: nothing in it is registered by its owner.</summary>
    public void Collection(string member, object? items, Attribute[]? declarations = null) => throw new NotSupportedException();

    /// <summary>A proof about something below this module, by its path.</summary>
    public void ScaleInvariant(string path, string proof) => throw new NotSupportedException();

    /// <summary>The registered child of this name, for members whose type cannot be named; null if there is none.</summary>
    public nn.Module? Child(string registeredName) => throw new NotSupportedException();

    /// <summary>The registered raw parameter of this name; null if there is none.</summary>
    public Parameter? OwnParameter(string registeredName) => throw new NotSupportedException();
}
