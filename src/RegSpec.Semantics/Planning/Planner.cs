using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Planning;

/// <summary>Shape in, plan out: every parameter the source shows, with its fate when the class is the root.</summary>
internal sealed class Planner
{
    /// <summary>Rows listed before the rest is left to the run time; a class with more is a container of containers gone wild.</summary>
    public const int RowBudget = 20_000;

    private const string FilledAtRunTime = "filled at run time";

    private readonly List<PlanRow> rows = new();
    private readonly PlacedProofs proofs = new();
    private readonly Func<ModuleShape, IEnumerable<ScaleInvarianceFact>>? factsOf;
    private readonly EquatableArray<string> switched;
    private DeclaredPlace place;
    private int memberIndex;

    private Planner(ModuleShape shape, ScaleInvarianceFacts? facts, Func<ModuleShape, IEnumerable<ScaleInvarianceFact>>? factsOf)
    {
        this.factsOf = factsOf;
        place = PlaceOf(shape, path: "", outer: null);
        foreach (ScaleInvarianceFact fact in facts?.Proved ?? default)
        {
            proofs.Add(fact.Path, fact.ForPlan);
        }

        if (facts is not null)
        {
            switched = facts.Switched;
            foreach (UnprovedWeight unproved in facts.Unproved.Where(static u => u.IsExposed))
            {
                proofs.AddExposed(unproved.Path);
            }
        }
    }

    /// <summary>The place of a class whose instance stands at a path.</summary>
    private static DeclaredPlace PlaceOf(ModuleShape shape, string path, DeclaredPlace? outer)
    {
        string name = shape.DeclaringClass ?? shape.Type.DisplayName;
        return new DeclaredPlace(SiteKind.Class, name, path, outer) { DeclaringType = name, Declarations = shape.Declarations, LearningRateScale = shape.LearningRateScale ?? 1 };
    }

    /// <summary>The place of a member whose value stands at a path.</summary>
    private static DeclaredPlace PlaceOf(MemberShape member, string path, SiteKind kind, DeclaredPlace outer) =>
        new(kind, member.Name, path, outer) { DeclaringType = member.DeclaringType, Declarations = member.Declarations, LearningRateScale = member.LearningRateScale ?? 1 };

    /// <summary>Does something at a place further in.</summary>
    private void At(DeclaredPlace inner, Action act)
    {
        DeclaredPlace outer = place;
        place = inner;
        act();
        place = outer;
    }

    /// <summary>A norm inside that keeps its statistics, or the whole around it, is switched: what the class proves by itself does not hold.</summary>
    private bool IsSwitched(string path) => switched.Any(s =>
        s.Length == 0 || PathPattern.HasStar(s) || s == path || s.StartsWith(path + ".", StringComparison.Ordinal) || path.StartsWith(s + ".", StringComparison.Ordinal));

    /// <summary>The plan of a class taken as root, without a run-time λ.</summary>
    /// <param name="shape">The class.</param>
    /// <param name="facts">What the algebra proved about it as root; null for nothing.</param>
    /// <param name="factsOf">What a class it contains proves about itself; null for nothing.</param>
    public static RootPlan Plan(ModuleShape shape, ScaleInvarianceFacts? facts = null, Func<ModuleShape, IEnumerable<ScaleInvarianceFact>>? factsOf = null)
    {
        EquatableArray<ScaleInvarianceFact> proved = facts?.Proved ?? default;
        var planner = new Planner(shape, facts, factsOf);
        for (int i = 0; i < shape.Members.Count; i++)
        {
            planner.memberIndex = i;
            planner.AddMember(shape.Members[i], parentPath: "", certain: true);
        }

        if (shape.HasUnreadableBase)
        {
            planner.AddOpened("*", "a base class lies in another assembly");
        }

        return new RootPlan(shape, planner.rows.ToEquatableArray(), proved);
    }

