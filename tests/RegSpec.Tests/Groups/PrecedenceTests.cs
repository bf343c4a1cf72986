using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

/// <summary>Who decides λ: every pair of sources, in every way a module can sit in another.</summary>
public class PrecedenceTests
{
    private const double First = 0.125;
    private const double Second = 0.25;

    /// <summary>Where a λ can be given, around the leaf fc.weight of a class held by a member of a class held by a member of the root.</summary>
    public enum Source
    {
        LeafGlob,
        Leaf,
        ContainingMemberGlob,
        HoldingMember,
        OwnClass,
        BaseClass,
        EnclosingMember,
        EnclosingClass,
        RunTime,
    }

    /// <summary>How the class that owns the leaf sits in the member that holds it.</summary>
    public enum Placement
    {
        Field,
        Sequential,
        ModuleList,
        ListBuiltInALoop,
        UnannotatedParent,
    }

    // A member that holds the class itself is nearer than the class; one that holds a container around it is farther.
    private static readonly Source[] InField =
    [
        Source.LeafGlob, Source.Leaf, Source.ContainingMemberGlob, Source.HoldingMember, Source.OwnClass, Source.BaseClass,
        Source.EnclosingMember, Source.RunTime, Source.EnclosingClass,
    ];

    private static readonly Source[] InContainer =
    [
        Source.LeafGlob, Source.Leaf, Source.ContainingMemberGlob, Source.OwnClass, Source.BaseClass, Source.HoldingMember,
        Source.EnclosingMember, Source.RunTime, Source.EnclosingClass,
    ];

