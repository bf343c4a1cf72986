using RegSpec.Analyzers;
using RegSpec.CodeFixes;

namespace RegSpec.CompileTime.Tests.Analyzers.Declarations;

/// <summary>The three fixes of REG0007.</summary>
public class UnregisteredMemberFixTests
{
    [Fact]
    public Task List_and_array_become_a_ModuleList() => VerifyFix<UnregisteredMemberAnalyzer, UseModuleListCodeFix>.ChangesAsync(
        """

        [WeightDecay(0.1)]
        public class Net : Module<Tensor, Tensor>
        {
            // the trunk
            private readonly List<Linear> [|a|] = new() { Linear(1, 1), Linear(1, 1) };
            private readonly List<Module<Tensor, Tensor>> [|b|] = new List<Module<Tensor, Tensor>>();
            private readonly Linear[] [|c|] = { Linear(1, 1), Linear(1, 1) };
            private Linear[] [|d|];

            public Net(int depth)
                : base("Net")
            {
                for (int i = 0; i < depth; i++)
                {
                    b.Add(Linear(1, 1));
                }

                d = Enumerable.Range(0, depth).Select(_ => Linear(1, 1)).ToArray();
                RegisterComponents();
            }

            public override Tensor forward(Tensor x)
            {
                foreach (var layer in a)
                {
                    x = layer.call(x);
                }

                return b[0].call(c[c.Length - 1].call(x)) * this.d.Length * a.Count;
            }
        }
        """,
        """

        [WeightDecay(0.1)]
        public class Net : Module<Tensor, Tensor>
        {
            // the trunk
            private readonly ModuleList<Linear> a = new() { Linear(1, 1), Linear(1, 1) };
            private readonly ModuleList<Module<Tensor, Tensor>> b = new ModuleList<Module<Tensor, Tensor>>();
            private readonly ModuleList<Linear> c = new ModuleList<Linear>(Linear(1, 1), Linear(1, 1));
            private ModuleList<Linear> d;

            public Net(int depth)
                : base("Net")
            {
                for (int i = 0; i < depth; i++)
                {
                    b.Add(Linear(1, 1));
                }

                d = new ModuleList<Linear>(Enumerable.Range(0, depth).Select(_ => Linear(1, 1)).ToArray());
                RegisterComponents();
            }

            public override Tensor forward(Tensor x)
            {
                foreach (var layer in a)
                {
                    x = layer.call(x);
                }

                return b[0].call(c[c.Count - 1].call(x)) * this.d.Count * a.Count;
            }
        }
        """,
        UseModuleListCodeFix.Key);

    [Theory]
    [InlineData("private readonly Dictionary<string, Linear> [|layers|] = new();", "layers.Add(\"a\", Linear(1, 1));")]
    [InlineData("public readonly List<Linear> [|layers|] = new();", "layers.Add(Linear(1, 1));")]
    [InlineData("private readonly List<Linear> [|layers|] = new();", "layers.AddRange(new[] { Linear(1, 1) });")]
    [InlineData("private readonly Linear[] [|layers|] = new Linear[1];", "layers[0] = Linear(1, 1);")]
    [InlineData("private readonly List<Parameter> [|layers|] = new();", "layers.Add(Parameter(zeros(1)));")]
    public Task ModuleList_is_not_offered_where_a_use_would_break(string member, string constructor) =>
        VerifyFix<UnregisteredMemberAnalyzer, UseModuleListCodeFix>.OffersNothingAsync($$"""

            [WeightDecay(0.1)]
            public class Net : Module<Tensor, Tensor>
            {
                {{member}}
                public Net() : base("Net") { {{constructor}} RegisterComponents(); }
                public override Tensor forward(Tensor x) => x;
            }
            """);

