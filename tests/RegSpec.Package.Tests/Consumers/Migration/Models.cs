using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Migration;

/// <summary>Convolutions whose scale the norms behind them remove.</summary>
public sealed class Cnn : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1 = Conv2d(1, 8, 3, bias: false);
    private readonly BatchNorm2d bn1 = BatchNorm2d(8);
    private readonly Conv2d conv2 = Conv2d(8, 8, 3);
    private readonly BatchNorm2d bn2 = BatchNorm2d(8);
    private readonly Linear head = Linear(8, 4);

    public Cnn()
        : base(nameof(Cnn)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        Tensor h = functional.relu(bn1.call(conv1.call(x)));
        h = functional.relu(bn2.call(conv2.call(h)));
        return head.call(h.mean(new long[] { 2, 3 }));
    }
}

/// <summary>A block of attention and a perceptron, each behind a norm.</summary>
public sealed class Block : Module<Tensor, Tensor>
{
    private readonly LayerNorm ln1 = LayerNorm(8);
    private readonly Linear qkv = Linear(8, 24);
    private readonly Linear proj = Linear(8, 8);
    private readonly LayerNorm ln2 = LayerNorm(8);
    private readonly Linear up = Linear(8, 32);
    private readonly Linear down = Linear(32, 8);

    public Block()
        : base(nameof(Block)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        Tensor[] parts = qkv.call(ln1.call(x)).chunk(3, -1);
        Tensor scores = parts[0].matmul(parts[1].transpose(-2, -1)) / Math.Sqrt(8);
        x = x + proj.call(functional.softmax(scores, -1).matmul(parts[2]));
        return x + down.call(functional.gelu(up.call(ln2.call(x))));
    }
}

/// <summary>A language model whose head is its token table.</summary>
public sealed class Gpt : Module<Tensor, Tensor>
{
    private readonly Embedding tokens = Embedding(16, 8);
    private readonly Embedding positions = Embedding(6, 8);
    private readonly ModuleList<Block> blocks = new(new Block(), new Block());
    private readonly LayerNorm norm = LayerNorm(8);
    private readonly Linear head = Linear(8, 16, hasBias: false);

    public Gpt()
        : base(nameof(Gpt))
    {
        head.weight = tokens.weight!;
        RegisterComponents();
    }

    public override Tensor forward(Tensor ids)
    {
        Tensor x = tokens.call(ids) + positions.call(arange(ids.shape[1], dtype: int64));
        foreach (Block block in blocks)
        {
            x = block.call(x);
        }

        return head.call(norm.call(x)).reshape(-1, 16);
    }
}

/// <summary>A recurrent language model.</summary>
public sealed class LstmLm : Module<Tensor, Tensor>
{
    private readonly Embedding tokens = Embedding(16, 8);
    private readonly LSTM lstm = LSTM(8, 12, batchFirst: true);
    private readonly Linear head = Linear(12, 16);

    public LstmLm()
        : base(nameof(LstmLm)) => RegisterComponents();

    public override Tensor forward(Tensor ids)
    {
        (Tensor hidden, _, _) = lstm.call(tokens.call(ids));
        return head.call(hidden).reshape(-1, 16);
    }
}
