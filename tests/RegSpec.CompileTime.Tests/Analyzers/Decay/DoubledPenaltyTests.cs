using RegSpec.CompileTime.Tests.Analyzers.Optimizers;
using Verify = RegSpec.CompileTime.Tests.Verify<RegSpec.Analyzers.DoubledPenaltyAnalyzer>;

namespace RegSpec.CompileTime.Tests.Analyzers.Decay;

/// <summary>REG1008: a penalty in the loss and decay in the optimizer (torchsharp-0.107, 7.8).</summary>
public class DoubledPenaltyTests
{
    private const string Loss = "var loss = model.call(ones(1, 4)).sum();\n";

    [Fact]
    public Task F53_A_sum_over_parameters_and_weight_decay() => Verify.ReportsMessageAsync(
        TrainingCode.With("var o = optim.SGD(model.parameters(), 0.1, weight_decay: 1e-4);\n" + Loss + "foreach (var p in model.parameters())\n{\n    loss = loss + 1e-4 * [|p.pow(2)|].sum();\n}\n\nloss.backward();\no.step();"),
        "This penalty on the parameters of 'model' is in the loss, and SGD decays them as well: L2 is counted twice; keep one of the two");

    [Theory]
    [InlineData("var groups = model.ParameterGroups(0.1); var o = groups.SGD(0.1);", "(loss + [|groups.L2Penalty()|]).backward();")]
    [InlineData("var groups = model.ParameterGroups(0.1); var o = groups.AdamW();", "using var objective = loss + [|groups.L2Penalty()|]; objective.backward();")]
    [InlineData("var groups = model.ParameterGroups(0.1); using var flat = groups.Flatten(); var o = flat.AdamW();", "(loss + [|groups.L2Penalty()|]).backward();")]
    [InlineData("var o = model.ParameterGroups(0.1).Flatten().SGD(0.1);", "foreach (var p in model.parameters()) loss += [|p.norm()|]; loss.backward();")]
    [InlineData("var groups = RegSpec.ParameterGroups.Of(model, 0.1); var o = optim.SGD(model.parameters(), 0.1, weight_decay: options.L2);", "loss += [|groups.L2Penalty()|]; loss.backward();")]
    [InlineData("var o = optim.Adam(model.parameters(), weight_decay: 0.1);", "var penalty = zeros(1); foreach (var p in model.parameters()) penalty += ([|p * p|]).sum(); (loss + 0.1 * penalty).backward();")]
    [InlineData("var o = optim.Adam(model.parameters(), weight_decay: 0.1);", "var penalty = model.parameters().Select(p => [|p.square()|].sum()).Aggregate((a, b) => a + b); var total = loss + penalty; total.backward();")]
    [InlineData("var o = optim.Adam(model.parameters(), weight_decay: 0.1);", "foreach (var (name, p) in model.named_parameters()) loss.add_([|p.norm()|]); loss.backward();")]
    public Task Both(string optimizer, string penalty) => Verify.ReportsAsync(TrainingCode.With(optimizer + "\n" + Loss + penalty));

