using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

/// <summary>More parameters than are asked in turn: what is seen in the buffer alone.</summary>
public partial class FlatGuardTests
{
    private const int Many = 100;
    private const int One = 60;

    // Whose turn comes in none of the first steps.
    private const int Later = 85;

    [Fact]
    public void One_gradient_among_many_that_arrives_elsewhere_is_found_in_that_step()
    {
        using Sequential model = ManyLayers();
        using FlatParameterGroups flat = ParameterGroups.Of(model, 0.1).Flatten();
        using SGD optimizer = flat.SGD(0.1);
        Backward(model);
        optimizer.step();
        optimizer.zero_grad();
        model.parameters().ElementAt(One).grad = null;
        Backward(model);
        Assert.Equal([$"{One}.weight"], Assert.Throws<ParameterCoverageException>(() => optimizer.step()).Names);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_gradient_among_many_that_accumulates_elsewhere_is_found_in_that_step(bool isClipped)
    {
        using Sequential model = ManyLayers();
        using FlatParameterGroups flat = ParameterGroups.Of(model, 0.1).Flatten();
        using SGD optimizer = flat.SGD(0.1);
        for (int step = 0; step < 2; step++)
        {
            Backward(model);
            if (isClipped)
            {
                Assert.True(flat.Step(optimizer, 0.01) > 0.01);
            }
            else
            {
                optimizer.step();
            }
        }

        Parameter parameter = model.parameters().ElementAt(One);
        parameter.grad = parameter.grad!.clone();
        Backward(model);
        Assert.Equal([$"{One}.weight"], Assert.Throws<ParameterCoverageException>(() => optimizer.step()).Names);
    }

    [Fact]
    public void What_is_done_to_all_after_backward_is_found_before_the_step()
    {
        using Sequential model = ManyLayers();
        using FlatParameterGroups flat = ParameterGroups.Of(model, 0.1).Flatten();
        using SGD optimizer = flat.SGD(0.1);
        Backward(model);
        optimizer.step();
        optimizer.zero_grad();
        Backward(model);
        foreach (Parameter parameter in model.parameters())
        {
            parameter.grad = parameter.grad!.clone();
        }

        Assert.Equal(Many, Assert.Throws<ParameterCoverageException>(() => optimizer.step()).Names.Count);
    }

    [Fact]
    public void One_gradient_replaced_again_and_again_after_backward_is_found_when_its_turn_comes()
    {
        using Sequential model = ManyLayers();
        using FlatParameterGroups flat = ParameterGroups.Of(model, 0.1).Flatten();
        using SGD optimizer = flat.SGD(0.1);
        Backward(model);
        optimizer.step();
        var error = Assert.Throws<ParameterCoverageException>(() =>
        {
            // Four at least are asked at a step.
            for (int step = 0; step < Many / 4; step++)
            {
                // The buffer gets what arrives, as if backward had written there.
                foreach (FlatParameterGroup group in flat.Groups)
                {
                    group.Value.grad!.add_(1);
                }

                Parameter parameter = model.parameters().ElementAt(One);
                parameter.grad = parameter.grad!.clone();
                optimizer.step();
            }
        });
        Assert.Equal([$"{One}.weight"], error.Names);
    }

    /// <summary>A view that shows no gradient at this step and showed none at the last is looked at all the same.</summary>
    [Theory]
    [InlineData("frozen", "was frozen after Flatten()")]
    [InlineData("moved", "no longer lives in the buffer")]
    [InlineData("disposed", "was moved, cast or disposed after Flatten()")]
    [InlineData("without gradient", "has no gradient")]
    [InlineData("gradient elsewhere", "has a gradient outside the buffer")]
    public void One_that_no_batch_reaches_is_looked_at_all_the_same(string change, string message)
    {
        using Sequential model = ManyLayers();
        using FlatParameterGroups flat = ParameterGroups.Of(model, 0.1).Flatten();
        using SGD optimizer = flat.SGD(0.1);
        Parameter parameter = model.parameters().ElementAt(Later);
        Backward(model);
        optimizer.step();
        for (int step = 0; step < 2; step++)
        {
            optimizer.zero_grad();
            Backward(model, without: Later);
            optimizer.step();
        }

        switch (change)
        {
            case "frozen":
                parameter.requires_grad = false;
                break;
            case "moved":
                using (no_grad())
                {
                    parameter.set_(parameter.detach().clone());
                }

                break;
            case "disposed":
                parameter.Dispose();
                break;
            case "without gradient":
                parameter.grad = null;
                break;
            default:
                parameter.grad = parameter.grad!.clone();
                break;
        }

        optimizer.zero_grad();
        Backward(model, without: Later);
        var error = Assert.Throws<ParameterCoverageException>(() => optimizer.step());
        Assert.Equal([$"{Later}.weight"], error.Names);
        Assert.Contains(message, error.Message);
    }

    /// <summary>A parameter with memory of its own at the place it had in the buffer still sends its gradient there: only its turn shows it.</summary>
    [Fact]
    public void One_that_lives_elsewhere_at_the_same_offset_is_found_when_its_turn_comes()
    {
        using Sequential model = ManyLayers();
        using FlatParameterGroups flat = ParameterGroups.Of(model, 0.1).Flatten();
        using SGD optimizer = flat.SGD(1e-3);
        Backward(model);
        optimizer.step();

        // No multiple of a share.
        Parameter parameter = model.parameters().ElementAt(One + 1);
        using (no_grad())
        {
            parameter.set_(flat.Groups[0].Value.detach().clone().as_strided(parameter.shape, parameter.stride(), parameter.storage_offset()));
        }

        var error = Assert.Throws<ParameterCoverageException>(() =>
        {
            for (int step = 0; step < Many; step++)
            {
                optimizer.zero_grad();
                Backward(model);
                optimizer.step();
            }
        });
        Assert.Equal([$"{One + 1}.weight"], error.Names);
    }

    [Fact]
    public void A_clipped_step_takes_an_optimizer_of_these_groups_alone()
    {
        using Sequential model = ManyLayers();
        ParameterGroups groups = ParameterGroups.Of(model, 0.1);
        using FlatParameterGroups flat = groups.Flatten();
        using SGD plain = groups.SGD(0.1);
        using Sequential other = ManyLayers();
        using FlatParameterGroups otherFlat = ParameterGroups.Of(other, 0.1).Flatten();
        using SGD foreign = otherFlat.SGD(0.1);
        Backward(model);
        Assert.Contains("flat.AdamW", Assert.Throws<ArgumentException>(() => flat.Step(plain, 1)).Message);
        Assert.Throws<ArgumentException>(() => flat.Step(foreign, 1));
        Assert.Throws<ArgumentNullException>(() => flat.Step(null!, 1));
    }

    private static Sequential ManyLayers()
    {
        var layers = Sequential();
        for (int i = 0; i < Many; i++)
        {
            layers.append(Linear(1, 1, hasBias: false));
        }

        return layers;
    }

    private static void Backward(Sequential model, int without = -1)
    {
        using DisposeScope scope = NewDisposeScope();
        cat([.. model.parameters().Where((_, index) => index != without).Select(static p => p.view(-1))]).exp().sum().backward();
    }
}
