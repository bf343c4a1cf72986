namespace RegSpec;

/// <summary>What a parameter is. The <see cref="DecayPolicy"/> decides by it.</summary>
public enum ParameterRole
{
    /// <summary>Not known; never decayed under <see cref="DecayPolicy.Principled"/> and <see cref="DecayPolicy.Weights"/>.</summary>
    Unknown,

    /// <summary>A factor of a linear map: linear, convolution, attention projection, LoRA factor.</summary>
    Weight,

    /// <summary>An added offset.</summary>
    Bias,

    /// <summary>The scale γ of a normalization.</summary>
    NormScale,

    /// <summary>The shift β of a normalization.</summary>
    NormShift,

    /// <summary>A table of vectors looked up by index.</summary>
    Embedding,

    /// <summary>A weight of a recurrent layer, input or hidden.</summary>
    RecurrentWeight,

    /// <summary>A bias of a recurrent layer.</summary>
    RecurrentBias,

    /// <summary>Layer scale, logit scale, temperature, PReLU slope.</summary>
    Gain,

    /// <summary>Class, position and register tokens, relative-position tables.</summary>
    Token,
}
