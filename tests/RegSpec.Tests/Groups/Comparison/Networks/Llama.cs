using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests.Networks;

/// <summary>LLaMA-7B with a normalization class of its own, narrow: 291 tensors.</summary>
internal sealed class Llama : Module<Tensor, Tensor>
{
    private const int Width = 4;

    private readonly Embedding embed_tokens = Embedding(20, Width);
    private readonly Sequential layers = Sequential(Enumerable.Range(0, 32).Select(i => ($"{i}", (Module<Tensor, Tensor>)new Layer())));
    private readonly RmsNorm norm = new();
    private readonly Linear lm_head = Linear(Width, 20, hasBias: false);

    public Llama()
        : base(nameof(Llama)) => RegisterComponents();

    public override Tensor forward(Tensor tokens) => lm_head.call(norm.call(layers.call(embed_tokens.call(tokens))));

    private sealed class RmsNorm : Module<Tensor, Tensor>
    {
        private readonly Parameter weight = Parameter(ones(Width));

        public RmsNorm()
            : base(nameof(RmsNorm)) => RegisterComponents();

        public override Tensor forward(Tensor x) => x * (x.square().mean([-1], keepdim: true) + 1e-6).rsqrt() * weight;
    }

    private sealed class Layer : Module<Tensor, Tensor>
    {
        private readonly RmsNorm input_layernorm = new();
        private readonly Linear q_proj = Linear(Width, Width, hasBias: false);
        private readonly Linear k_proj = Linear(Width, Width, hasBias: false);
        private readonly Linear v_proj = Linear(Width, Width, hasBias: false);
        private readonly Linear o_proj = Linear(Width, Width, hasBias: false);
        private readonly RmsNorm post_attention_layernorm = new();
        private readonly Linear gate_proj = Linear(Width, 3 * Width, hasBias: false);
        private readonly Linear up_proj = Linear(Width, 3 * Width, hasBias: false);
        private readonly Linear down_proj = Linear(3 * Width, Width, hasBias: false);

        public Layer()
            : base(nameof(Layer)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            Tensor y = input_layernorm.call(x);
            y = x + o_proj.call(Attention.Of(q_proj.call(y), k_proj.call(y), v_proj.call(y), isCausal: true));
            Tensor z = post_attention_layernorm.call(y);
            return y + down_proj.call(functional.silu(gate_proj.call(z)) * up_proj.call(z));
        }
    }
}
