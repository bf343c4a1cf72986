namespace RegSpec.CompileTime.Tests.Semantics.Planning;

/// <summary>Every place where a decay declaration about one weight can stand, in the order the tests name them.</summary>
public enum Place
{
    Leaf,
    LeafGlob,
    ContainingGlob,
    HoldingMember,
    OwnClass,
    BaseClass,
    EnclosingMember,
    EnclosingClass,
    RunTime,
}

/// <summary>How the module that owns the weight sits in the module around it.</summary>
public enum Nesting
{
    Field,
    Sequential,
    ModuleList,
    ListBuiltInALoop,
    UnannotatedParent,
}

/// <summary>
/// Models of three levels, Root.mid → Mid.inner → Inner.fc (a Linear), with declarations at chosen places, each with a λ of its own;
/// and the rules of "who decides λ of a parameter", written down once more as a ranking.
/// </summary>
internal static class Precedence
{
    /// <summary>λ of the declaration at a place.</summary>
    public static double Lambda(Place place) => 0.01 * (1 + (int)place);

    /// <summary>The place that decides, by the ranking of the design.</summary>
    public static Place Winner(IReadOnlyCollection<Place> places, Nesting nesting)
    {
        // What holds a container or an unannotated parent lies around Inner's class; what holds Inner itself lies inside it.
        Place[] ranking = nesting == Nesting.Field
            ? [Place.LeafGlob, Place.Leaf, Place.ContainingGlob, Place.HoldingMember, Place.OwnClass, Place.BaseClass, Place.EnclosingMember, Place.RunTime, Place.EnclosingClass]
            : [Place.LeafGlob, Place.Leaf, Place.ContainingGlob, Place.OwnClass, Place.BaseClass, Place.HoldingMember, Place.EnclosingMember, Place.RunTime, Place.EnclosingClass];
        return ranking.First(places.Contains);
    }

    /// <summary>All pairs of places with every nesting.</summary>
    public static IEnumerable<(Place First, Place Second, Nesting Nesting)> Pairs() =>
        from nesting in Enum.GetValues<Nesting>()
        from first in Enum.GetValues<Place>()
        from second in Enum.GetValues<Place>()
        where first < second
        select (first, second, nesting);

    /// <summary>Namespace of the model for these places.</summary>
    public static string NamespaceOf(Place first, Place second, Nesting nesting) => $"{nesting}_{first}_{second}";

    /// <summary>The three levels in a namespace of their own; the root class is called Root.</summary>
    public static string Source(Place first, Place second, Nesting nesting)
    {
        string At(Place place, string declaration) => place == first || place == second ? declaration : "";
        string Decay(Place place, string more = "") =>
            At(place, FormattableString.Invariant($"[WeightDecay({Lambda(place)}{more})]"));
        (string field, string construction) = nesting switch
        {
            Nesting.Field => ("private readonly Inner inner = new();", ""),
            Nesting.Sequential => ("private readonly Sequential inner = Sequential(new Inner());", ""),
            Nesting.ModuleList => ("private readonly ModuleList<Inner> inner = new(new Inner());", ""),
            Nesting.ListBuiltInALoop => ("private readonly ModuleList<Inner> inner = new();", "for (int i = 0; i < 2; i++) { inner.Add(new Inner()); }"),
            Nesting.UnannotatedParent => ("private readonly Wrapper inner = new();", ""),
            _ => throw new ArgumentOutOfRangeException(nameof(nesting)),
        };
        return $$"""
            namespace {{NamespaceOf(first, second, nesting)}}
            {
                {{Decay(Place.BaseClass)}}
                public abstract class InnerBase : Module<Tensor, Tensor>
                {
                    protected InnerBase(string name) : base(name) { }
                }

                {{Decay(Place.OwnClass)}}
                public class Inner : InnerBase
                {
                    {{Decay(Place.Leaf)}} {{Decay(Place.LeafGlob, ", Parameters = \"weight\"")}}
                    private readonly Linear fc = Linear(2, 3);
                    public Inner() : base(nameof(Inner)) => RegisterComponents();
                    public override Tensor forward(Tensor x) => fc.call(x);
                }

                public class Wrapper : Module<Tensor, Tensor>
                {
                    private readonly Inner inner = new();
                    public Wrapper() : base(nameof(Wrapper)) => RegisterComponents();
                    public override Tensor forward(Tensor x) => inner.call(x);
                }

                public class Mid : Module<Tensor, Tensor>
                {
                    {{Decay(Place.ContainingGlob, ", Parameters = \"*weight\"")}} {{Decay(Place.HoldingMember)}}
                    {{field}}
                    public Mid() : base(nameof(Mid)) { {{construction}} RegisterComponents(); }
                    public override Tensor forward(Tensor x) => x;
                }

                {{Decay(Place.EnclosingClass)}}
                public class Root : Module<Tensor, Tensor>
                {
                    {{Decay(Place.EnclosingMember)}}
                    private readonly Mid mid = new();
                    public Root() : base(nameof(Root)) => RegisterComponents();
                    public override Tensor forward(Tensor x) => mid.call(x);
                }
            }
            """;
    }
}
