using System.Collections;
using System.Runtime.CompilerServices;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Vocabulary;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Opens a root by run-time types and gathers every use of a parameter, with the places around it.</summary>
internal sealed class ModuleWalk
{
    private const string Disposed = "was disposed, or its tensor was given to another Parameter; give each Parameter a tensor of its own";

    private readonly List<ParameterUse> uses = [];
    private readonly ProofsOfWalk proofs = new();
    private readonly Dictionary<string, PaddingRow> paddings = [];
    private readonly CoverageProblems problems;

    public ModuleWalk(CoverageProblems problems) => this.problems = problems;

    /// <summary>The uses found, each with the proof and the padding row that name its path.</summary>
    public IEnumerable<ParameterUse> Uses => proofs.Attach(uses).Select(use => paddings.TryGetValue(use.Path, out PaddingRow? padding) ? use with { Padding = padding } : use);

    /// <summary>Opens the root and returns its outermost place, which carries its class default.</summary>
    /// <param name="root">The root.</param>
    /// <param name="path">Its path: the index of the root when several are joined, else empty.</param>
    public DeclaredPlace OpenRoot(nn.Module root, string path)
    {
        var place = new DeclaredPlace(SiteKind.Class, TypeName(root), path, outer: null);
        OpenInto(root, path, place, place, root, collection: null);
        return place;
    }

    /// <summary>Opens a module held by a member (with its declarations) or by a container (member null).</summary>
    public void Open(nn.Module module, string path, DeclaredPlace outer, string? member, Attribute[]? declarations, nn.Module owner, DeclaredPlace? collection = null)
    {
        // The holding member stands inside the class it holds: it knows the use, the class does not.
        var classPlace = new DeclaredPlace(SiteKind.Class, TypeName(module), path, outer);
        DeclaredPlace inner = classPlace;
        if (member is not null)
        {
            bool isLeaf = IsLeaf(module);
            inner = new DeclaredPlace(isLeaf ? SiteKind.Leaf : SiteKind.Member, member, path, classPlace);
            ReflectedDeclarations.Declare(inner, declarations);
        }

        OpenInto(module, path, classPlace, inner, owner, collection);
    }

    /// <summary>A use that the root's <c>named_parameters()</c> is expected to list.</summary>
    public void Add(ParameterUse use)
    {
        if (use.Value.IsInvalid)
        {
            problems.Add(use.Path, Disposed);
            return;
        }

        uses.Add(use);
    }

    /// <summary>A row that must have a parameter but has none.</summary>
    public void AddMissing(string path, string why) => problems.Add(path, why);

    /// <summary>A proof that a class makes about a parameter of one of its instances.</summary>
    /// <param name="prover">The instance.</param>
    /// <param name="path">Path of the parameter; a star stands for the name of any child.</param>
    /// <param name="proof">The proof.</param>
    public void AddProof(nn.Module prover, string path, InvarianceProof proof)
    {
        if (ProofsOfWalk.Trains(prover))
        {
            proofs.Add(path, proof);
        }
        else
        {
            proofs.AddLost(path, proof);
        }
    }

    /// <summary>A row of a table that stands for padding.</summary>
    public void AddPaddingRow(string path, PaddingRow row) => paddings[path] = row;

    /// <summary>Adds the parameters of a catalog layer that <paramref name="skip"/> does not name.</summary>
    public void AddLayer(nn.Module layer, string path, DeclaredPlace place, nn.Module owner, DeclaredPlace? collection = null, IReadOnlySet<string>? skip = null)
    {
        CatalogLayer? catalog = CatalogLayerOf(layer);
        var listed = new HashSet<string>();
        foreach ((string name, Parameter parameter) in layer.named_parameters())
        {
            listed.Add(name);
            if (skip is null || !skip.Contains(name))
            {
                Role role = catalog?.RoleOf(name) ?? Role.Unknown;
                Add(new ParameterUse(
                    RegisteredName.Join(path, name), parameter, role, IsRaw: false, catalog is { IsNormalization: true }, place, owner, Collection: collection));
            }
        }

        ReportLost(catalog, path, listed);
    }

    /// <summary>Adds every parameter of a list or dictionary of parameters, all of one role.</summary>
    public void AddRawParameters(nn.Module list, string path, Role role, DeclaredPlace place, nn.Module owner, DeclaredPlace? collection = null)
    {
        foreach ((string name, Parameter parameter) in list.named_parameters(true))
        {
            Add(new ParameterUse(RegisteredName.Join(path, name), parameter, role, IsRaw: true, OwnerIsNormalization: false, place, owner, Collection: collection));
        }
    }

