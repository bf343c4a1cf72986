using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegSpec.CompileTime.Tests;

/// <summary>Generated code compiled, loaded and bound against the real TorchSharp: rows, guard and all.</summary>
public class GroupsBindingTests
{
    /// <summary>Rows as text, so that no type crosses from the loaded assembly into the test.</summary>
    private const string Show = """
        public static class Show
        {
            public static string Rows(RegSpec.ParameterGroups groups) => System.String.Join(
                "\n",
                System.Linq.Enumerable.Select(groups, p => System.FormattableString.Invariant($"{p.Name} {p.Role} {p.WeightDecay} {p.LearningRateScale}")));
        }
        """;

    /// <summary>A class body with one Linear; NAME is its name.</summary>
    private const string Body = """
        {
            private readonly Linear fc1 = Linear(2, 3);
            public NAME() : base("NAME") => RegisterComponents();
            public override Tensor forward(Tensor x) => fc1.call(x);
        }
        """;

    private const string Rows = "fc1.weight Weight 0.1 1\nfc1.bias Bias 0 1";

    [Theory]
    [InlineData(
        "[WeightDecay(0.1)] public sealed class Net : Module<Tensor, Tensor> BODY",
        "new Net().ParameterGroups()")]
    [InlineData(
        "internal static class Outer { internal static class Middle { [WeightDecay(0.1)] internal sealed class Net : Module<Tensor, Tensor> BODY } }",
        "new Outer.Middle.Net().ParameterGroups()")]
    [InlineData(
        "namespace Acme; [WeightDecay(0.1)] internal sealed class Net : Module<Tensor, Tensor> BODY",
        "new Acme.Net().ParameterGroups()")]
    [InlineData(
        "namespace Acme.@event { [WeightDecay(0.1)] public sealed class @class : Module<Tensor, Tensor> { private readonly Linear @fc1 = Linear(2, 3); public @class() : base(\"\") => RegisterComponents(); public override Tensor forward(Tensor x) => fc1.call(x); } }",
        "new Acme.@event.@class().ParameterGroups()")]
    [InlineData(
        "[WeightDecay(0.1)] public sealed class Net<T> : Module<Tensor, Tensor> where T : class, System.IDisposable, new() BODY",
        "new Net<System.IO.MemoryStream>().ParameterGroups()")]
    [InlineData(
        "public class Outer<TKey> where TKey : notnull { [WeightDecay(0.1)] public sealed class Net<TValue> : Module<Tensor, Tensor> where TValue : unmanaged BODY }",
        "new Outer<string>.Net<int>().ParameterGroups()")]
    [InlineData(
        "public class Outer<T> { [WeightDecay(0.1)] public sealed class Net : Module<Tensor, Tensor> BODY }",
        "new Outer<string>.Net().ParameterGroups()")]
    [InlineData(
        "[WeightDecay(0.1)] public sealed class Net : Module<Tensor, Tensor> BODY",
        "Typed(new Net())")]
    [InlineData(
        "namespace Far.Away { [WeightDecay(0.1)] public sealed class Net : Module<Tensor, Tensor> BODY }",
        "new Far.Away.Net().ParameterGroups()")]
    [InlineData(
        "[WeightDecay(0.1)] public sealed class Net : Module<Tensor, Tensor> { public RegSpec.ParameterGroups? ParameterGroups { get; set; } private readonly Linear fc1 = Linear(2, 3); public Net() : base(\"\") => RegisterComponents(); public override Tensor forward(Tensor x) => fc1.call(x); }",
        "new Net().ParameterGroups()")]
    [InlineData(
        "[WeightDecay(0.1)] public abstract class Base : Module<Tensor, Tensor> { protected readonly Linear fc1 = Linear(2, 3); protected Base() : base(\"\") { } public override Tensor forward(Tensor x) => fc1.call(x); } public sealed class A : Base { public A() => RegisterComponents(); } public sealed class B : Base { public B() => RegisterComponents(); }",
        "AsBase(new A()) == AsBase(new B()) ? new A().ParameterGroups() : throw new System.Exception(\"differ\")")]
    [InlineData(
        "[WeightDecay(0.1), System.Obsolete(\"old\")] public sealed class Net : Module<Tensor, Tensor> BODY",
        "new Net().ParameterGroups()")]
    [InlineData(
        "[WeightDecay(0.1)] public sealed class Net(Linear fc1) : Module<Tensor, Tensor>(\"\") { public Net Ready() { RegisterComponents(); return this; } public override Tensor forward(Tensor x) => fc1.call(x); }",
        "new Net(Linear(2, 3)).Ready().ParameterGroups()", "<fc1>P")]
    [InlineData(
        "[WeightDecay(0.1)] public sealed class Net : Module<Tensor, Tensor> { private readonly IModule<Tensor, Tensor> fc1 = Linear(2, 3); public Net() : base(\"\") => RegisterComponents(); public override Tensor forward(Tensor x) => fc1.call(x); }",
        "new Net().ParameterGroups()")]
    [InlineData(
        "[WeightDecay(0.1)] public sealed class Net : Module<Tensor, Tensor> { private readonly object fc1 = Linear(2, 3); public Net() : base(\"\") => RegisterComponents(); public override Tensor forward(Tensor x) => ((Linear)fc1).call(x); }",
        "new Net().ParameterGroups()")]
    public void Every_shape_of_class_compiles_binds_and_passes_the_guard(string model, string expression, string registeredName = "fc1")
    {
        string asBase = model.Contains("class Base", StringComparison.Ordinal) ? "static string AsBase(Base b) => Show.Rows(b.ParameterGroups());" : "";
        string program = TestCompilation.ModelUsings + $$"""

            #pragma warning disable CS0618
            public static class Program
            {
                public static string Run() => Show.Rows({{expression}});
                static RegSpec.ParameterGroups Typed(Module<Tensor, Tensor> model) => model.ParameterGroups();
                {{asBase}}
            }
            """;
        GeneratorRun run = GeneratorRun.Of(Model(model), program, Show);
        Assert.Equal(Rows.Replace("fc1", registeredName, StringComparison.Ordinal), LoadedConsumer.Run(run.Output));
    }

