using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests.Networks;

/// <summary>GPT-2 (small) with its head tied to the token table, narrow: 148 tensors.</summary>
internal sealed class Gpt2 : Module<Tensor, Tensor>
{
    private const int Width = 4;

    private readonly Embedding wte = Embedding(20, Width);
    private readonly Embedding wpe = Embedding(16, Width);
    private readonly Sequential h = Sequential(Enumerable.Range(0, 12).Select(i => ($"{i}", (Module<Tensor, Tensor>)new Block())));
    private readonly LayerNorm ln_f = LayerNorm(Width);
    private readonly Linear lm_head = Linear(Width, 20, hasBias: false);

    public Gpt2()
        : base(nameof(Gpt2))
    {
        wte.weight = lm_head.weight;
        RegisterComponents();
    }

    public override Tensor forward(Tensor tokens) =>
        lm_head.call(ln_f.call(h.call(wte.call(tokens) + wpe.call(Attention.Positions(tokens)))));

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly LayerNorm ln_1 = LayerNorm(Width);
        private readonly Linear c_attn = Linear(Width, 3 * Width);
        private readonly Linear c_proj = Linear(Width, Width);
        private readonly LayerNorm ln_2 = LayerNorm(Width);
        private readonly Linear c_fc = Linear(Width, 4 * Width);
        private readonly Linear mlp_c_proj = Linear(4 * Width, Width);

        public Block()
            : base(nameof(Block)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            Tensor[] qkv = c_attn.call(ln_1.call(x)).chunk(3, -1);
            Tensor y = x + c_proj.call(Attention.Of(qkv[0], qkv[1], qkv[2], isCausal: true));
            return y + mlp_c_proj.call(functional.gelu(c_fc.call(ln_2.call(y))));
        }
    }
}
