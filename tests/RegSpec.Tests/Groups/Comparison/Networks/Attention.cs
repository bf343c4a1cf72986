using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests.Networks;

/// <summary>What the transformers of the comparison share.</summary>
internal static class Attention
{
    /// <summary>Attention with one head over (batch, time, width).</summary>
    public static Tensor Of(Tensor q, Tensor k, Tensor v, bool isCausal) => functional.scaled_dot_product_attention(q, k, v, is_casual: isCausal);

    /// <summary>Positions 0, 1, … of a batch of tokens.</summary>
    public static Tensor Positions(Tensor tokens) => arange(tokens.shape[1]);
}
