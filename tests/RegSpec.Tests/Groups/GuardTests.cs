using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

public class GuardTests
{
    [Fact]
    public void A_List_of_layers_is_named_with_the_remedy()
    {
        var error = Assert.Throws<ParameterCoverageException>(() => new WithList(register: false).ParameterGroups());
        Assert.Equal(["layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias"], error.Names);
        Assert.Contains("ModuleList", error.Message);
        Assert.Contains("WithList.layers", error.Message);
    }

    [Fact]
    public void A_List_whose_layers_are_registered_by_hand_is_fine_and_its_declaration_counts()
    {
        ParameterGroups groups = new WithList(register: true).ParameterGroups();
        Assert.Equal(["head.weight", "head.bias", "layer_0.weight", "layer_0.bias", "layer_1.weight", "layer_1.bias"], groups.Select(r => r.Name));
        Assert.Equal([0.1, 0, 0.5, 0, 0.5, 0], groups.Select(r => r.WeightDecay));
        Assert.All(groups, r => Assert.DoesNotContain("tied", r.Reason));
    }

    [Theory]
    [InlineData("array")]
    [InlineData("tuple")]
    [InlineData("dictionary")]
    [InlineData("list of tuples")]
    [InlineData("parameters")]
    [InlineData("static")]
    public void Other_collections_are_searched_too(string kind)
    {
        object items = kind switch
        {
            "array" => new[] { Linear(1, 2) },
            "tuple" => (Linear(1, 2), 3),
            "dictionary" => new Dictionary<string, Module> { ["a"] = Linear(1, 2) },
            "list of tuples" => new List<(string, Module<Tensor, Tensor>)> { ("a", Linear(1, 2)) },
            "parameters" => new List<Parameter> { new(zeros(2)) },
            _ => Linear(1, 2),
        };
        var error = Assert.Throws<ParameterCoverageException>(() => new WithCollection(items).ParameterGroups());
        Assert.NotEmpty(error.Names);
        Assert.All(error.Names, name => Assert.StartsWith("items", name));
    }

    [Fact]
    public void A_member_assigned_after_registration_is_named()
    {
        var error = Assert.Throws<ParameterCoverageException>(() => new AssignedLate().ParameterGroups());
        Assert.Equal(["late.weight", "late.bias"], error.Names);
        Assert.Contains("RegisterComponents()", error.Message);
    }

    [Fact]
    public void No_registration_at_all_says_which_call_is_missing()
    {
        var error = Assert.Throws<ParameterCoverageException>(() => new Unregistered().ParameterGroups());
        Assert.Equal(["fc.weight", "fc.bias"], error.Names);
        Assert.Contains("call RegisterComponents() at the end of the constructor of Unregistered", error.Message);
    }

    [Fact]
    public void An_undescribed_root_without_parameters_says_so_too()
    {
        var error = Assert.Throws<ParameterCoverageException>(() => ParameterGroups.Of(new Empty(), 0.1));
        Assert.Contains("call RegisterComponents() at the end of the constructor of Empty", error.Message);
    }

    [Fact]
    public void An_item_of_a_Sequential_must_register_itself()
    {
        using var model = Sequential(("a", Linear(1, 1)), ("b", new Unregistered()));
        var error = Assert.Throws<ParameterCoverageException>(() => ParameterGroups.Of(model, 0.1));
        Assert.Equal(["b.fc.weight", "b.fc.bias"], error.Names);
        Assert.Contains("constructor of Unregistered", error.Message);
    }

    [Fact]
    public void Layers_added_to_a_ModuleList_after_registration_are_named()
    {
        var list = new ModuleList<Module<Tensor, Tensor>>(Linear(1, 1));
        using var model = new Undescribed(list);
        list.Add(Linear(2, 2));
        var error = Assert.Throws<ParameterCoverageException>(() => ParameterGroups.Of(model, 0.1));
        Assert.Equal(["inner.1.weight", "inner.1.bias"], error.Names);
    }

    [Fact]
    public void Entries_added_to_a_ModuleDict_after_registration_are_named()
    {
        var dictionary = ModuleDict(("q", (Module<Tensor, Tensor>)Linear(1, 1)));
        using var model = new Undescribed(dictionary);
        dictionary.Add("k", Linear(2, 2));
        var error = Assert.Throws<ParameterCoverageException>(() => ParameterGroups.Of(model, 0.1));
        Assert.Equal(["inner.k.weight", "inner.k.bias"], error.Names);
    }

    [Fact]
    public void A_plain_Tensor_with_gradient_is_named()
    {
        var error = Assert.Throws<ParameterCoverageException>(() => new WithTensor(zeros(3, requires_grad: true)).ParameterGroups());
        Assert.Equal(["value"], error.Names);
        Assert.Contains("torch.nn.Parameter", error.Message);
        Assert.Single(new WithTensor(zeros(3)).ParameterGroups());
        Assert.Equal(2, new WithTensor(new Parameter(zeros(3))).ParameterGroups().Count);
    }

