namespace RegSpec;

/// <summary>What another system decays when nothing is configured but a weight decay.</summary>
public enum PeerDefault
{
    /// <summary>timm's <c>create_optimizer_v2</c>: not what has at most one dimension or a name that ends in <c>.bias</c>; lists that a model of timm brings along are not part of it.</summary>
    Timm,

    /// <summary>The Trainer of Hugging Face Transformers: not <c>LayerNorm</c> layers, nor names with a bias or a norm in them as its patterns know them.</summary>
    HuggingFaceTrainer,

    /// <summary>detectron2: not the parameters of its list of normalization layers; biases are decayed.</summary>
    Detectron2,

    /// <summary>nanoGPT, and open_clip, Megatron-LM and DINO likewise: what has at least two dimensions.</summary>
    NanoGpt,

    /// <summary>fastai: not the parameters of its list of normalization layers, nor a layer's <c>bias</c>.</summary>
    Fastai,

    /// <summary>big_vision: only what Flax names <c>kernel</c>, the weights of dense, convolutional, recurrent and attention layers.</summary>
    BigVision,
}
