using RegSpec.Semantics.Vocabulary;

namespace RegSpec;

/// <summary>One place on the way from a parameter outward to the root: a class, or a member that holds something.</summary>
internal sealed class DeclaredPlace(SiteKind kind, string name, string path, DeclaredPlace? outer)
{
    private IReadOnlyList<DecayDeclaration> declarations = [];
    private double learningRateScale = 1;

    /// <summary>Name of the class or member, for reasons and messages.</summary>
    public string Name { get; set; } = name;

    /// <summary>Whether anything is declared here.</summary>
    public bool IsDeclared => declarations.Count > 0 || learningRateScale != 1 || LayerwiseDecay is not null;

    /// <summary>The factor from one item of a list to the one before it, declared here; or null.</summary>
    public double? LayerwiseDecay { get; private set; }

    /// <summary>Takes over the attributes of this place.</summary>
    public void Declare(Attribute[]? attributes)
    {
        if (attributes is { Length: > 0 })
        {
            (declarations, learningRateScale, LayerwiseDecay) = ReflectedDeclarations.Read(attributes);
        }
    }

    /// <summary>The place of an item of a list here that trains with a rate of its own.</summary>
    /// <param name="itemPath">Path of the item.</param>
    /// <param name="scale">Its factor.</param>
    public DeclaredPlace OfItem(string itemPath, double scale) => new(SiteKind.Member, Name, itemPath, this) { learningRateScale = scale };

    /// <summary>Replaces the declarations without a glob by a default given at run time; the policy is kept unless one is given.</summary>
    public void ReplaceDefault(double weightDecay, DecayPolicy? policy)
    {
        DecayDeclaration? written = declarations.FirstOrDefault(static d => d.Parameters is null);
        var given = new DecayDeclaration(
            weightDecay,
            policy is { } p ? (Policy)p : written?.Policy,
            Because: "given at run time",
            Towards: written?.Towards ?? ReferencePoint.Zero);
        declarations = [given, .. declarations.Where(static d => d.Parameters is not null)];
    }

    /// <summary>Product of the learning-rate scales from the root to here.</summary>
    public double LearningRateScaleHere() => (outer?.LearningRateScaleHere() ?? 1) * learningRateScale;

    /// <summary>The sites around a parameter at this place, innermost first, as <see cref="DecayRule.Decide"/> takes them.</summary>
    public IReadOnlyList<DeclarationSite> SitesOf(string parameterPath)
    {
        var sites = new List<DeclarationSite>();
        for (DeclaredPlace? place = this; place is not null; place = place.Outer)
        {
            sites.Add(new DeclarationSite(place.Kind, place.Name, place.RelativeName(parameterPath), place.declarations));
        }

        return sites;
    }

    private SiteKind Kind => kind;

    private DeclaredPlace? Outer => outer;

    private string RelativeName(string parameterPath) =>
        path.Length == 0 ? parameterPath
        : parameterPath.Length > path.Length ? parameterPath[(path.Length + 1)..]
        : "";
}
