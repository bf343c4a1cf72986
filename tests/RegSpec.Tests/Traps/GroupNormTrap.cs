using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests.Traps;

/// <summary>REG3010: GroupNorm takes its scale and shift from whatever was in memory.</summary>
public class GroupNormTrap
{
    private const long Channels = 64;

    [Fact]
    public void Its_scales_are_garbage()
    {
        for (int attempt = 0; attempt < 50; attempt++)
        {
            // Memory of that size that was used before comes back as it was left.
            full(Channels, 1234.5).Dispose();
            using GroupNorm norm = nn.GroupNorm(2, Channels);
            if (!allclose(norm.weight, ones(Channels)))
            {
                return;
            }
        }

        Assert.Fail("every GroupNorm came with ones: the library initialises it now, and the rule is obsolete");
    }

    [Fact]
    public void Initialised_it_standardises()
    {
        using GroupNorm norm = nn.GroupNorm(2, Channels);
        nn.init.ones_(norm.weight);
        nn.init.zeros_(norm.bias);
        using Tensor y = norm.call(randn(8, Channels, 16) * 5 + 3);
        Assert.Equal(0, y.mean().Value(), 4);
        Assert.Equal(1, y.std().Value(), 2);
    }
}
