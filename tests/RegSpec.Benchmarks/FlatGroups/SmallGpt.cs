using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Benchmarks.FlatGroups;

/// <summary>A decoder-only transformer with layer normalization first, as GPT-2, in small: predicts the next of 32 symbols.</summary>
internal sealed class SmallGpt : Module<Tensor, Tensor>
{
    public const int Symbols = 32;
    public const int Context = 32;
    private const int Width = 64;

    private readonly Embedding symbols = Embedding(Symbols, Width);
    private readonly Embedding positions = Embedding(Context, Width);
    private readonly ModuleList<Block> blocks = [new Block(), new Block(), new Block(), new Block()];
    private readonly LayerNorm norm = LayerNorm(Width);
    private readonly Linear head = Linear(Width, Symbols, hasBias: false);

    public SmallGpt()
        : base(nameof(SmallGpt)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        Tensor hidden = symbols.call(x) + positions.call(arange(x.shape[1]));
        return head.call(norm.call(blocks.Aggregate(hidden, static (value, block) => block.call(value))));
    }

    internal sealed class Block : Module<Tensor, Tensor>
    {
        private const int Heads = 4;

        private readonly LayerNorm norm1 = LayerNorm(Width);
        private readonly Linear project = Linear(Width, 3 * Width);
        private readonly Linear join = Linear(Width, Width);
        private readonly LayerNorm norm2 = LayerNorm(Width);
        private readonly Linear widen = Linear(Width, 4 * Width);
        private readonly Linear narrow = Linear(4 * Width, Width);

        public Block()
            : base(nameof(Block)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            long batch = x.shape[0];
            long length = x.shape[1];
            Tensor[] parts = project.call(norm1.call(x)).view(batch, length, 3, Heads, Width / Heads).permute(2, 0, 3, 1, 4).unbind(0);
            Tensor mixed = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], is_casual: true);
            x = x + join.call(mixed.transpose(1, 2).reshape(batch, length, Width));
            return x + narrow.call(functional.gelu(widen.call(norm2.call(x))));
        }
    }
}