    [Fact]
    public void Consumers_may_turn_nullable_and_implicit_usings_off()
    {
        foreach (NullableContextOptions nullable in new[] { NullableContextOptions.Disable, NullableContextOptions.Enable })
        {
            GeneratorRun run = GeneratorRun.Of(ConsumerCompilation.Create(
                [
                    Model("[WeightDecay(0.1)] public sealed class Net : Module<Tensor, Tensor> BODY"),
                    TestCompilation.ModelUsings + " public static class Program { public static string Run() => Show.Rows(new Net().ParameterGroups()); }",
                    Show,
                ],
                implicitUsings: false,
                nullable: nullable));
            Assert.Equal(Rows, LoadedConsumer.Run(run.Output));
        }
    }

    [Fact]
    public void Two_classes_of_one_name_in_two_namespaces_keep_their_own()
    {
        GeneratorRun run = GeneratorRun.Of(
            Model("namespace A { [WeightDecay(0.1)] public sealed class Net : Module<Tensor, Tensor> BODY } namespace B { [WeightDecay(0.2)] public sealed class Net : Module<Tensor, Tensor> BODY }"),
            """
            using A;
            using B;
            public static class Program { public static string Run() => Show.Rows(new A.Net().ParameterGroups()) + "\n" + Show.Rows(new B.Net().ParameterGroups()); }
            """,
            Show);
        Assert.Equal(Rows + "\n" + Rows.Replace("0.1", "0.2", StringComparison.Ordinal), LoadedConsumer.Run(run.Output));
    }