    /// <summary>Opens modules and parameters found in a list, array, tuple or dictionary that registers nothing.</summary>
    /// <param name="items">The collection, or one of its items.</param>
    /// <param name="path">Its path.</param>
    /// <param name="collection">The member that holds the collection.</param>
    /// <param name="owner">The module of that member.</param>
    public void OpenCollection(object? items, string path, DeclaredPlace collection, nn.Module owner)
    {
        switch (items)
        {
            case nn.Module module:
                Open(module, path, collection, member: null, declarations: null, owner, collection);
                break;
            case Tensor tensor:
                if (tensor is Parameter || (!tensor.IsInvalid && tensor.requires_grad))
                {
                    Add(new ParameterUse(path, tensor, Role.Unknown, IsRaw: true, OwnerIsNormalization: false, collection, owner, Collection: collection));
                }

                break;
            case IDictionary dictionary:
                foreach (DictionaryEntry entry in dictionary)
                {
                    OpenCollection(entry.Value, RegisteredName.Join(path, entry.Key.ToString() ?? ""), collection, owner);
                }

                break;
            case ITuple tuple:
                for (int i = 0; i < tuple.Length; i++)
                {
                    OpenCollection(tuple[i], RegisteredName.Join(path, i.ToString()), collection, owner);
                }

                break;
            case IEnumerable sequence and not string:
                int index = 0;
                foreach (object? item in sequence)
                {
                    OpenCollection(item, RegisteredName.Join(path, (index++).ToString()), collection, owner);
                }

                break;
        }
    }

    /// <summary>Children a container was given but has not registered: a ModuleList filled after RegisterComponents().</summary>
    public void OpenUnregisteredItems(nn.Module module, string path, DeclaredPlace place, ISet<object> known)
    {
        foreach ((string name, nn.Module child) in ContainerItems.Of(module))
        {
            if (known.Add(child))
            {
                Open(child, RegisteredName.Join(path, name), place, member: null, declarations: null, module);
            }
        }
    }

    /// <summary>The catalog layer of TorchSharp's own modules by run-time type; null for everything else.</summary>
    public static CatalogLayer? CatalogLayerOf(nn.Module module)
    {
        Type type = module.GetType();
        return type.Assembly == typeof(nn.Module).Assembly && type.FullName is { } name ? LayerCatalog.Find(name) : null;
    }

    /// <summary>A type's name as the source writes it, without arity.</summary>
    public static string TypeName(nn.Module module)
    {
        string name = module.GetType().Name;
        int arity = name.IndexOf('`');
        return arity < 0 ? name : name[..arity];
    }

    /// <summary>TorchSharp lists a disposed parameter no more; a layer that cannot be without it has lost it.</summary>
    private void ReportLost(CatalogLayer? catalog, string path, HashSet<string> listed)
    {
        foreach (LayerParameter parameter in catalog?.Parameters(LayerSwitches.Unknown) ?? [])
        {
            if (parameter.Presence == Presence.Always && !listed.Contains(parameter.Name))
            {
                problems.Add(RegisteredName.Join(path, parameter.Name), Disposed);
            }
        }
    }

    /// <summary>What is wrong where layer-wise rates are declared on something without layers.</summary>
    public static string NoSequence(DeclaredPlace place, nn.Module module) =>
        $"[LayerwiseLearningRate] gives each item of a ModuleList or Sequential a rate, but {place.Name} is a {TypeName(module)}; use [LearningRateScale]";

    private static bool IsLeaf(nn.Module module) =>
        module is ParameterList or ParameterDict || (ModulePlans.Find(module.GetType()) is null && CatalogLayerOf(module) is not null);

    /// <summary>What the class of a module says of itself: exactly this class, an heir may compute something else.</summary>
    private void AddSummary(nn.Module module, string path)
    {
        if (ClassSummaries.Find(module.GetType()) is not { } summary)
        {
            return;
        }

        foreach (string exposed in ProvedWeights.Exposed(summary.Version, summary.Lines))
        {
            proofs.AddExposed(RegisteredName.Join(path, exposed));
        }

        if (ProofsOfWalk.Trains(module))
        {
            proofs.Enter(path, () => ProvedWeights.In(summary.Version, summary.Lines));
            return;
        }

        foreach ((string weight, InvarianceProof proof) in ProvedWeights.In(summary.Version, summary.Lines))
        {
            proofs.AddLost(RegisteredName.Join(path, weight), proof);
        }
    }

    private void OpenInto(nn.Module module, string path, DeclaredPlace classPlace, DeclaredPlace inner, nn.Module owner, DeclaredPlace? collection)
    {
        AddSummary(module, path);
        bool isOpened = ModulePlans.Find(module.GetType()) is not null || (CatalogLayerOf(module) is null && module is not (ParameterList or ParameterDict));
        if (inner.LayerwiseDecay is not null && !isOpened)
        {
            AddMissing(path, NoSequence(inner, module));
        }

        if (ModulePlans.Find(module.GetType()) is var (describe, isExact))
        {
            var plan = new ModulePlan(this, module, path, classPlace, inner, collection) { IsExact = isExact };
            describe(module, plan);
            plan.SweepUp();
        }
        else if (CatalogLayerOf(module) is not null)
        {
            AddLayer(module, path, inner, owner, collection);
        }
        else if (module is ParameterList or ParameterDict)
        {
            AddRawParameters(module, path, Role.Unknown, inner, owner, collection);
        }
        else
        {
            new ModulePlan(this, module, path, classPlace, inner, collection).SweepUp();
        }
    }
}
