using System.Collections.Generic;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Planning;

/// <summary>The places around the parameter being planned, outermost at the bottom.</summary>
internal sealed class PlaceStack
{
    private readonly List<Place> places = new();

    /// <summary>Product of the learning-rate scales of all places on the stack.</summary>
    public double LearningRateScale
    {
        get
        {
            double product = 1;
            foreach (Place place in places)
            {
                product *= place.LearningRateScale;
            }

            return product;
        }
    }

    /// <summary>A module class whose instance stands at <paramref name="path"/>.</summary>
    public void PushClass(ModuleShape shape, string path) => places.Add(new Place(
        SiteKind.Class,
        shape.DeclaringClass ?? shape.Type.DisplayName,
        Member: null,
        path,
        shape.Declarations,
        shape.LearningRateScale ?? 1));

    /// <summary>A member whose value stands at <paramref name="path"/>.</summary>
    public void PushMember(MemberShape member, string path, SiteKind kind) => places.Add(new Place(
        kind,
        member.DeclaringType,
        member.Name,
        path,
        member.Declarations,
        member.LearningRateScale ?? 1));

    /// <summary>An item of a list whose items train with rates of their own.</summary>
    public void PushItem(string list, string path, double learningRateScale) =>
        places.Add(new Place(SiteKind.Member, "", list, path, EquatableArray<DecayDeclaration>.Empty, learningRateScale));

    public void Pop() => places.RemoveAt(places.Count - 1);

    /// <summary>The sites around a parameter, innermost first, as <see cref="DecayRule.Decide"/> takes them.</summary>
    public IReadOnlyList<DeclarationSite> SitesOf(string parameterPath)
    {
        var sites = new DeclarationSite[places.Count];
        for (int i = 0; i < sites.Length; i++)
        {
            Place place = places[places.Count - 1 - i];
            sites[i] = new DeclarationSite(place.Kind, place.Member ?? place.DeclaringType, place.RelativeName(parameterPath), place.Declarations);
        }

        return sites;
    }

    /// <summary>Where a declaration stands, by the site index of <see cref="SitesOf"/>.</summary>
    public DeclarationPlace PlaceOf(int siteIndex, int declarationIndex)
    {
        Place place = places[places.Count - 1 - siteIndex];
        return new DeclarationPlace(place.DeclaringType, place.Member, declarationIndex);
    }

    private readonly record struct Place(
        SiteKind Kind,
        string DeclaringType,
        string? Member,
        string Path,
        EquatableArray<DecayDeclaration> Declarations,
        double LearningRateScale)
    {
        public string RelativeName(string parameterPath) =>
            Path.Length == 0 ? parameterPath
            : parameterPath.Length > Path.Length ? parameterPath.Substring(Path.Length + 1)
            : "";
    }
}
