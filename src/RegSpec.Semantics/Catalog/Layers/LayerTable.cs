using System.Collections.Generic;
using System.Globalization;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Catalog;

/// <summary>Parameters of a layer that follow each other in <c>named_parameters()</c>, once or once an inner layer.</summary>
internal sealed class LayerTable
{
    // Beyond this many inner layers the rest is left to the run time: nothing here may grow with a number in the user's source.
    private const long MostInnerLayers = 64;

    private readonly InnerLayers? repeated;

    private LayerTable(InnerLayers? repeated, LayerRow[] rows)
    {
        this.repeated = repeated;
        Rows = rows;
    }

    /// <summary>The rows, with <see cref="LayerRow.Index"/> in the names of repeated ones.</summary>
    public IReadOnlyList<LayerRow> Rows { get; }

    /// <summary>Rows that stand once.</summary>
    public static LayerTable Once(params LayerRow[] rows) => new(null, rows);

    /// <summary>Rows that stand once for each inner layer.</summary>
    public static LayerTable ForEach(InnerLayers inner, params LayerRow[] rows) => new(inner, rows);

    /// <summary>Whether <see cref="Expand(LayerSwitches, List{LayerParameter})"/> lists every parameter an instance made with these switches can have.</summary>
    public bool IsComplete(LayerSwitches switches) => repeated is null || repeated.Count(switches) <= MostInnerLayers;

    /// <summary>Adds the parameters these rows stand for; of an unknown number of inner layers only those of the first.</summary>
    public void Expand(LayerSwitches switches, List<LayerParameter> parameters)
    {
        if (repeated is null)
        {
            Expand(switches, index: null, isCertain: true, parameters);
            return;
        }

        long? count = repeated.Count(switches);
        for (long i = 0; i < (count ?? 1) && i < MostInnerLayers; i++)
        {
            bool isCertain = count is not null || i < repeated.AtLeast;
            Expand(switches, i.ToString(CultureInfo.InvariantCulture), isCertain, parameters);
        }
    }

    private void Expand(LayerSwitches switches, string? index, bool isCertain, List<LayerParameter> parameters)
    {
        foreach (LayerRow row in Rows)
        {
            bool? exists = row.If is null ? true : row.If(switches);
            if (exists is not false)
            {
                Presence presence = exists is true && isCertain ? Presence.Always : Presence.Optional;
                string name = index is null ? row.Name : row.Name.Replace(LayerRow.Index.ToString(), index);
                parameters.Add(new LayerParameter(name, row.Role, row.Dimensions, presence, row.FrozenIf?.Invoke(switches) is true) { Padding = row.PaddingOf?.Invoke(switches) });
            }
        }
    }
}
