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
            for (int step = 0; step < Many; step++)
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

    private static void Backward(Sequential model)
    {
        using DisposeScope scope = NewDisposeScope();
        cat([.. model.parameters().Select(static p => p.view(-1))]).exp().sum().backward();
    }
}
