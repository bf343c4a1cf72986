using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

public class PenaltyTests
{
    [Fact]
    public void F54_The_penalty_is_half_lambda_times_the_squared_norm()
    {
        using var model = new SeveralRates();
        ParameterGroups groups = model.ParameterGroups();
        double expected = groups.Sum(r => r.WeightDecay / 2 * r.Value.Floats().Sum(w => (double)w * w));
        Tensor penalty = groups.L2Penalty();
        Assert.Empty(penalty.shape);
        Assert.Equal(expected, penalty.item<float>(), 1e-5);
    }

    [Fact]
    public void F55_Its_gradient_is_lambda_w_on_decayed_weights_and_absent_elsewhere()
    {
        using var model = new SeveralRates();
        ParameterGroups groups = model.ParameterGroups();
        groups.L2Penalty().backward();
        foreach (PlannedParameter row in groups)
        {
            if (row.WeightDecay == 0)
            {
                Assert.Null(row.Value.grad);
                continue;
            }

            Assert.Equal(row.Value.Floats().Select(w => (float)(row.WeightDecay * w)), row.Value.grad!.Floats(), (a, b) => Math.Abs(a - b) < 1e-7);
        }
    }

    [Fact]
    public void Large_tensors_small_ones_and_several_dtypes_add_up()
    {
        using var model = new Pair(
            new Pair(Linear(200, 200, hasBias: false), Linear(3, 3, dtype: ScalarType.Float64)),
            new Pair(Linear(4, 4), Linear(5, 5)));
        ParameterGroups groups = ParameterGroups.Of(model, 0.1);
        double expected = groups.Sum(r => r.WeightDecay / 2 * r.Value.Floats().Sum(w => (double)w * w));
        Tensor penalty = groups.L2Penalty();
        Assert.Equal(expected, penalty.to(ScalarType.Float64).item<double>(), 1e-4);
        penalty.backward();
        Assert.All(groups.Where(r => r.WeightDecay > 0), r =>
            Assert.Equal(r.Value.Floats().Select(w => 0.1f * w), r.Value.grad!.Floats(), (a, b) => Math.Abs(a - b) < 1e-6));
    }

    [Fact]
    public void One_step_of_SGD_on_the_penalty_equals_one_step_with_decay()
    {
        using var decayed = new SeveralRates();
        using var penalised = new SeveralRates();
        penalised.load_state_dict(decayed.state_dict());
        ParameterGroups groups = decayed.ParameterGroups();
        using SGD withDecay = groups.SGD(0.5);
        foreach (PlannedParameter row in groups)
        {
            row.Value.GiveZeroGradient();
        }

        withDecay.step();

        ParameterGroups other = penalised.ParameterGroups();
        using SGD plain = optim.SGD(other.Groups.Select(g => new SGD.ParamGroup(g.Parameters, new SGD.Options { LearningRate = 0.5 * g.LearningRateScale })), 0.5);
        other.L2Penalty().backward();
        plain.step();
        Assert.All(groups.Zip(other), pair =>
            Assert.Equal(pair.First.Value.Floats(), pair.Second.Value.Floats(), (a, b) => Math.Abs(a - b) < 1e-6));
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    public void It_has_the_dtype_of_the_weights_also_when_nothing_is_decayed(ScalarType type)
    {
        using Linear layer = Linear(2, 2, dtype: type);
        Assert.Equal(type, ParameterGroups.Of(layer, 0.1).L2Penalty().dtype);
        Tensor none = ParameterGroups.Of(layer, 0).L2Penalty();
        Assert.Equal(type, none.dtype);
        Assert.Equal(0, none.to(ScalarType.Float64).item<double>());
        (none + layer.weight!.sum()).backward();
    }

    [Fact]
    public void It_outlives_no_scope_and_survives_its_own()
    {
        using Linear layer = Linear(2, 2);
        ParameterGroups groups = ParameterGroups.Of(layer, 0.1);
        Tensor penalty;
        using (DisposeScope scope = NewDisposeScope())
        {
            penalty = groups.L2Penalty();
            Assert.Equal(1, scope.DisposablesCount);
        }

        Assert.True(penalty.IsInvalid);
    }
}