    [Theory]
    [InlineData("var groups = model.ParameterGroups(0.1); var o = groups.LBFGS(penaltyInLoss: true);", "(loss + groups.L2Penalty()).backward();")]
    [InlineData("var groups = model.ParameterGroups(0.1); var o = optim.SGD(model.parameters(), 0.1);", "(loss + groups.L2Penalty()).backward();")]
    [InlineData("var groups = model.ParameterGroups(0.1); var o = groups.SGD(0.1);", "loss.backward(); Console.WriteLine(groups.L2Penalty().item<float>());")]
    [InlineData("var groups = model.ParameterGroups(0.1); var o = groups.SGD(0.1);", "loss.backward(); var shown = loss + groups.L2Penalty();")]
    [InlineData("var groups = model.ParameterGroups(0.1); using var flat = groups.Flatten(); var o = flat.SGD(0.1);", "loss.backward(); Console.WriteLine(groups.L2Penalty().item<float>());")]
    [InlineData("var other = new Net(); using var flat = other.ParameterGroups(0.1).Flatten(); var o = flat.SGD(0.1);", "foreach (var p in model.parameters()) loss += p.norm(); loss.backward();")]
    [InlineData("var groups = model.ParameterGroups(0.1); using var flat = groups.Flatten();", "(loss + groups.L2Penalty()).backward();")]
    [InlineData("var other = new Net(); var groups = other.ParameterGroups(0.1); var o = optim.SGD(model.parameters(), 0.1, weight_decay: 0.1);", "(loss + groups.L2Penalty()).backward();")]
    [InlineData("var o = optim.SGD(model.parameters(), 0.1, weight_decay: 0.1);", "var squares = 0f; foreach (var p in model.parameters()) squares += p.pow(2).sum().item<float>(); loss.backward(); Console.WriteLine(squares);")]
    [InlineData("var o = optim.SGD(model.parameters(), 0.1, weight_decay: 0.1);", "foreach (var p in model.parameters().Where(p => p.dim() > 1)) loss += p.pow(2).sum(); loss.backward();")]
    [InlineData("var o = optim.SGD(model.parameters(), 0.1, weight_decay: 0.1);", "var error = (model.call(ones(1, 4)) - 1).pow(2).sum(); error.backward();")]
    public Task One_of_them_or_only_for_show(string optimizer, string penalty) => Verify.IsSilentAsync(TrainingCode.With(optimizer + "\n" + Loss + penalty));

    [Theory]
    [InlineData("var warm = optim.SGD(model.parameters(), 0.1, weight_decay: 0.1); var o = model.ParameterGroups(0.1).AdamW();", "o.step();", "AdamW")]
    [InlineData("var o = model.ParameterGroups(0.1).AdamW(); var warm = optim.SGD(model.parameters(), 0.1, weight_decay: 0.1);", "warm.step();", "SGD")]
    [InlineData("var warm = optim.SGD(model.parameters(), 0.1, weight_decay: 0.1); var o = optim.AdamW(model.parameters(), weight_decay: 0.1); warm.step();", "o.step();", "AdamW")]
    [InlineData("optim.Optimizer o = optim.SGD(model.parameters(), 0.1, weight_decay: 0.1); var other = optim.Adam(model.parameters(), weight_decay: 0.1);", "o.step(); other.step();", "SGD")]
    public Task Blames_the_optimizer_that_steps(string optimizers, string step, string name) => Verify.ReportsMessageAsync(
        TrainingCode.With(optimizers + "\n" + Loss + "foreach (var p in model.parameters()) loss += [|p.norm()|];\nloss.backward();\n" + step),
        "This penalty on the parameters of 'model' is in the loss, and " + name + " decays them as well: L2 is counted twice; keep one of the two");

    [Theory]
    [InlineData("var warm = optim.SGD(model.parameters(), 0.1, weight_decay: 0.1); var o = optim.Adam(model.parameters());", "o.step();")]
    [InlineData("var warm = optim.SGD(model.parameters(), 0.1, weight_decay: 0.1); var o = model.ParameterGroups(0.1).LBFGS(penaltyInLoss: true);", "o.step(() => loss);")]
    public Task The_optimizer_that_steps_does_not_decay(string optimizers, string step) => Verify.IsSilentAsync(
        TrainingCode.With(optimizers + "\n" + Loss + "foreach (var p in model.parameters()) loss += p.norm();\nloss.backward();\n" + step));

    [Fact]
    public Task In_two_methods_of_one_class() => Verify.ReportsAsync(TrainingCode.Net + """
        public sealed class Trainer
        {
            private readonly Net model = new();
            private readonly optim.Optimizer optimizer;

            public Trainer() => optimizer = optim.SGD(model.parameters(), 0.1, weight_decay: 1e-4);

            public void Step(Tensor x)
            {
                var loss = model.call(x).sum();
                foreach (var p in model.parameters())
                {
                    loss += 0.1 * [|p.norm()|];
                }

                loss.backward();
                optimizer.step();
            }
        }
        """);

