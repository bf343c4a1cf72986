using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

#pragma warning disable CA1050 // One model lives in the global namespace on purpose.

[WeightDecay(0.1)]
internal sealed class GlobalModel : RegSpec.Tests.Silent
{
    private readonly Linear fc = Linear(2, 2);

    public GlobalModel()
        : base(nameof(GlobalModel)) => RegisterComponents();
}

namespace RegSpec.Tests.Generated.Elsewhere
{
    /// <summary>Shares its simple name with another model.</summary>
    [WeightDecay(0.7)]
    internal sealed class Twin : Silent
    {
        private readonly Linear fc = Linear(2, 2);

        public Twin()
            : base(nameof(Twin)) => RegisterComponents();
    }
}

namespace RegSpec.Tests.Generated
{
    [WeightDecay(0.1)]
    internal sealed class Twin : Silent
    {
        private readonly Linear fc = Linear(2, 2);

        public Twin()
            : base(nameof(Twin)) => RegisterComponents();
    }

    internal static class Outer
    {
        internal static class Middle
        {
            [WeightDecay(0.1)]
            internal sealed class Nested : Silent
            {
                private readonly Linear fc = Linear(2, 2);

                public Nested()
                    : base(nameof(Nested)) => RegisterComponents();
            }
        }
    }

    [WeightDecay(0.1)]
    internal sealed class Generic<T> : Silent
        where T : Module<Tensor, Tensor>
    {
        private readonly T body;

        [WeightDecay(0.2)]
        private readonly Linear head = Linear(2, 2);

        public Generic(T body)
            : base(nameof(Generic<T>))
        {
            this.body = body;
            RegisterComponents();
        }

        public T Body => body;
    }

    [WeightDecay(0.1)]
    internal abstract class AbstractBase : Silent
    {
        [WeightDecay(0.2)]
        private readonly Linear shared = Linear(2, 2);

        protected AbstractBase(string name)
            : base(name)
        {
        }
    }

    internal sealed class FirstDerived : AbstractBase
    {
        private readonly Linear own = Linear(2, 2);

        public FirstDerived()
            : base(nameof(FirstDerived)) => RegisterComponents();
    }

    [WeightDecay(0.3)]
    internal sealed class SecondDerived : AbstractBase
    {
        private readonly Linear own = Linear(2, 2);

        public SecondDerived()
            : base(nameof(SecondDerived)) => RegisterComponents();
    }

    [WeightDecay(0.1)]
    internal sealed class WithProperty : Silent
    {
        private readonly Linear fc = Linear(2, 2);

        public WithProperty()
            : base(nameof(WithProperty)) => RegisterComponents();

        public int ParameterGroups => 1;
    }

    /// <summary>Registered names differ from member names.</summary>
    [WeightDecay(0.1)]
    internal sealed class Names : Silent
    {
        [ComponentName(Name = "renamed")]
        [WeightDecay(0.2)]
        private readonly Linear field = Linear(2, 2);

        private readonly Linear byHand;

        public Names()
            : base(nameof(Names))
        {
            byHand = Linear(2, 2);
            register_module("other", byHand);
            RegisterComponents();
        }

        [WeightDecay(0.3)]
        public Linear Auto { get; } = Linear(2, 2);
    }

    [WeightDecay(0.1)]
    internal sealed class Roles : Silent
    {
        [ParameterRole(ParameterRole.Token)]
        private readonly Parameter token = new(zeros(1, 1, 4));

        [ParameterRole(ParameterRole.Weight)]
        [LearningRateScale(0.5)]
        private readonly ParameterList adapters = new(new Parameter(zeros(2, 2)), new Parameter(zeros(2, 2)));

        [WeightDecay(0.4, Parameters = "weight_hh_*")]
        [NoWeightDecay(Parameters = "bias_*", Because = "stated")]
        private readonly LSTM lstm = LSTM(2, 3);

        [WeightDecay(0.6, Parameters = "*.bias")]
        private readonly Sequential body = Sequential(("a", Linear(2, 2)), ("n", LayerNorm(2)));

        public Roles()
            : base(nameof(Roles)) => RegisterComponents();
    }

    /// <summary>What is there depends on the constructor's arguments.</summary>
    [WeightDecay(0.1)]
    internal sealed class Optional : Silent
    {
        private readonly Linear fc;
        private readonly Module<Tensor, Tensor>? extra;

        public Optional(bool bias, bool withExtra)
            : base(nameof(Optional))
        {
            fc = Linear(2, 2, hasBias: bias);
            if (withExtra)
            {
                extra = Conv1d(2, 2, 1);
            }

            RegisterComponents();
        }
    }

    [WeightDecay(0.1)]
    internal sealed class WithList : Silent
    {
        private readonly List<Linear> layers = [Linear(2, 2), Linear(2, 2)];

        public WithList()
            : base(nameof(WithList)) => RegisterComponents();

        public int Depth => layers.Count;
    }

    [WeightDecay(0.1)]
    internal sealed class Late : Silent
    {
        private readonly Linear fc = Linear(2, 2);
        private readonly Linear late;

        public Late()
            : base(nameof(Late))
        {
            RegisterComponents();
            late = Linear(2, 2);
        }

        public Linear Last => late;
    }

    [WeightDecay(0.1)]
    internal sealed class NeverRegistered : Silent
    {
        private readonly Linear fc = Linear(2, 2);

        public NeverRegistered()
            : base(nameof(NeverRegistered))
        {
        }

        public Linear Fc => fc;
    }

    /// <summary>Annotated classes wherever they can sit.</summary>
    [WeightDecay(0.9)]
    internal sealed class House : Silent
    {
        private readonly Twin field = new();
        private readonly Sequential sequential = Sequential(("twin", new Twin()));
        private readonly ModuleList<Module<Tensor, Tensor>> list = new(new Twin(), Linear(2, 2));
        private readonly ModuleList<Module<Tensor, Tensor>> loop = new();
        private readonly Undescribed unannotated = new(new Twin());

        public House()
            : base(nameof(House))
        {
            for (int i = 0; i < 2; i++)
            {
                loop.Add(new Twin());
            }

            RegisterComponents();
        }
    }

    /// <summary>Both directions of tying, with the real accessors.</summary>
    [WeightDecay(0.1)]
    internal sealed class LanguageModel : Silent
    {
        private readonly Embedding emb = Embedding(10, 4);
        private readonly Linear head = Linear(4, 10);

        public LanguageModel(bool headTakesEmbedding)
            : base(nameof(LanguageModel))
        {
            if (headTakesEmbedding)
            {
                head.weight = emb.weight!;
            }
            else
            {
                emb.weight = head.weight!;
            }

            RegisterComponents();
        }
    }
}
