using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Catalog;

/// <summary>RNN, LSTM and GRU, and their cells.</summary>
internal static class RecurrentLayers
{
    private static readonly InnerLayers Layers = new("numLayers", ByDefault: 1, AtLeast: 1);

    public static readonly CatalogLayer[] All =
    [
        Stack("RNN"),
        Stack("LSTM"),
        Stack("GRU"),
        Cell("RNNCell"),
        Cell("LSTMCell"),
        Cell("GRUCell"),
    ];

    private static CatalogLayer Stack(string name) => new(name, LayerTable.ForEach(
        Layers,
        new("weight_ih_l#", Role.RecurrentWeight, 2),
        new("weight_hh_l#", Role.RecurrentWeight, 2),
        new("bias_ih_l#", Role.RecurrentBias, 1, HasBias),
        new("bias_hh_l#", Role.RecurrentBias, 1, HasBias),
        new("weight_ih_l#_reverse", Role.RecurrentWeight, 2, IsBidirectional),
        new("weight_hh_l#_reverse", Role.RecurrentWeight, 2, IsBidirectional),
        new("bias_ih_l#_reverse", Role.RecurrentBias, 1, switches => HasBias(switches) & IsBidirectional(switches)),
        new("bias_hh_l#_reverse", Role.RecurrentBias, 1, switches => HasBias(switches) & IsBidirectional(switches))));

    private static CatalogLayer Cell(string name) => new(name, LayerTable.Once(
        new("weight_ih", Role.RecurrentWeight, 2),
        new("weight_hh", Role.RecurrentWeight, 2),
        new("bias_ih", Role.RecurrentBias, 1, HasBias),
        new("bias_hh", Role.RecurrentBias, 1, HasBias)));

    private static bool? HasBias(LayerSwitches switches) => switches.Flag("bias", true);

    private static bool? IsBidirectional(LayerSwitches switches) => switches.Flag("bidirectional", false);
}