    [Fact]
    public void The_same_full_name_in_two_referenced_assemblies_keeps_both()
    {
        CSharpCompilation Library(string name, string lambda) => GeneratorRun.Of(ConsumerCompilation.Create(
            [
                Model($"namespace Shared {{ [WeightDecay({lambda})] public sealed class Net : Module<Tensor, Tensor> BODY }}"),
                $"namespace Shared {{ public static class {name}Factory {{ public static Net Create() => new(); }} }}",
            ],
            name)).Output;
        CSharpCompilation first = Library("First", "0.1");
        CSharpCompilation second = Library("Second", "0.2");
        GeneratorRun run = GeneratorRun.Of(ConsumerCompilation.Create(
            [
                """
                using Shared;
                public static class Program
                {
                    public static string Run()
                    {
                        var first = FirstFactory.Create();
                        var second = SecondFactory.Create();
                        return Show.Rows(first.ParameterGroups()) + "\n" + Show.Rows(second.ParameterGroups());
                    }
                }
                """,
                Show,
            ],
            references: [first.ToMetadataReference(), second.ToMetadataReference()]));
        Assert.Equal(Rows + "\n" + Rows.Replace("0.1", "0.2", StringComparison.Ordinal), LoadedConsumer.Run(first, second, run.Output));
    }

    [Fact]
    public void A_class_of_another_assembly_is_annotated_from_outside()
    {
        CSharpCompilation library = ConsumerCompilation.Create(
            [Model("namespace Vendor { public sealed class Net : Module<Tensor, Tensor> BODY public sealed class Other<T> : Module<Tensor, Tensor> { private readonly Linear fc1 = Linear(2, 3); public Other() : base(\"\") => RegisterComponents(); public override Tensor forward(Tensor x) => fc1.call(x); } }")],
            "Vendor");
        GeneratorRun run = GeneratorRun.Of(ConsumerCompilation.Create(
            [
                """
                using RegSpec;
                using Vendor;
                [assembly: WeightDecayFor(typeof(Net), 0.1)]
                [assembly: WeightDecayFor(typeof(Other<>), 0.2)]
                public static class Program { public static string Run() => Show.Rows(new Net().ParameterGroups()) + "\n" + Show.Rows(new Other<int>().ParameterGroups()); }
                """,
                Show,
            ],
            references: [library.ToMetadataReference()]));
        Assert.Equal(2, run.Files.Length);
        Assert.All(run.Files, file => Assert.Contains("internal static class", file.SourceText.ToString(), StringComparison.Ordinal));
        Assert.Equal(Rows + "\n" + Rows.Replace("0.1", "0.2", StringComparison.Ordinal), LoadedConsumer.Run(library, run.Output));
    }

    [Fact]
    public void Nested_annotations_take_part_wherever_the_module_sits()
    {
        GeneratorRun run = GeneratorRun.Of(
            TestCompilation.ModelUsings + """

                public sealed class Head : Module<Tensor, Tensor>
                {
                    [WeightDecay(0.5, Because = "tuned")] private readonly Linear fc1 = Linear(2, 3);
                    [ParameterRole(ParameterRole.Gain), LearningRateScale(0.1)] private readonly Parameter scale = Parameter(ones(3));
                    public Head() : base("Head") => RegisterComponents();
                    public override Tensor forward(Tensor x) => fc1.call(x) * scale;
                }

                [WeightDecay(0.1)]
                public sealed class Net : Module<Tensor, Tensor>
                {
                    private readonly Sequential body = Sequential(("first", Linear(4, 2)), ("head", new Head()));
                    public Net() : base("Net") => RegisterComponents();
                    public override Tensor forward(Tensor x) => body.call(x);
                }

                public static class Program { public static string Run() => Show.Rows(new Net().ParameterGroups(weightDecay: 0.2)); }
                """,
            Show);
        Assert.Equal(
            """
            body.first.weight Weight 0.2 1
            body.first.bias Bias 0 1
            body.head.scale Gain 0 0.1
            body.head.fc1.weight Weight 0.5 1
            body.head.fc1.bias Bias 0 1
            """.ReplaceLineEndings("\n"),
            LoadedConsumer.Run(run.Output));
    }

    private static string Model(string source)
    {
        string expanded = System.Text.RegularExpressions.Regex.Replace(
            source,
            @"class (\w+)(<\w+>)?( : Module<Tensor, Tensor>[^{]*?)BODY",
            match => $"class {match.Groups[1]}{match.Groups[2]}{match.Groups[3]}{Body.Replace("NAME", match.Groups[1].Value, StringComparison.Ordinal)}");
        return TestCompilation.ModelUsings + "\n" + expanded;
    }
}