    public static TheoryData<Source, Source, Placement> Pairs()
    {
        var pairs = new TheoryData<Source, Source, Placement>();
        Source[] sources = Enum.GetValues<Source>();
        foreach (Placement placement in Enum.GetValues<Placement>())
        {
            for (int i = 0; i < sources.Length; i++)
            {
                for (int j = i + 1; j < sources.Length; j++)
                {
                    pairs.Add(sources[i], sources[j], placement);
                }
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_nearer_source_decides(Source a, Source b, Placement placement)
    {
        Source[] order = placement == Placement.Field ? InField : InContainer;
        Source winner = Array.IndexOf(order, a) < Array.IndexOf(order, b) ? a : b;
        AssertDecides(new Dictionary<Source, double> { [a] = First, [b] = Second }, placement, winner);
        AssertDecides(new Dictionary<Source, double> { [a] = Second, [b] = First }, placement, winner);

        // [NoWeightDecay] and λ = 0 follow the same rules.
        AssertDecides(new Dictionary<Source, double> { [a] = a == winner ? 0 : First, [b] = b == winner ? 0 : First }, placement, winner);
    }

    [Theory]
    [InlineData(Source.LeafGlob)]
    [InlineData(Source.Leaf)]
    [InlineData(Source.ContainingMemberGlob)]
    [InlineData(Source.HoldingMember)]
    [InlineData(Source.OwnClass)]
    [InlineData(Source.BaseClass)]
    [InlineData(Source.EnclosingMember)]
    [InlineData(Source.EnclosingClass)]
    [InlineData(Source.RunTime)]
    public void A_single_source_decides_alone(Source source)
    {
        foreach (Placement placement in Enum.GetValues<Placement>())
        {
            AssertDecides(new Dictionary<Source, double> { [source] = First }, placement, source);
        }
    }

    private static void AssertDecides(Dictionary<Source, double> values, Placement placement, Source winner)
    {
        using var scope = NewDisposeScope();
        Root root = Build(values, placement);
        ParameterGroups groups = root.ParameterGroups(values.TryGetValue(Source.RunTime, out double runTime) ? runTime : null);
        PlannedParameter weight = groups.Single(r => r.Name.EndsWith("fc.weight", StringComparison.Ordinal));
        Assert.Equal(values[winner], weight.WeightDecay);

        // No source here is about the bias, save a default, whose policy leaves it out.
        Assert.Equal(0, groups.Single(r => r.Name.EndsWith("fc.bias", StringComparison.Ordinal)).WeightDecay);
    }

    private static Root Build(Dictionary<Source, double> values, Placement placement)
    {
        Attribute[] leaf = [.. Given(values, Source.LeafGlob, "weight"), .. Given(values, Source.Leaf)];
        Attribute[] own = [.. Given(values, Source.OwnClass)];
        Attribute[] fromBase = [.. Given(values, Source.BaseClass)];
        Leafy inner = own.Length > 0 ? new Own(leaf, fromBase, own) : new Derived(leaf, fromBase);
        Module held = placement switch
        {
            Placement.Field => inner,
            Placement.Sequential => Sequential(("act", ReLU()), ("inner", inner)),
            Placement.ModuleList => new ModuleList<Module<Tensor, Tensor>>(ReLU(), inner),
            Placement.ListBuiltInALoop => new BuiltInALoop(inner),
            _ => new Undescribed(inner),
        };
        var middle = new Middle(held, [.. Given(values, Source.ContainingMemberGlob, "*fc.weight"), .. Given(values, Source.HoldingMember)]);
        return new Root(middle, [.. Given(values, Source.EnclosingMember)], [.. Given(values, Source.EnclosingClass)]);
    }

    private static IEnumerable<Attribute> Given(Dictionary<Source, double> values, Source source, string? glob = null)
    {
        if (values.TryGetValue(source, out double value))
        {
            yield return value == 0 ? new NoWeightDecayAttribute { Parameters = glob } : new WeightDecayAttribute(value) { Parameters = glob };
        }
    }

    private abstract class Leafy : Silent
    {
        public readonly Linear fc = Linear(2, 2);
        public readonly Attribute[] LeafDeclarations;
        public readonly Attribute[] BaseDeclarations;

        static Leafy() => ModulePlans.Register(typeof(Leafy), static (module, plan) =>
        {
            plan.Class("Leafy", ((Leafy)module).BaseDeclarations);
            ((Leafy)module).DescribeLeaf(plan);
        });

        protected Leafy(string name, Attribute[] leaf, Attribute[] ofBase)
            : base(name)
        {
            LeafDeclarations = leaf;
            BaseDeclarations = ofBase;
            RegisterComponents();
        }

        public void DescribeLeaf(ModulePlan plan)
        {
            plan.Layer("fc", fc, LeafDeclarations).Weight("weight").Bias("bias");
        }
    }

    private sealed class Derived(Attribute[] leaf, Attribute[] ofBase) : Leafy(nameof(Derived), leaf, ofBase);

    private sealed class Own : Leafy
    {
        private readonly Attribute[] ownDeclarations;

        static Own() => ModulePlans.Register(typeof(Own), static (module, plan) =>
        {
            plan.Class("Own", ((Own)module).ownDeclarations);
            ((Own)module).DescribeLeaf(plan);
        });

        public Own(Attribute[] leaf, Attribute[] ofBase, Attribute[] own)
            : base(nameof(Own), leaf, ofBase) => ownDeclarations = own;
    }

    private sealed class BuiltInALoop : Silent
    {
        public BuiltInALoop(Module inner)
            : base(nameof(BuiltInALoop))
        {
            foreach ((Module module, int i) in new List<Module> { ReLU(), inner }.Select((m, i) => (m, i)))
            {
                register_module($"block_{i}", module);
            }
        }
    }

    private sealed class Middle : Silent
    {
        private readonly Module inner;
        private readonly Attribute[] declarations;

        static Middle() => ModulePlans.Register(typeof(Middle), static (module, plan) =>
        {
            var model = (Middle)module;
            plan.Class("Middle");
            plan.Module("inner", model.inner, model.declarations);
        });

        public Middle(Module inner, Attribute[] declarations)
            : base(nameof(Middle))
        {
            this.inner = inner;
            this.declarations = declarations;
            RegisterComponents();
        }
    }

    private sealed class Root : Silent
    {
        private readonly Middle outer;
        private readonly Attribute[] memberDeclarations;
        private readonly Attribute[] classDeclarations;

        static Root() => ModulePlans.Register(typeof(Root), static (module, plan) =>
        {
            var model = (Root)module;
            plan.Class("Root", model.classDeclarations);
            plan.Module("outer", model.outer, model.memberDeclarations);
        });

        public Root(Middle outer, Attribute[] memberDeclarations, Attribute[] classDeclarations)
            : base(nameof(Root))
        {
            this.outer = outer;
            this.memberDeclarations = memberDeclarations;
            this.classDeclarations = classDeclarations;
            RegisterComponents();
        }
    }
}