    private void AddMember(MemberShape member, string parentPath, bool certain)
    {
        string path = Join(parentPath, member.RegisteredName);
        if (member.IsStatic || member.IsHidden)
        {
            AddOpened(path, member.IsStatic ? "a static member registers nothing" : "hidden by a field of the same name, so never registered");
            return;
        }

        bool present = certain && member.Assignment == Assignment.Always;
        if (member.Content is MemberContent.UserModule { Shape: { } shape })
        {
            // The holding member stands inside the class it holds: it knows the use, the class does not.
            At(PlaceOf(member, path, SiteKind.Member, PlaceOf(shape, path, place)), () => AddContent(member.Content, path, present));
            return;
        }

        bool isLeaf = member.Content is MemberContent.Layer or MemberContent.RawParameter or MemberContent.RawParameters;
        At(PlaceOf(member, path, isLeaf ? SiteKind.Leaf : SiteKind.Member, place), () =>
        {
            if (member is { LayerwiseLearningRate: { } decay, Content: MemberContent.Container { Kind: not ContainerKind.Unregistered } list })
            {
                AddLayers(list, path, decay, present);
            }
            else
            {
                AddContent(member.Content, path, present);
            }
        });
    }

    /// <summary>Item i of n has decay^(n−1−i) times the rate around the list.</summary>
    private void AddLayers(MemberContent.Container list, string path, double decay, bool certain)
    {
        if (!list.IsComplete)
        {
            AddOpened(path, "filled at run time, where item i of n gets lr × " + decay.ToString(CultureInfo.InvariantCulture) + "^(n−1−i)");
            return;
        }

        for (int i = 0; i < list.Items.Count; i++)
        {
            ContainerItem item = list.Items[i];
            At(place.OfItem(Join(path, item.Name), LayerwiseRate.Of(decay, i, list.Items.Count)), () => AddItem(item, path, certain));
        }
    }

    private void AddItem(ContainerItem item, string parentPath, bool certain)
    {
        string path = Join(parentPath, item.Name);
        if (item.Content is MemberContent.UserModule { Shape: { } shape })
        {
            At(PlaceOf(shape, path, place), () => AddContent(item.Content, path, certain));
            return;
        }

        AddContent(item.Content, path, certain);
    }

    private void AddContent(MemberContent content, string path, bool certain)
    {
        switch (content)
        {
            case MemberContent.RawParameter raw:
                var rawFacts = new ParameterFacts(raw.Role, IsRaw: true, Dimensions: raw.Dimensions);
                AddParameter(path, rawFacts, certain ? Presence.Always : Presence.Optional, isFrozen: raw.RequiresGrad == false);
                break;
            case MemberContent.RawParameters raw:
                AddParameter(Join(path, "*"), new ParameterFacts(raw.Role, IsRaw: true), Presence.Optional, "its entries are known only at run time");
                break;
            case MemberContent.Layer layer:
                bool isNormalization = LayerCatalog.Find(layer.TypeName) is { IsNormalization: true };
                foreach (LayerParameter parameter in layer.Parameters)
                {
                    var facts = new ParameterFacts(parameter.Role, OwnerIsNormalization: isNormalization, Dimensions: parameter.Dimensions);
                    AddParameter(Join(path, parameter.Name), facts, certain ? parameter.Presence : Presence.Optional, isFrozen: parameter.IsFrozen, padding: parameter.Padding);
                }

                if (!layer.IsComplete)
                {
                    AddOpened(path, "its number of layers is known only at run time");
                }

                break;
            case MemberContent.UserModule module:
                AddUserModule(module, path, certain);
                break;
            case MemberContent.Container container:
                AddContainer(container, path, certain);
                break;
            case MemberContent.Undetermined undetermined:
                AddOpened(path, undetermined.Why);
                break;
            case MemberContent.Nothing:
                break;
        }
    }

    private void AddUserModule(MemberContent.UserModule module, string path, bool certain)
    {
        if (module.Shape is not { } shape)
        {
            AddOpened(path, module.Type.DisplayName + " cannot be read here");
            return;
        }

        if (module.IsExact)
        {
            bool isSilent = factsOf is null || IsSwitched(path);
            proofs.Enter(path, () => isSilent ? Enumerable.Empty<(string, InvarianceProof)>() : factsOf!(shape).Select(static fact => (fact.Path, fact.ForPlan)));
        }

        foreach (MemberShape member in shape.Members)
        {
            AddMember(member, path, certain && module.IsExact);
        }

        if (module.IsExact)
        {
            proofs.Leave(path);
        }

        if (!module.IsExact)
        {
            AddOpened(path, "may be a class derived from " + module.Type.DisplayName);
        }
        else if (shape.HasUnreadableBase)
        {
            AddOpened(path, "a base class of " + module.Type.DisplayName + " lies in another assembly");
        }
    }

