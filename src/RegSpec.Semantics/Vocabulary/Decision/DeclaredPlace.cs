using System.Collections.Generic;

namespace RegSpec.Semantics.Vocabulary;

/// <summary>
/// One place on the way from a parameter outward to the root: a class, or a member that holds something. The planner makes the places of a shape, the
/// library those of live modules; how they count is written here once.
/// </summary>
internal sealed class DeclaredPlace
{
    private readonly string path;

    /// <param name="kind">What it is.</param>
    /// <param name="name">Name of the class or member, for reasons and messages.</param>
    /// <param name="path">Path of what it holds, from the root.</param>
    /// <param name="outer">The place around it; null for the root.</param>
    public DeclaredPlace(SiteKind kind, string name, string path, DeclaredPlace? outer)
    {
        Kind = kind;
        Name = name;
        Outer = outer;
        this.path = path;
    }

    public SiteKind Kind { get; }

    /// <summary>Name of the class or member, for reasons and messages.</summary>
    public string Name { get; set; }

    /// <summary>The place around it.</summary>
    public DeclaredPlace? Outer { get; }

    /// <summary>Display name of the class that declares it; empty where nobody asks.</summary>
    public string DeclaringType { get; init; } = "";

    /// <summary>The decay declarations here, in source order.</summary>
    public IReadOnlyList<DecayDeclaration> Declarations { get; set; } = System.Array.Empty<DecayDeclaration>();

    /// <summary>The learning-rate scale declared here; 1 without one.</summary>
    public double LearningRateScale { get; set; } = 1;

    /// <summary>The factor from one item of a list to the one before it, declared here; or null.</summary>
    public double? LayerwiseDecay { get; set; }

    /// <summary>Whether anything is declared here.</summary>
    public bool IsDeclared => Declarations.Count > 0 || LearningRateScale != 1 || LayerwiseDecay is not null;

    /// <summary>The place of an item of a list here that trains with a rate of its own.</summary>
    /// <param name="itemPath">Path of the item.</param>
    /// <param name="scale">Its factor.</param>
    public DeclaredPlace OfItem(string itemPath, double scale) => new(SiteKind.Member, Name, itemPath, this) { LearningRateScale = scale };

    /// <summary>Product of the learning-rate scales from the root to here.</summary>
    public double LearningRateScaleHere() => (Outer?.LearningRateScaleHere() ?? 1) * LearningRateScale;

    /// <summary>The sites around a parameter at this place, innermost first, as <see cref="DecayRule.Decide"/> takes them.</summary>
    public IReadOnlyList<DeclarationSite> SitesOf(string parameterPath)
    {
        var sites = new List<DeclarationSite>();
        for (DeclaredPlace? place = this; place is not null; place = place.Outer)
        {
            sites.Add(new DeclarationSite(place.Kind, place.Name, place.RelativeName(parameterPath), place.Declarations));
        }

        return sites;
    }

    /// <summary>The place of a site, by its index in <see cref="SitesOf"/>.</summary>
    public DeclaredPlace At(int siteIndex)
    {
        DeclaredPlace place = this;
        for (; siteIndex > 0; siteIndex--)
        {
            place = place.Outer!;
        }

        return place;
    }

    private string RelativeName(string parameterPath) =>
        path.Length == 0 ? parameterPath
        : parameterPath.Length > path.Length ? parameterPath.Substring(path.Length + 1)
        : "";
}
