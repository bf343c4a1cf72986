using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Vocabulary;
using static TorchSharp.torch;

namespace RegSpec.CompileTime.Tests.Semantics.Catalog;

/// <summary>The catalog against live modules, made by the real factories with every switch.</summary>
public class LayerCatalogTests
{
    public static TheoryData<string> Cases => [.. LayerCase.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Known_switches_give_exactly_the_live_parameters(string name)
    {
        LayerCase made = LayerCase.All[name];
        nn.Module module = made.Create();
        CatalogLayer layer = Catalogued(module);

        IReadOnlyList<LayerParameter> expected = layer.Parameters(made.Switches);

        Assert.Equal(module.named_parameters().Select(live => live.name), expected.Select(parameter => parameter.Name));
        Assert.All(expected, parameter => Assert.Equal(Presence.Always, parameter.Presence));
        Assert.True(layer.IsComplete(made.Switches));
        foreach ((LayerParameter parameter, (string _, TorchSharp.Modules.Parameter live)) in expected.Zip(module.named_parameters()))
        {
            Assert.Equal(made.Arguments.Values.OfType<long[]>().Any() ? null : (int)live.dim(), parameter.Dimensions);
            Assert.Equal(parameter.Role, layer.RoleOf(parameter.Name));
            Assert.NotEqual(Role.Unknown, parameter.Role);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void No_known_factory_promises_nothing_an_instance_may_lack(string name)
    {
        nn.Module module = LayerCase.All[name].Create();
        AssertHolds(module, Catalogued(module), LayerSwitches.Unknown);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Arguments_that_are_not_constants_promise_nothing_an_instance_may_lack(string name)
    {
        LayerCase made = LayerCase.All[name];
        nn.Module module = made.Create();
        AssertHolds(module, Catalogued(module), new LayerSwitches(made.Arguments.ToDictionary(argument => argument.Key, object? (_) => LayerSwitches.Given)));
    }

    [Fact]
    public void Every_layer_of_the_catalog_is_made_by_some_case()
    {
        HashSet<string> made = [.. LayerCase.All.Values.Select(one => one.Create().GetType().FullName!)];
        Assert.Empty(LayerCatalog.All.Select(layer => layer.TypeName).Except(made));
    }

    [Fact]
    public void An_unknown_number_of_layers_lists_the_first_and_says_that_more_may_exist()
    {
        CatalogLayer lstm = LayerCatalog.Find("TorchSharp.Modules.LSTM")!;
        var switches = new LayerSwitches(new Dictionary<string, object?> { ["numLayers"] = LayerSwitches.Given });
        Assert.Equal(
            [("weight_ih_l0", Presence.Always), ("weight_hh_l0", Presence.Always), ("bias_ih_l0", Presence.Always), ("bias_hh_l0", Presence.Always)],
            lstm.Parameters(switches).Select(parameter => (parameter.Name, parameter.Presence)));
        Assert.False(lstm.IsComplete(switches));
    }

    [Fact]
    public void A_number_of_layers_out_of_all_bounds_is_cut_off()
    {
        CatalogLayer lstm = LayerCatalog.Find("TorchSharp.Modules.LSTM")!;
        var switches = new LayerSwitches(new Dictionary<string, object?> { ["numLayers"] = long.MaxValue });
        Assert.Equal(64 * 4, lstm.Parameters(switches).Count);
        Assert.False(lstm.IsComplete(switches));
    }

    [Theory]
    [InlineData("Linear", "weight", nameof(Role.Weight))]
    [InlineData("Linear", "bias", nameof(Role.Bias))]
    [InlineData("Linear", "weights", nameof(Role.Unknown))]
    [InlineData("ConvTranspose3d", "weight", nameof(Role.Weight))]
    [InlineData("BatchNorm2d", "weight", nameof(Role.NormScale))]
    [InlineData("InstanceNorm1d", "bias", nameof(Role.NormShift))]
    [InlineData("LayerNorm", "weight", nameof(Role.NormScale))]
    [InlineData("GroupNorm", "bias", nameof(Role.NormShift))]
    [InlineData("PReLU", "weight", nameof(Role.Gain))]
    [InlineData("Embedding", "weight", nameof(Role.Embedding))]
    [InlineData("EmbeddingBag", "weight", nameof(Role.Embedding))]
    [InlineData("LSTM", "weight_hh_l12_reverse", nameof(Role.RecurrentWeight))]
    [InlineData("LSTM", "bias_ih_l3", nameof(Role.RecurrentBias))]
    [InlineData("LSTM", "weight_hh_l", nameof(Role.Unknown))]
    [InlineData("LSTM", "weight_hh_l1_reversed", nameof(Role.Unknown))]
    [InlineData("GRUCell", "weight_ih", nameof(Role.RecurrentWeight))]
    [InlineData("RNNCell", "bias_hh", nameof(Role.RecurrentBias))]
    [InlineData("MultiheadAttention", "in_proj_weight", nameof(Role.Weight))]
    [InlineData("MultiheadAttention", "k_proj_weight", nameof(Role.Weight))]
    [InlineData("MultiheadAttention", "in_proj_bias", nameof(Role.Bias))]
    [InlineData("MultiheadAttention", "bias_k", nameof(Role.Bias))]
    [InlineData("MultiheadAttention", "bias_v", nameof(Role.Bias))]
    [InlineData("MultiheadAttention", "out_proj.bias", nameof(Role.Bias))]
    [InlineData("TransformerDecoderLayer", "norm3.weight", nameof(Role.NormScale))]
    [InlineData("TransformerEncoder", "layers.7.norm1.bias", nameof(Role.NormShift))]
    [InlineData("TransformerEncoder", "layers.x.norm1.bias", nameof(Role.Unknown))]
    [InlineData("Transformer", "decoder.layers.10.multihead_attn.out_proj.weight", nameof(Role.Weight))]
    [InlineData("Transformer", "encoder.norm.weight", nameof(Role.NormScale))]
    public void Roles(string layer, string parameter, string role) =>
        Assert.Equal(role, LayerCatalog.Find("TorchSharp.Modules." + layer)!.RoleOf(parameter).ToString());

    [Fact]
    public void Norms_alone_are_normalizations() => Assert.Equal(
        ["BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "GroupNorm", "InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d", "LayerNorm"],
        LayerCatalog.All.Where(layer => layer.IsNormalization).Select(layer => layer.TypeName["TorchSharp.Modules.".Length..]).Order(StringComparer.Ordinal));

    [Fact]
    public void A_type_outside_the_catalog_is_not_found() => Assert.Null(LayerCatalog.Find("TorchSharp.Modules.ReLU"));

    private static CatalogLayer Catalogued(nn.Module module)
    {
        CatalogLayer? layer = LayerCatalog.Find(module.GetType().FullName!);
        Assert.True(layer is not null, $"{module.GetType()} is not in the catalog");
        return layer!;
    }

    // What the catalog says of switches it does not know must be true of an instance whatever they are.
    private static void AssertHolds(nn.Module module, CatalogLayer layer, LayerSwitches switches)
    {
        HashSet<string> live = [.. module.named_parameters().Select(parameter => parameter.name)];
        IReadOnlyList<LayerParameter> listed = layer.Parameters(switches);
        Assert.DoesNotContain(listed, parameter => parameter.Presence == Presence.Always && !live.Contains(parameter.Name));
        if (layer.IsComplete(switches))
        {
            Assert.Empty(live.Except(listed.Select(parameter => parameter.Name)));
        }
    }
}