    private void AddContainer(MemberContent.Container container, string path, bool certain)
    {
        if (container.Kind == ContainerKind.Unregistered)
        {
            AddOpened(path, "a collection that registers nothing");
            return;
        }

        foreach (ContainerItem item in container.Items)
        {
            AddItem(item, path, certain);
        }

        if (!container.IsComplete)
        {
            AddFilling(container, path);
        }
    }

    /// <summary>One row for each parameter of what fills a container at run time; where two things that fill it have a parameter of one name, the run time tells them apart.</summary>
    private void AddFilling(MemberContent.Container container, string path)
    {
        int first = rows.Count;
        var seen = new Dictionary<string, PlanRow>(StringComparer.Ordinal);
        foreach (MemberContent content in container.Filling)
        {
            int start = rows.Count;
            AddItem(new ContainerItem("*", content), path, certain: false);
            for (int i = start; i < rows.Count; i++)
            {
                if (seen.TryGetValue(rows[i].Path, out PlanRow? other) && other != rows[i])
                {
                    rows.RemoveRange(first, rows.Count - first);
                    AddOpened(path, FilledAtRunTime + " with " + string.Join(", ", container.Filling.Select(ContentMerger.Describe).Distinct()));
                    return;
                }

                if (other is not null)
                {
                    rows.RemoveAt(i--);
                }
                else
                {
                    seen.Add(rows[i].Path, rows[i]);
                }
            }
        }

        if (container.Filling.Count == 0)
        {
            AddOpened(path, FilledAtRunTime);
        }
    }

    private void AddParameter(string path, ParameterFacts facts, Presence presence, string? openedAtRunTime = null, bool isFrozen = false, PaddingRow? padding = null)
    {
        if (rows.Count > RowBudget)
        {
            return;
        }

        if (rows.Count == RowBudget)
        {
            AddOpened(path, "more than " + RowBudget + " parameters");
            return;
        }

        if (facts.IsWeight && proofs.Find(path) is { } proof)
        {
            facts = facts with { InvarianceProof = proof.Text };
        }

        IReadOnlyList<DeclarationSite> sites = place.SitesOf(path);
        if (PathPattern.HasStar(path))
        {
            if (openedAtRunTime is null && sites.Any(SpeaksOfSome))
            {
                AddOpened(path, "a declaration is about some of them");
                return;
            }

            openedAtRunTime ??= FilledAtRunTime;
        }

        DecayDecision decision = DecayRule.Decide(facts, sites);
        DeclarationPlace? decidedBy = decision.SiteIndex < 0 ? null : Decided(place.At(decision.SiteIndex), decision.DeclarationIndex);
        rows.Add(new PlanRow(path, memberIndex, facts, presence, decision, decidedBy, place.LearningRateScaleHere(), openedAtRunTime) { IsFrozen = isFrozen, Padding = padding });
    }

    /// <summary>A pattern that names some of the parameters that a row with a star stands for, not all.</summary>
    private static bool SpeaksOfSome(DeclarationSite site) =>
        site.Declarations.Any(declaration => declaration.Parameters is { } pattern && Glob.Overlaps(pattern, site.RelativeName) && !Glob.Matches(pattern, site.RelativeName));

    private void AddOpened(string path, string why) =>
        rows.Add(new PlanRow(path, memberIndex, default, Presence.Optional, Decision: null, DecidedBy: null, place.LearningRateScaleHere(), why));

    private static DeclarationPlace Decided(DeclaredPlace by, int declaration) => new(by.DeclaringType, by.Kind == SiteKind.Class ? null : by.Name, declaration);

    private static string Join(string parent, string name) => parent.Length == 0 ? name : parent + "." + name;
}
