using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics;
using RegSpec.Semantics.Planning;

namespace RegSpec.CompileTime.Tests.Semantics.Planning;

/// <summary>Layers whose number of inner layers the source does not say: what is certain is planned, the rest is left open.</summary>
public class InnerLayersTests
{
    [Theory]
    [InlineData("LSTM(4, 8, layers)", "rnn.weight_ih_l0 rnn.weight_hh_l0 rnn.bias_ih_l0 rnn.bias_hh_l0", "rnn")]
    [InlineData("flag ? LSTM(4, 8, 1, bias: false) : LSTM(4, 8, layers, bias: false)", "rnn.weight_ih_l0 rnn.weight_hh_l0", "rnn")]
    [InlineData("LSTM(4, 8, 2, bias: false)", "rnn.weight_ih_l0 rnn.weight_hh_l0 rnn.weight_ih_l1 rnn.weight_hh_l1", "")]
    public void Parameters_and_open_places(string creation, string parameters, string open)
    {
        RootPlan plan = Plan($$"""
            [WeightDecay(0.1)]
            public sealed class Net : Module<Tensor, Tensor>
            {
                private readonly LSTM rnn;

                public Net(long layers, bool flag) : base(nameof(Net))
                {
                    rnn = {{creation}};
                    RegisterComponents();
                }

                public override Tensor forward(Tensor x) => rnn.call(x).Item1;
            }
            """);
        Assert.Equal(parameters, string.Join(' ', plan.Rows.Where(row => row.OpenedAtRunTime is null).Select(row => row.Path)));
        Assert.Equal(open, string.Join(' ', plan.Rows.Where(row => row.OpenedAtRunTime is not null).Select(row => row.Path)));
    }

    private static RootPlan Plan(string source)
    {
        CSharpCompilation compilation = TestCompilation.Create(TestCompilation.ModelUsings + Environment.NewLine + source);
        CompilationStudy study = CompilationStudy.Of(compilation, StudyOptions.ForGeneration)!;
        return Planner.Plan(study.ShapeOf(compilation.Type("Net"), CancellationToken.None));
    }
}
