using System.Collections.Generic;
using System.Linq;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Catalog;

/// <summary>A TorchSharp module that owns parameters: their names, roles and the switches they depend on.</summary>
internal sealed class CatalogLayer
{
    private readonly LayerTable[] tables;

    /// <param name="name">Name of the type in <c>TorchSharp.Modules</c>.</param>
    /// <param name="tables">Its parameters in the order of <c>named_parameters()</c>.</param>
    public CatalogLayer(string name, params LayerTable[] tables)
    {
        TypeName = "TorchSharp.Modules." + name;
        this.tables = tables;
    }

    /// <summary>Full metadata name ("TorchSharp.Modules.Linear").</summary>
    public string TypeName { get; }

    /// <summary>Whether the layer itself is a normalization (BatchNorm, LayerNorm …).</summary>
    public bool IsNormalization { get; init; }

    /// <summary>The parameters of an instance made with these switches, in the order of <c>named_parameters()</c>.</summary>
    public IReadOnlyList<LayerParameter> Parameters(LayerSwitches switches)
    {
        var parameters = new List<LayerParameter>();
        foreach (LayerTable table in tables)
        {
            table.Expand(switches, parameters);
        }

        return parameters;
    }

    /// <summary>Whether an instance made with these switches has no parameter beyond <see cref="Parameters"/>; false where the number of inner layers is not known.</summary>
    public bool IsComplete(LayerSwitches switches) => tables.All(table => table.IsComplete(switches));

    /// <summary>The role of a parameter found in a live instance, by its name below the layer; Unknown for a name the layer does not have.</summary>
    public Role RoleOf(string parameterName) => tables
        .SelectMany(table => table.Rows)
        .Where(row => row.IsNamed(parameterName))
        .Select(row => row.Role)
        .FirstOrDefault();
}