    [Fact]
    public void A_required_row_without_parameter_is_named_and_an_optional_one_is_not()
    {
        var error = Assert.Throws<ParameterCoverageException>(() => new Switched(withExtra: false, withBias: true, required: true).ParameterGroups());
        Assert.Equal(["extra.weight"], error.Names);
        error = Assert.Throws<ParameterCoverageException>(() => new Switched(withExtra: true, withBias: false, required: true).ParameterGroups());
        Assert.Equal(["fc.bias"], error.Names);

        foreach (bool withExtra in (bool[])[false, true])
        {
            foreach (bool withBias in (bool[])[false, true])
            {
                ParameterGroups groups = new Switched(withExtra, withBias, required: false).ParameterGroups();
                Assert.Equal(1 + (withExtra ? 2 : 0) + (withBias ? 1 : 0), groups.Count);
            }
        }
    }

    [Fact]
    public void F61_A_parameter_added_after_binding_is_named_at_the_factory()
    {
        using var model = new Open();
        ParameterGroups groups = ParameterGroups.Of(model, 0.1);
        model.Register("added", Linear(2, 2));
        var error = Assert.Throws<ParameterCoverageException>(() => groups.AdamW());
        Assert.Equal(["added.weight", "added.bias"], error.Names);
        Assert.Throws<ParameterCoverageException>(groups.Refresh);
        ParameterGroups.Of(model, 0.1).AdamW().Dispose();
    }

    [Theory]
    [InlineData("AdamW")]
    [InlineData("Rprop")]
    [InlineData("LBFGS")]
    public void A_cast_after_binding_is_named_at_every_factory(string optimizer)
    {
        using var model = new Undescribed(Linear(2, 2));
        ParameterGroups groups = ParameterGroups.Of(model, 0);
        model.to(ScalarType.Float64);
        var error = Assert.Throws<ParameterCoverageException>(() =>
        {
            switch (optimizer)
            {
                case "AdamW": groups.AdamW(); break;
                case "Rprop": groups.Rprop(); break;
                default: groups.LBFGS(); break;
            }
        });
        Assert.Equal(["inner.weight", "inner.bias"], error.Names);
        Assert.Contains("make the groups after that", error.Message);
    }

    [Fact]
    public void Two_roots_that_share_a_module_are_refused()
    {
        using var shared = new Annotated(0.1);
        using var actor = new Pair(shared, new Annotated(0.2));
        using var critic = new Pair(new Annotated(0.3), shared);
        var error = Assert.Throws<ParameterCoverageException>(() => ParameterGroups.Of(actor, critic));
        Assert.Equal(["1.second.fc.weight", "1.second.fc.bias"], error.Names);
        Assert.Contains("0.first.fc.weight", error.Message);
    }

    [Fact]
    public void Two_roots_join_under_their_index()
    {
        ParameterGroups groups = ParameterGroups.Of(new Annotated(0.1), new Annotated(0.2));
        Assert.Equal(["0.fc.weight", "0.fc.bias", "1.fc.weight", "1.fc.bias"], groups.Select(r => r.Name));
        Assert.Equal([0.1, 0, 0.2, 0], groups.Select(r => r.WeightDecay));
    }

    [Fact]
    public void Problems_of_joined_roots_are_told_apart()
    {
        using var fine = new Annotated(0.1);
        Assert.Equal(["1.late.weight", "1.late.bias"], Assert.Throws<ParameterCoverageException>(() => ParameterGroups.Of(fine, new AssignedLate())).Names);
        Assert.Equal(["1.extra.weight"], Assert.Throws<ParameterCoverageException>(() => ParameterGroups.Of(fine, new Switched(withExtra: false, withBias: true, required: true))).Names);
    }

    [Fact]
    public void A_parameter_whose_tensor_was_given_away_is_named()
    {
        using var model = new Undescribed(Linear(2, 2));
        var taken = new Parameter(((Linear)model.Inner).weight!);
        Assert.Equal(["inner.weight"], Assert.Throws<ParameterCoverageException>(() => ParameterGroups.Of(model, 0.1)).Names);
        Assert.Equal(4, taken.numel());
    }

    [Fact]
    public void F48_Undecided_weights_are_named_and_nothing_else()
    {
        using var model = new Pair(new Annotated(0.1), Sequential(Linear(3, 3), LayerNorm(3)));
        var error = Assert.Throws<ParameterCoverageException>(() => model.ParameterGroups());
        Assert.Equal(["second.0.weight"], error.Names);
        Assert.Contains("[WeightDecay]", error.Message);
        Assert.Equal([0.1, 0, 0.7, 0, 0, 0], ParameterGroups.Of(model, 0.7).Select(r => r.WeightDecay));
    }

