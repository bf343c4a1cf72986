using RegSpec.CodeFixes;
using Fix = RegSpec.CompileTime.Tests.VerifyFix<RegSpec.Analyzers.UninitializedGroupNormAnalyzer, RegSpec.CodeFixes.InitializeGroupNormCodeFix>;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.UninitializedGroupNormAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Optimizers;

/// <summary>REG3010: GroupNorm with garbage as scale (torchsharp-0.107, 2 and 7.9).</summary>
public class UninitializedGroupNormTests
{
    private const string Norm = "\npublic static class Made { public static GroupNorm Norm() => GroupNorm(2, 4); }\n";

    [Fact]
    public Task Nothing_sets_it() => Verify.ReportsMessageAsync(
        TrainingCode.With("var norm = [|GroupNorm(2, 4)|];\nvar o = optim.SGD(norm.parameters(), 0.1);"),
        "TorchSharp leaves weight and bias of this GroupNorm uninitialised, and no code here sets or loads them; call init.ones_ on its weight and init.zeros_ on its bias");

    [Theory]
    [InlineData("var list = Sequential((\"conv\", Conv2d(1, 4, 3)), (\"norm\", [|GroupNorm(2, 4)|]));")]
    [InlineData("Module<Tensor, Tensor> norm = [|nn.GroupNorm(num_channels: 4, num_groups: 2, affine: true)|];")]
    [InlineData("var norm = [|GroupNorm(2, 4)|]; init.kaiming_normal_(model.fc.weight); model.fc.bias!.fill_(0);")]
    [InlineData("var norm = [|GroupNorm(2, 4)|]; var data = torch.load(\"data.pt\"); data.fill_(1);")]
    [InlineData("var norm = [|GroupNorm(2, 4)|]; model.save(\"net.dat\"); foreach (var p in model.parameters()) Console.WriteLine(p.dim());")]
    public Task Only_other_layers_are_set(string code) => Verify.ReportsAsync(TrainingCode.With(code));

    [Theory]
    [InlineData("var norm = GroupNorm(2, 4, affine: false);")]
    [InlineData("var norm = GroupNorm(2, 4, affine: options.Maximize);")]
    [InlineData("var norm = GroupNorm(2, 4); init.ones_(norm.weight); init.zeros_(norm.bias);")]
    [InlineData("var norm = GroupNorm(2, 4); norm.weight!.fill_(1);")]
    [InlineData("var norm = GroupNorm(2, 4); norm.weight = new Parameter(ones(4));")]
    [InlineData("var net = Sequential(GroupNorm(2, 4)); net.load(\"net.dat\");")]
    [InlineData("var net = Sequential(GroupNorm(2, 4)); net.load_state_dict(model.state_dict());")]
    [InlineData("var net = Sequential(GroupNorm(2, 4)); foreach (var p in net.parameters()) init.normal_(p);")]
    [InlineData("var net = Sequential(GroupNorm(2, 4)); foreach (var (name, p) in net.named_parameters()) if (p.dim() == 1) p.fill_(1);")]
    [InlineData("var net = Sequential(GroupNorm(2, 4)); net.apply(m => Console.WriteLine(m.GetName()));")]
    [InlineData("var norm = BatchNorm2d(4); var other = LayerNorm(4); var third = InstanceNorm2d(4, affine: true);")]
    public Task Set_loaded_or_without_parameters(string code) => Verify.IsSilentAsync(TrainingCode.With(code));

    [Fact]
    public Task Set_in_another_file() => Verify.ReportsInFilesAsync(
        TestCompilation.ModelUsings + Norm,
        TestCompilation.ModelUsings + """

        public static class Setup
        {
            public static void Init(nn.Module module)
            {
                if (module is GroupNorm norm) { init.ones_(norm.weight); init.zeros_(norm.bias); }
            }
        }
        """);

    [Fact]
    public Task A_factory_of_that_name_of_someone_else() => Verify.IsSilentAsync(
        "\npublic static class Layers { public static object GroupNorm(long groups, long channels, bool affine = true) => new(); public static object Make() => Layers.GroupNorm(2, 4); }");

    [Fact]
    public Task Fix_after_the_statement_or_in_the_constructors() => Fix.ChangesAsync(
        """


        public sealed class Block : Module<Tensor, Tensor>
        {
            private readonly GroupNorm first = [|GroupNorm(2, 4)|];
            private readonly GroupNorm second;

            public Block() : base("Block") => RegisterComponents();

            public Block(long channels) : base("Block")
            {
                second = [|GroupNorm(2, channels)|]; // wide
                RegisterComponents();
            }

            public Block(int channels) : this((long)channels) { }

            public override Tensor forward(Tensor x) => second.call(first.call(x));
        }
        """,
        """


        public sealed class Block : Module<Tensor, Tensor>
        {
            private readonly GroupNorm first = GroupNorm(2, 4);
            private readonly GroupNorm second;

            public Block() : base("Block")
            {
                init.ones_(first.weight);
                init.zeros_(first.bias);
                RegisterComponents();
            }

            public Block(long channels) : base("Block")
            {
                init.ones_(first.weight);
                init.zeros_(first.bias);
                second = GroupNorm(2, channels); // wide
                init.ones_(second.weight);
                init.zeros_(second.bias);
                RegisterComponents();
            }

            public Block(int channels) : this((long)channels) { }

            public override Tensor forward(Tensor x) => second.call(first.call(x));
        }
        """,
        InitializeGroupNormCodeFix.Key);

    [Theory]
    [InlineData("Module<Tensor, Tensor> norm = [|GroupNorm(2, 4)|];")]
    [InlineData("var net = Sequential([|GroupNorm(2, 4)|]);")]
    public Task Fix_needs_a_variable_of_the_type(string code) => Fix.OffersNothingAsync(TrainingCode.With(code));

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(Norm.Replace("GroupNorm(2, 4)", "[|GroupNorm(2, 4)|]"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(Norm.Replace("GroupNorm(2, 4)", "[|GroupNorm(2, 4)|]"));
}
