using System.ComponentModel;
using RegSpec.Semantics.Vocabulary;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Where generated code describes one catalog layer: a line a parameter, by what it is. Not meant to be called by hand.</summary>
/// <remarks>
/// One method a <see cref="ParameterRole"/>, all of the same parameters: the name of the parameter below the layer; the path that proves scale invariance, or null;
/// whether that proof is about the weight together with the layer's bias; whether the parameter exists in every instance. Each gives the layer again.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LayerPlan
{
    private readonly ModulePlan plan;
    private readonly string member;
    private readonly string path;
    private readonly nn.Module? layer;
    private readonly DeclaredPlace place;
    private readonly bool isNormalization;
    private readonly Dictionary<string, Parameter> parameters;
    private readonly HashSet<string> described = [];

    /// <param name="plan">The plan of the module around it.</param>
    /// <param name="member">Registered name of the member that holds the layer.</param>
    /// <param name="path">Its dotted path.</param>
    /// <param name="layer">The layer, or null where the member has none: then each required parameter is missing.</param>
    /// <param name="place">The member's declarations.</param>
    internal LayerPlan(ModulePlan plan, string member, string path, nn.Module? layer, DeclaredPlace place)
    {
        this.plan = plan;
        this.member = member;
        this.path = path;
        this.layer = layer;
        this.place = place;
        isNormalization = layer is not null && ModuleWalk.CatalogLayerOf(layer) is { IsNormalization: true };
        parameters = layer?.named_parameters().ToDictionary(static p => p.name, static p => p.parameter) ?? [];
    }

    /// <summary>A factor of a linear map.</summary>
    /// <inheritdoc cref="Unknown"/>
    public LayerPlan Weight(string name, string? scaleInvariant = null, bool withBias = false, bool required = true) => Add(name, Role.Weight, scaleInvariant, withBias, required);

    /// <summary>An added offset.</summary>
    /// <inheritdoc cref="Unknown"/>
    public LayerPlan Bias(string name, string? scaleInvariant = null, bool withBias = false, bool required = true) => Add(name, Role.Bias, scaleInvariant, withBias, required);

    /// <summary>The scale of a normalization.</summary>
    /// <inheritdoc cref="Unknown"/>
    public LayerPlan NormScale(string name, string? scaleInvariant = null, bool withBias = false, bool required = true) => Add(name, Role.NormScale, scaleInvariant, withBias, required);

    /// <summary>The shift of a normalization.</summary>
    /// <inheritdoc cref="Unknown"/>
    public LayerPlan NormShift(string name, string? scaleInvariant = null, bool withBias = false, bool required = true) => Add(name, Role.NormShift, scaleInvariant, withBias, required);

    /// <summary>A table of vectors.</summary>
    /// <inheritdoc cref="Unknown"/>
    public LayerPlan Embedding(string name, string? scaleInvariant = null, bool withBias = false, bool required = true) => Add(name, Role.Embedding, scaleInvariant, withBias, required);

    /// <summary>A weight of a recurrent layer.</summary>
    /// <inheritdoc cref="Unknown"/>
    public LayerPlan RecurrentWeight(string name, string? scaleInvariant = null, bool withBias = false, bool required = true) => Add(name, Role.RecurrentWeight, scaleInvariant, withBias, required);

    /// <summary>A bias of a recurrent layer.</summary>
    /// <inheritdoc cref="Unknown"/>
    public LayerPlan RecurrentBias(string name, string? scaleInvariant = null, bool withBias = false, bool required = true) => Add(name, Role.RecurrentBias, scaleInvariant, withBias, required);

    /// <summary>A slope or scale.</summary>
    /// <inheritdoc cref="Unknown"/>
    public LayerPlan Gain(string name, string? scaleInvariant = null, bool withBias = false, bool required = true) => Add(name, Role.Gain, scaleInvariant, withBias, required);

    /// <summary>A token.</summary>
    /// <inheritdoc cref="Unknown"/>
    public LayerPlan Token(string name, string? scaleInvariant = null, bool withBias = false, bool required = true) => Add(name, Role.Token, scaleInvariant, withBias, required);

    /// <summary>Not known.</summary>
    /// <param name="name">Name of the parameter below the layer.</param>
    /// <param name="scaleInvariant">The path that proves scale invariance, or null.</param>
    /// <param name="withBias">The proof is about the weight together with the layer's bias.</param>
    /// <param name="required">Whether it exists in every instance.</param>
    /// <returns>The layer.</returns>
    public LayerPlan Unknown(string name, string? scaleInvariant = null, bool withBias = false, bool required = true) => Add(name, Role.Unknown, scaleInvariant, withBias, required);

    /// <summary>Adds what the layer has and no line named, by run-time types.</summary>
    internal void SweepUp()
    {
        if (layer is not null)
        {
            plan.AddRestOfLayer(layer, path, place, described);
        }
    }

    private LayerPlan Add(string name, Role role, string? scaleInvariant, bool withBias, bool required)
    {
        string parameterPath = RegisteredName.Join(path, name);
        described.Add(name);
        plan.AddProof(parameterPath, scaleInvariant, withBias);
        if (parameters.TryGetValue(name, out Parameter? parameter))
        {
            plan.AddOfLayer(parameterPath, parameter, role, isNormalization, place);
        }
        else
        {
            plan.AddMissingIf(required, parameterPath, member);
        }

        return this;
    }
}
