using System.ComponentModel;
using RegSpec.Semantics.Vocabulary;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Where generated code describes one module: a line a parameter or nested module. Not meant to be called by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModulePlan
{
    private readonly ModuleWalk walk;
    private readonly nn.Module module;
    private readonly string path;
    private readonly DeclaredPlace classPlace;
    private readonly DeclaredPlace inner;
    private readonly DeclaredPlace? collection;
    private readonly List<LayerPlan> layers = [];
    private readonly HashSet<object> mentionedModules = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<nint> mentionedParameters = [];

    internal ModulePlan(ModuleWalk walk, nn.Module module, string path, DeclaredPlace classPlace, DeclaredPlace inner, DeclaredPlace? collection)
    {
        this.walk = walk;
        this.module = module;
        this.path = path;
        this.classPlace = classPlace;
        this.inner = inner;
        this.collection = collection;
    }

    /// <summary>The description is that of the module's own class: a proof does not reach an heir, which may compute something else.</summary>
    internal bool IsExact { get; init; }

    /// <summary>The declarations of the class: <c>[WeightDecay]</c>, <c>[NoWeightDecay]</c>, <c>[LearningRateScale]</c>.</summary>
    /// <param name="name">Name of the class that carries them, for reasons.</param>
    /// <param name="declarations">The attributes as written.</param>
    public void Class(string name, params Attribute[] declarations)
    {
        classPlace.Name = name;
        ReflectedDeclarations.Declare(classPlace, declarations);
    }

    /// <summary>A catalog layer, described parameter by parameter in what is given back.</summary>
    /// <param name="member">Registered name of the member that holds the layer.</param>
    /// <param name="layer">The layer, or null where the member has none.</param>
    /// <param name="declarations">The member's declarations as written.</param>
    /// <returns>Where its parameters are described.</returns>
    public LayerPlan Layer(string member, nn.Module? layer, Attribute[]? declarations = null)
    {
        if (layer is not null)
        {
            mentionedModules.Add(layer);
        }

        var described = new LayerPlan(this, member, PathOf(member), layer, MemberPlace(SiteKind.Leaf, member, declarations));
        layers.Add(described);
        return described;
    }

    /// <summary>A raw parameter.</summary>
    /// <param name="member">Registered name of the member.</param>
    /// <param name="value">Its value.</param>
    /// <param name="role">What it is.</param>
    /// <param name="declarations">The member's declarations as written.</param>
    /// <param name="required">Whether it exists in every instance.</param>
    /// <param name="scaleInvariant">The path that proves scale invariance, or null.</param>
    public void Parameter(string member, Tensor? value, ParameterRole role, Attribute[]? declarations = null, bool required = true, string? scaleInvariant = null)
    {
        AddProof(PathOf(member), scaleInvariant, withBias: false);
        if (value is null)
        {
            AddMissingIf(required, PathOf(member), member);
            return;
        }

        // A Tensor that is no Parameter and needs no gradient is a buffer: nothing to decide.
        if (value is Parameter || (!value.IsInvalid && value.requires_grad))
        {
            if (!value.IsInvalid)
            {
                mentionedParameters.Add(value.Handle);
            }

            DeclaredPlace place = MemberPlace(SiteKind.Leaf, member, declarations);
            walk.Add(new ParameterUse(PathOf(member), value, (Role)role, IsRaw: true, OwnerIsNormalization: false, place, module, Collection: collection));
        }
    }

    /// <summary>A ParameterList or ParameterDict, all of one role.</summary>
    /// <param name="member">Registered name of the member.</param>
    /// <param name="list">The list, or null where the member has none.</param>
    /// <param name="role">What its parameters are.</param>
    /// <param name="declarations">The member's declarations as written.</param>
    /// <param name="required">Whether it exists in every instance; it may be empty.</param>
    public void Parameters(string member, nn.Module? list, ParameterRole role, Attribute[]? declarations = null, bool required = true)
    {
        if (list is null)
        {
            AddMissingIf(required, PathOf(member), member);
            return;
        }

        mentionedModules.Add(list);
        walk.AddRawParameters(list, PathOf(member), (Role)role, MemberPlace(SiteKind.Leaf, member, declarations), module, collection);
    }

    /// <summary>A nested module, opened by its run-time type.</summary>
    /// <param name="member">Registered name of the member.</param>
    /// <param name="module">The module, or null where the member has none.</param>
    /// <param name="declarations">The member's declarations as written.</param>
    /// <param name="required">Whether it exists in every instance.</param>
    public void Module(string member, nn.Module? module, Attribute[]? declarations = null, bool required = true)
    {
        if (module is null)
        {
            AddMissingIf(required, PathOf(member), member);
            return;
        }

        mentionedModules.Add(module);
        walk.Open(module, PathOf(member), inner, member, declarations, this.module, collection);
    }

    /// <summary>A list, array, tuple or dictionary of modules or parameters: nothing in it is registered by its owner.</summary>
    /// <param name="member">Name of the member.</param>
    /// <param name="items">The collection; what is in it must be registered in another way.</param>
    /// <param name="declarations">The member's declarations as written.</param>
    public void Collection(string member, object? items, Attribute[]? declarations = null) =>
        walk.OpenCollection(items, PathOf(member), MemberPlace(SiteKind.Member, member, declarations), module);

    /// <summary>A proof about something below this module, by its path.</summary>
    /// <param name="path">Dotted path of the parameter from this module; a star stands for the name of any child.</param>
    /// <param name="proof">The path that proves scale invariance ("fc1 → bn1").</param>
    /// <param name="withBias">The proof is about the weight together with its layer's bias.</param>
    public void ScaleInvariant(string path, string proof, bool withBias = false) => AddProof(PathOf(path), proof, withBias);

    /// <summary>A row of an embedding below this module that stands for padding: no gradient reaches it, decay does.</summary>
    /// <param name="path">Dotted path of the table from this module.</param>
    /// <param name="index">Its index as given where the table is made, negative from the end; null where the source does not show it.</param>
    public void PaddingRow(string path, long? index = null) => walk.AddPaddingRow(PathOf(path), new PaddingRow(index));

    /// <summary>The registered child of this name, for members whose type cannot be named; null if there is none.</summary>
    /// <param name="registeredName">Name as registered or as written in the source.</param>
    public nn.Module? Child(string registeredName)
    {
        foreach ((string name, nn.Module child) in module.named_children())
        {
            if (name == registeredName || RegisteredName.Canonical(name) == registeredName)
            {
                return child;
            }
        }

        return null;
    }

    /// <summary>The registered raw parameter of this name; null if there is none.</summary>
    /// <param name="registeredName">Name as registered or as written in the source.</param>
    public Parameter? OwnParameter(string registeredName)
    {
        foreach ((string name, Parameter parameter) in module.named_parameters(recurse: false))
        {
            if (name == registeredName || RegisteredName.Canonical(name) == registeredName)
            {
                return parameter;
            }
        }

        return null;
    }

    /// <summary>Handles what is registered but was not mentioned, by run-time types.</summary>
    internal void SweepUp()
    {
        if (inner.LayerwiseDecay is not null && !ContainerItems.IsSequence(module))
        {
            walk.AddMissing(path, ModuleWalk.NoSequence(inner, module));
        }

        foreach (LayerPlan layer in layers)
        {
            layer.SweepUp();
        }

        foreach ((string name, Parameter parameter) in module.named_parameters(recurse: false))
        {
            if (parameter.IsInvalid || mentionedParameters.Add(parameter.Handle))
            {
                string canonical = RegisteredName.Canonical(name);
                var role = (Role)ModulePlans.RoleOf(module.GetType(), canonical);
                walk.Add(new ParameterUse(
                    PathOf(canonical), parameter, role, IsRaw: true, OwnerIsNormalization: false, inner, module, Collection: collection));
            }
        }

        (string name, nn.Module child)[] children = [.. module.named_children()];
        for (int i = 0; i < children.Length; i++)
        {
            (string name, nn.Module child) = children[i];
            if (mentionedModules.Add(child))
            {
                string childPath = PathOf(RegisteredName.Canonical(name));
                DeclaredPlace around = inner.LayerwiseDecay is { } decay ? inner.OfItem(childPath, LayerwiseRate.Of(decay, i, children.Length)) : inner;
                walk.Open(child, childPath, around, member: null, declarations: null, module, collection);
            }
        }

        walk.OpenUnregisteredItems(module, path, inner, mentionedModules);
    }

    /// <summary>A parameter of a catalog layer.</summary>
    internal void AddOfLayer(string parameterPath, Parameter parameter, Role role, bool isNormalization, DeclaredPlace place) =>
        walk.Add(new ParameterUse(parameterPath, parameter, role, IsRaw: false, isNormalization, place, module, Collection: collection));

    /// <summary>What a catalog layer has and <paramref name="described"/> does not name.</summary>
    internal void AddRestOfLayer(nn.Module layer, string layerPath, DeclaredPlace place, IReadOnlySet<string> described) =>
        walk.AddLayer(layer, layerPath, place, module, collection, described);

    internal void AddProof(string parameterPath, string? proof, bool withBias)
    {
        if (proof is not null && IsExact)
        {
            walk.AddProof(module, parameterPath, new InvarianceProof(proof, withBias));
        }
    }

    internal void AddMissingIf(bool required, string parameterPath, string member)
    {
        if (required)
        {
            walk.AddMissing(parameterPath, $"does not exist: {ModuleWalk.TypeName(module)}.{member} is null, was registered too late or lost this parameter; assign it before RegisterComponents()");
        }
    }

    private string PathOf(string member) => RegisteredName.Join(path, member);

    private DeclaredPlace MemberPlace(SiteKind kind, string member, Attribute[]? declarations)
    {
        var place = new DeclaredPlace(kind, member, PathOf(member), inner);
        ReflectedDeclarations.Declare(place, declarations);
        if (place.LayerwiseDecay is not null)
        {
            walk.AddMissing(PathOf(member), $"[LayerwiseLearningRate] gives each item of a ModuleList or Sequential a rate, which {member} is not; use [LearningRateScale]");
        }

        return place;
    }
}