    [Theory]
    [InlineData("")]
    [InlineData("public partial class Program { private static void Other() { } }")]
    public Task In_top_level_statements(string more) => Verify.ReportsInProgramAsync(
        "\nvar model = new Net();\nvar o = optim.SGD(model.parameters(), 0.1, weight_decay: 1e-4);\n" + Loss + "foreach (var p in model.parameters()) loss += [|p.norm()|];\nloss.backward();\n" + TrainingCode.Net + more);

    private const string Step = """

            public void Step(Tensor x)
            {
                var loss = model.call(x).sum();
                foreach (var p in model.parameters())
                {
                    loss += 0.1 * [|p.norm()|];
                }

                loss.backward();
            }

        """;

    /// <summary>Wherever in the class the optimizer is made.</summary>
    [Theory]
    [InlineData("private static readonly optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.1, weight_decay: 1e-4);")]
    [InlineData("private static optim.Optimizer Optimizer => optim.SGD(model.parameters(), 0.1, weight_decay: 1e-4);")]
    [InlineData("private static optim.Optimizer Optimizer { get { return optim.SGD(model.parameters(), 0.1, weight_decay: 1e-4); } }")]
    [InlineData("private static optim.Optimizer Optimizer { get; } = optim.SGD(model.parameters(), 0.1, weight_decay: 1e-4);")]
    [InlineData("private static readonly Func<optim.Optimizer> make = () => optim.SGD(model.parameters(), 0.1, weight_decay: 1e-4);")]
    [InlineData("public Trainer() : this(optim.SGD(model.parameters(), 0.1, weight_decay: 1e-4)) { } public Trainer(optim.Optimizer optimizer) { }")]
    [InlineData("private sealed class Made { public readonly optim.Optimizer Optimizer = optim.SGD(model.parameters(), 0.1, weight_decay: 1e-4); }")]
    [InlineData("private sealed class Made() : Maker(optim.SGD(model.parameters(), 0.1, weight_decay: 1e-4)); private class Maker(optim.Optimizer optimizer) { public optim.Optimizer Optimizer => optimizer; }")]
    public Task In_another_member(string member) => Verify.ReportsAsync(
        TrainingCode.Net + "public sealed class Trainer\n{\n    private static readonly Net model = new();\n    " + member + Step + "}");

    [Fact]
    public Task In_another_part() => Verify.ReportsAsync(
        TrainingCode.Net + "public sealed partial class Trainer\n{\n    private static readonly Net model = new();\n" + Step + "}\n"
        + "public sealed partial class Trainer\n{\n    private optim.Optimizer Optimizer() => optim.SGD(model.parameters(), 0.1, weight_decay: 1e-4);\n}");

    [Fact]
    public Task In_a_nested_class_about_the_model_around_it() => Verify.ReportsAsync(
        TrainingCode.Net + "public sealed class Trainer\n{\n    private static readonly Net model = new();\n    private optim.Optimizer Optimizer() => optim.SGD(model.parameters(), 0.1, weight_decay: 1e-4);\n    private sealed class Stepper\n    {\n"
        + Step + "    }\n}");

    [Theory]
    [InlineData("public sealed class Other { private optim.Optimizer Optimizer(Net model) => optim.SGD(model.parameters(), 0.1, weight_decay: 1e-4); }")]
    [InlineData("public sealed class Other { private readonly optim.Optimizer optimizer = optim.SGD(Trainer.model.parameters(), 0.1, weight_decay: 1e-4); }")]
    public Task Another_class_is_another_matter(string other) => Verify.IsSilentAsync(
        TrainingCode.Net + "public sealed class Trainer\n{\n    public static readonly Net model = new();\n" + Step.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal) + "}\n" + other);

    [Fact]
    public Task Editorconfig() => Verify.FollowsEditorConfigAsync(TrainingCode.With("var groups = model.ParameterGroups(0.1); var o = groups.SGD(0.1);\n" + Loss + "(loss + [|groups.L2Penalty()|]).backward();"));

    [Fact]
    public Task Pragma() => Verify.FollowsPragmaAsync(TrainingCode.With("var groups = model.ParameterGroups(0.1); var o = groups.SGD(0.1);\n" + Loss + "(loss + [|groups.L2Penalty()|]).backward();"));
}