    [Fact]
    public void Contradicting_declarations_are_named()
    {
        using var model = new Tied { HeadDeclarations = [new WeightDecayAttribute(0.1), new NoWeightDecayAttribute()] };
        var error = Assert.Throws<ParameterCoverageException>(() => model.ParameterGroups());
        Assert.Contains("head.weight", error.Names);
        Assert.Contains("head", error.Message);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_coefficient_that_is_none_names_its_argument(double value)
    {
        using var model = new QuickModel();
        Assert.Equal("weightDecay", Assert.Throws<ArgumentOutOfRangeException>(() => model.ParameterGroups(value)).ParamName);
        Assert.Equal("weightDecay", Assert.Throws<ArgumentOutOfRangeException>(() => ParameterGroups.Of(model, value)).ParamName);
        using var annotated = new Annotated(value);
        Assert.Equal("lambda", Assert.Throws<ArgumentOutOfRangeException>(() => annotated.ParameterGroups()).ParamName);
    }

    [Fact]
    public void Two_descriptions_of_one_class_are_refused()
    {
        ModulePlans.Register(typeof(DescribedTwice), (_, plan) => plan.Class("one", new WeightDecayAttribute(0.1)));
        ModulePlans.Register(typeof(DescribedTwice), (_, plan) => plan.Class("two", new WeightDecayAttribute(0.2)));
        Assert.Throws<InvalidOperationException>(() => new DescribedTwice().ParameterGroups());
    }

    private sealed class WithList : Silent
    {
        public readonly List<Linear> layers = [Linear(2, 2), Linear(2, 2)];
        public readonly Linear head = Linear(2, 1);

        static WithList() => ModulePlans.Register(typeof(WithList), static (module, plan) =>
        {
            var model = (WithList)module;
            plan.Class("WithList", new WeightDecayAttribute(0.1));
            plan.Collection("layers", model.layers, [new WeightDecayAttribute(0.5)]);
            plan.Layer("head", model.head).Weight("weight").Bias("bias");
        });

        public WithList(bool register)
            : base(nameof(WithList))
        {
            RegisterComponents();
            for (int i = 0; register && i < layers.Count; i++)
            {
                register_module("layer_" + i, layers[i]);
            }
        }
    }

    private sealed class WithCollection : Silent
    {
        private readonly object items;

        static WithCollection() => ModulePlans.Register(typeof(WithCollection), static (module, plan) =>
        {
            plan.Class("WithCollection", new WeightDecayAttribute(0.1));
            plan.Collection("items", ((WithCollection)module).items);
        });

        public WithCollection(object items)
            : base(nameof(WithCollection)) => this.items = items;
    }

    private sealed class AssignedLate : Silent
    {
        public readonly Linear fc = Linear(2, 2);
        public readonly Linear late;

        static AssignedLate() => ModulePlans.Register(typeof(AssignedLate), static (module, plan) =>
        {
            var model = (AssignedLate)module;
            plan.Class("AssignedLate", new WeightDecayAttribute(0.1));
            plan.Layer("fc", model.fc).Weight("weight").Bias("bias");
            plan.Layer("late", model.late).Weight("weight").Bias("bias");
        });

        public AssignedLate()
            : base(nameof(AssignedLate))
        {
            RegisterComponents();
            late = Linear(2, 2);
        }
    }

    private sealed class Unregistered : Silent
    {
        public readonly Linear fc = Linear(1, 1);

        static Unregistered() => ModulePlans.Register(typeof(Unregistered), static (module, plan) =>
        {
            var model = (Unregistered)module;
            plan.Class("Unregistered", new WeightDecayAttribute(0.1));
            plan.Layer("fc", model.fc).Weight("weight").Bias("bias");
        });

        public Unregistered()
            : base(nameof(Unregistered))
        {
        }
    }

    private sealed class Empty() : Silent(nameof(Empty));

    private sealed class DescribedTwice() : Silent(nameof(DescribedTwice));

    private sealed class WithTensor : Silent
    {
        private readonly Tensor value;
        private readonly Linear fc = Linear(1, 1, hasBias: false);

        static WithTensor() => ModulePlans.Register(typeof(WithTensor), static (module, plan) =>
        {
            var model = (WithTensor)module;
            plan.Class("WithTensor", new WeightDecayAttribute(0.1));
            plan.Parameter("value", model.value, ParameterRole.Gain);
            plan.Layer("fc", model.fc).Weight("weight");
        });

        public WithTensor(Tensor value)
            : base(nameof(WithTensor))
        {
            this.value = value;
            RegisterComponents();
        }
    }

    private sealed class Switched : Silent
    {
        private readonly Linear fc;
        private readonly Linear? extra;
        private readonly bool required;

        static Switched() => ModulePlans.Register(typeof(Switched), static (module, plan) =>
        {
            var model = (Switched)module;
            plan.Class("Switched", new WeightDecayAttribute(0.1));
            plan.Layer("fc", model.fc).Weight("weight").Bias("bias", required: model.required);
            plan.Layer("extra", model.extra).Weight("weight", required: model.required);
        });

        public Switched(bool withExtra, bool withBias, bool required)
            : base(nameof(Switched))
        {
            this.required = required;
            fc = Linear(2, 2, hasBias: withBias);
            if (withExtra)
            {
                extra = Linear(2, 2);
            }

            RegisterComponents();
        }
    }

    private sealed class Open : Silent
    {
        private readonly Linear fc = Linear(2, 2);

        public Open()
            : base(nameof(Open)) => RegisterComponents();

        public void Register(string name, Module module) => register_module(name, module);
    }
}
