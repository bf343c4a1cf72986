using System;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Catalog;

/// <summary>One line of a <see cref="LayerTable"/>.</summary>
/// <param name="Name">Name of the parameter below the layer; <c>#</c> stands for the index of an inner layer ("weight_ih_l#", "layers.#.norm1.bias").</param>
/// <param name="Role">What the parameter is.</param>
/// <param name="Dimensions">Number of dimensions, or null where it depends on an argument.</param>
/// <param name="If">Whether it exists, by the switches; null if that is not known. Without a condition it always exists.</param>
/// <param name="FrozenIf">Whether it is made without gradient, by the switches; null if that is not known. Without a condition it is trained.</param>
internal sealed record LayerRow(string Name, Role Role, int? Dimensions, Func<LayerSwitches, bool?>? If = null, Func<LayerSwitches, bool?>? FrozenIf = null)
{
    /// <summary>Stands for the index of an inner layer.</summary>
    public const char Index = '#';

    /// <summary>The row that stands for padding, by the switches; null for a table without one, or one of which nothing is known.</summary>
    public Func<LayerSwitches, PaddingRow?>? PaddingOf { get; init; }

    /// <summary>The same row inside a composite that registers the layer under a name.</summary>
    public LayerRow Under(string child) => this with { Name = child + "." + Name };

    /// <summary>Whether a live parameter of this name is described by this row, whatever its index.</summary>
    public bool IsNamed(string parameterName)
    {
        int index = Name.IndexOf(Index);
        if (index < 0)
        {
            return Name == parameterName;
        }

        int digits = 0;
        while (index + digits < parameterName.Length && parameterName[index + digits] is >= '0' and <= '9')
        {
            digits++;
        }

        return digits > 0
            && string.CompareOrdinal(parameterName, 0, Name, 0, index) == 0
            && parameterName.Substring(index + digits) == Name.Substring(index + 1);
    }
}
