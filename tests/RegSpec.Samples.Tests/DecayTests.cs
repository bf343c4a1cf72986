using BatchNormFight;
using NoisyLabels;
using Overfitting;

namespace RegSpec.Samples.Tests;

/// <summary>A network that memorises: its losses over λ, as they are printed.</summary>
public sealed class OverfittingTests(OverfittingOutput run) : IClassFixture<OverfittingOutput>
{
    /// <summary>Columns: mean and deviation of train loss, test loss, right in training, right in the test, ‖w‖.</summary>
    private double[][] Rows => [.. new[] { "0  ", "1E-05", "0.0001", "0.001", "0.003", "0.01", "0.03", "0.1" }.Select(run.Numbers)];

    [Fact]
    public void Without_decay_all_points_are_learned_and_the_test_loss_is_not_the_least()
    {
        Assert.Equal(100, Rows[0][4]);
        Assert.True(Rows[0][2] > 2 * Rows.Min(row => row[2]), $"{Rows[0][2]} against {Rows.Min(row => row[2])}");
        Assert.InRange(Array.IndexOf([.. Rows.Select(row => row[2])], Rows.Min(row => row[2])), 3, 6);
    }

    /// <summary>From 1e-5 on: that and 0 are told apart by longer training only.</summary>
    [Fact]
    public void More_decay_leaves_smaller_weights_and_larger_training_losses() =>
        Assert.All(Rows.Skip(1).Zip(Rows.Skip(2)), pair => Assert.True(pair.Second[8] < pair.First[8] && pair.Second[0] > pair.First[0]));

    [Fact]
    public void It_draws() => run.Drew("overfitting");
}

/// <summary>Six policies on false labels: accuracies, as they are printed.</summary>
public sealed class NoisyLabelsTests(NoisyLabelsOutput run) : IClassFixture<NoisyLabelsOutput>
{
    private static readonly string[] Policies = ["none", "everything", "scale-invariant only", "head only (principled)", "weights only", "norms and biases only"];

    [Fact]
    public void Each_policy_decays_what_it_says() =>
        Assert.Equal([0.0, 10, 2, 1, 3, 7], Policies.Select(policy => run.Numbers(policy)[0]));

    /// <summary>The deviation over seeds is about 1.5 points; two seeds of a paired comparison lie well within two of them.</summary>
    [Fact]
    public void No_policy_wins()
    {
        double none = run.Numbers("none")[1];
        Assert.InRange(none, 55, 70);
        Assert.All(Policies, policy => Assert.InRange(run.Numbers(policy)[1] - none, -3, 3));
    }

    /// <summary>Columns: test accuracy and deviation, false labels learned and deviation, for the head; then for everything.</summary>
    [Fact]
    public void Strong_decay_unlearns_false_labels()
    {
        double[] without = run.Numbers("0  "), with = run.Numbers("0.1 ");
        Assert.True(with[2] < without[2] - 10 && with[6] < with[2], $"{without[2]}, {with[2]}, {with[6]}");
    }

    [Fact]
    public void It_draws() => run.Drew("noisy-labels");
}

/// <summary>Decay against a normalization: the figures of each experiment, as they are printed.</summary>
public sealed class BatchNormFightTests(BatchNormFightOutput run) : IClassFixture<BatchNormFightOutput>
{
    /// <summary>ε = 1e-5 of the normalization beside a variance of about 0.3 moves a loss near 1 by some 1e-5.</summary>
    [Fact]
    public void The_loss_does_not_know_the_scale()
    {
        Assert.True(run.Numbers("with the normalization")[^1] < 1e-4);
        double[] plain = run.Numbers("without it  ");
        Assert.True(plain[2] > plain[0] + 0.5);
    }

    /// <summary>ε weighs (1/α)² as much, and float32 rounds differently; both grow over 300 steps, to at most a hundredth of the loss.</summary>
    [Fact]
    public void A_larger_weight_with_a_larger_rate_and_a_smaller_decay_trains_alike()
    {
        double[] one = run.Numbers("1  "), three = run.Numbers("3  "), third = run.Numbers("0.3  ");
        Assert.All(new[] { three, third }, row =>
        {
            Assert.True(row[4] < 0.02, $"losses differ by {row[4]}");
            Assert.InRange(row[0] - one[0], -0.005, 0.005);
            Assert.InRange(row[2] / one[2], 0.99, 1.01);
        });
    }

    /// <summary>The mean square of the last 2000 steps has a standard error of about 1 %.</summary>
    [Theory]
    [InlineData("0.1     0.05 ", 0.9987)]
    [InlineData("0.1     0.0125 ", 0.4998)]
    [InlineData("0.025   0.05 ", 1.9994)]
    public void The_gradient_settles_where_theory_says(string setting, double expected)
    {
        double[] row = run.Numbers(setting);
        Assert.Equal(expected, row[2], 4);
        Assert.InRange(row[0] / expected, 0.98, 1.02);
    }

    [Fact]
    public void The_cosine_test_sees_the_weight_at_every_step_and_the_head_at_few()
    {
        Assert.Equal(200, run.Numbers("before the normalization")[0]);
        Assert.InRange(run.Numbers("the head, where it is not")[0], 0, 20);
    }

    /// <summary>Norm at the start and the end, rate at the start and the end.</summary>
    [Fact]
    public void Without_decay_the_norm_grows_and_FixedNorm_holds_it()
    {
        double[] free = run.Numbers("λ = 0  "), decayed = run.Numbers("λ = 0.05"), held = run.Numbers("λ = 0, FixedNorm");
        Assert.True(free[1] > 1.1 * free[0] && free[4] < 0.8 * free[3], $"‖w‖ {free[0]} to {free[1]}, rate {free[3]} to {free[4]}");
        Assert.True(decayed[4] > free[4]);
        Assert.Equal(held[0], held[1], 3);
        Assert.Equal(held[3], held[4], 4);
    }

    [Fact]
    public void It_draws() => run.Drew("batchnorm-fight");
}

public sealed class OverfittingOutput() : SampleOutput(typeof(Memoriser), seeds: 2);

public sealed class NoisyLabelsOutput() : SampleOutput(typeof(NoisyLabels.Network), seeds: 2);

public sealed class BatchNormFightOutput() : SampleOutput(typeof(Normalized), seeds: 2);