    [Fact]
    public Task The_call_moves_behind_everything_that_is_late() => VerifyFix<UnregisteredMemberAnalyzer, MoveRegistrationCodeFix>.ChangesAsync(
        """

        [WeightDecay(0.1)]
        public class Net : Module<Tensor, Tensor>
        {
            private readonly Linear early;
            private readonly Linear [|late|];
            private readonly ModuleList<Linear> [|list|] = new();

            public Net(int depth)
                : base("Net")
            {
                early = Linear(1, 1);
                // all of them
                RegisterComponents();
                this.late = Linear(1, 1);
                for (int i = 0; i < depth; i++)
                {
                    list.Add(Linear(1, 1));
                }

                Console.WriteLine(depth);
            }

            public override Tensor forward(Tensor x) => late.call(early.call(x));
        }
        """,
        """

        [WeightDecay(0.1)]
        public class Net : Module<Tensor, Tensor>
        {
            private readonly Linear early;
            private readonly Linear late;
            private readonly ModuleList<Linear> list = new();

            public Net(int depth)
                : base("Net")
            {
                early = Linear(1, 1);
                this.late = Linear(1, 1);
                for (int i = 0; i < depth; i++)
                {
                    list.Add(Linear(1, 1));
                }
                // all of them
                RegisterComponents();

                Console.WriteLine(depth);
            }

            public override Tensor forward(Tensor x) => late.call(early.call(x));
        }
        """,
        MoveRegistrationCodeFix.Key);

    [Fact]
    public Task The_call_is_added_where_it_is_missing() => VerifyFix<UnregisteredMemberAnalyzer, AddRegistrationCodeFix>.ChangesAsync(
        """

        public sealed class Block : Module<Tensor, Tensor>
        {
            private readonly Linear fc;

            public Block()
                : this(1)
            {
            }

            public Block(int width)
                : base("Block") => fc = Linear(width, width);

            public override Tensor forward(Tensor x) => fc.call(x);
        }

        public sealed class Other : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(1, 1);

            public Other()
                : base("Other")
            {
                Console.WriteLine();
            }

            public override Tensor forward(Tensor x) => fc.call(x);
        }

        [WeightDecay(0.1)]
        public class Net : Module<Tensor, Tensor>
        {
            private readonly Sequential [|blocks|] = Sequential(new Block(), new Block());
            private readonly Sequential [|others|] = Sequential(new Other());
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => others.call(blocks.call(x));
        }
        """,
        """

        public sealed class Block : Module<Tensor, Tensor>
        {
            private readonly Linear fc;

            public Block()
                : this(1)
            {
            }

            public Block(int width)
                : base("Block")
            {
                fc = Linear(width, width);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => fc.call(x);
        }

        public sealed class Other : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(1, 1);

            public Other()
                : base("Other")
            {
                Console.WriteLine();
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => fc.call(x);
        }

        [WeightDecay(0.1)]
        public class Net : Module<Tensor, Tensor>
        {
            private readonly Sequential blocks = Sequential(new Block(), new Block());
            private readonly Sequential others = Sequential(new Other());
            public Net() : base("Net") => RegisterComponents();
            public override Tensor forward(Tensor x) => others.call(blocks.call(x));
        }
        """,
        AddRegistrationCodeFix.Key);

    [Fact]
    public Task The_call_is_added_for_a_root() => VerifyFix<UnregisteredMemberAnalyzer, AddRegistrationCodeFix>.ChangesAsync(
        """

        [WeightDecay(0.1)]
        public class Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(1, 1);
            public Net() : base("Net") { }
            public override Tensor forward(Tensor x) => fc.call(x);
        }

        public static class Program
        {
            public static int Count() => [|new Net()|].parameters().Count();
        }
        """,
        """

        [WeightDecay(0.1)]
        public class Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(1, 1);
            public Net() : base("Net") { RegisterComponents(); }
            public override Tensor forward(Tensor x) => fc.call(x);
        }

        public static class Program
        {
            public static int Count() => new Net().parameters().Count();
        }
        """,
        AddRegistrationCodeFix.Key);
}
