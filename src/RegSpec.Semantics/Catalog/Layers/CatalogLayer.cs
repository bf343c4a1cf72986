using System;
using System.Collections.Generic;

namespace RegSpec.Semantics;

/// <summary>A TorchSharp module that owns parameters: their names, roles and the switches they depend on.</summary>
internal sealed class CatalogLayer
{
    private readonly Func<LayerSwitches, IReadOnlyList<LayerParameter>> expand;
    private readonly Func<string, Role> roleOf;

    public CatalogLayer(string typeName, bool isNormalization, Func<LayerSwitches, IReadOnlyList<LayerParameter>> expand, Func<string, Role> roleOf)
    {
        TypeName = typeName;
        IsNormalization = isNormalization;
        this.expand = expand;
        this.roleOf = roleOf;
    }

    /// <summary>Full metadata name ("TorchSharp.Modules.Linear").</summary>
    public string TypeName { get; }

    /// <summary>Whether the layer itself is a normalization (BatchNorm, LayerNorm …).</summary>
    public bool IsNormalization { get; }

    /// <summary>The parameters of an instance made with these switches, in the order of <c>named_parameters()</c>.</summary>
    public IReadOnlyList<LayerParameter> Parameters(LayerSwitches switches) => expand(switches);

    /// <summary>The role of a parameter found in a live instance, by its name below the layer; Unknown for a name the layer does not have.</summary>
    public Role RoleOf(string parameterName) => roleOf(parameterName);
}
