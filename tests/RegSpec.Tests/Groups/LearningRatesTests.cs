using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests;

/// <summary>The rates of the groups, for schedulers that want one a group.</summary>
public class LearningRatesTests
{
    [Fact]
    public void One_rate_a_group_in_the_order_of_the_optimizer()
    {
        using var model = new SeveralRates();
        ParameterGroups groups = model.ParameterGroups();
        using SGD optimizer = groups.SGD(0.4);
        Assert.Equal([0.4, 0.4, 0.4, 0.1, 0.1, 0.1], groups.LearningRates(0.4).OrderDescending());
        Assert.Equal(optimizer.ParamGroups.Select(g => g.LearningRate), groups.LearningRates(0.4));
        using FlatParameterGroups flat = groups.Flatten();
        Assert.Equal(groups.LearningRates(0.4), flat.LearningRates(0.4));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_rate_is_finite_and_not_negative(double lr)
    {
        using var model = new SeveralRates();
        ParameterGroups groups = model.ParameterGroups();
        Assert.Equal("lr", Assert.Throws<ArgumentOutOfRangeException>(() => groups.LearningRates(lr)).ParamName);
    }
}
