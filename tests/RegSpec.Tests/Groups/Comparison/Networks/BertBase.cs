using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests.Networks;

/// <summary>BERT-base with pooler and a classifier of two classes, narrow: 201 tensors.</summary>
internal sealed class BertBase : Module<Tensor, Tensor>
{
    private const int Width = 4;

    private readonly Embedding word_embeddings = Embedding(20, Width);
    private readonly Embedding position_embeddings = Embedding(16, Width);
    private readonly Embedding token_type_embeddings = Embedding(2, Width);
    private readonly LayerNorm LayerNorm = LayerNorm(Width);
    private readonly Sequential layer = Sequential(Enumerable.Range(0, 12).Select(i => ($"{i}", (Module<Tensor, Tensor>)new Layer())));
    private readonly Linear pooler = Linear(Width, Width);
    private readonly Linear classifier = Linear(Width, 2);

    public BertBase()
        : base(nameof(BertBase)) => RegisterComponents();

    public override Tensor forward(Tensor tokens)
    {
        Tensor embedded = word_embeddings.call(tokens) + position_embeddings.call(Attention.Positions(tokens)) + token_type_embeddings.call(zeros_like(tokens));
        Tensor encoded = layer.call(LayerNorm.call(embedded));
        return classifier.call(pooler.call(encoded.select(1, 0)).tanh());
    }

    private sealed class Layer : Module<Tensor, Tensor>
    {
        private readonly Linear query = Linear(Width, Width);
        private readonly Linear key = Linear(Width, Width);
        private readonly Linear value = Linear(Width, Width);
        private readonly Linear attention_output = Linear(Width, Width);
        private readonly LayerNorm attention_LayerNorm = LayerNorm(Width);
        private readonly Linear intermediate = Linear(Width, 4 * Width);
        private readonly Linear output = Linear(4 * Width, Width);
        private readonly LayerNorm output_LayerNorm = LayerNorm(Width);

        public Layer()
            : base(nameof(Layer)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            Tensor attended = Attention.Of(query.call(x), key.call(x), value.call(x), isCausal: false);
            Tensor y = attention_LayerNorm.call(x + attention_output.call(attended));
            return output_LayerNorm.call(y + output.call(functional.gelu(intermediate.call(y))));
        }
    }
}
