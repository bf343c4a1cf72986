namespace RegSpec;

/// <summary>How the optimizers of flat groups compute a step.</summary>
public enum FlatArithmetic
{
    /// <summary>
    /// In one pass over the buffers where that gives the bits of TorchSharp's operations on this machine, which is tried out once; with
    /// those operations on the buffers where these give the bits. Below single precision in main memory they do not (a product in x + αy is
    /// rounded behind the last whole vector of a tensor alone): there they step parameter by parameter, and take as long as without buffers. The default.
    /// </summary>
    BitIdentical,

    /// <summary>
    /// In one pass, Adam and AdamW with one division and in an order that lets no rounded constant add up: over 10,000 steps the error
    /// against double precision is a quarter to a fiftieth of TorchSharp's. Also where TorchSharp's operations round in a way that is not
    /// known here. Given equal values, gradients and moments, an element differs from TorchSharp's after one step by at most 2 units in its
    /// last place where the step changes it by at most a quarter, and by at most 8 units in the last place of the change elsewhere;
    /// gradients whose square no number of the dtype holds aside, which put the second moment to infinity.
    /// </summary>
    Fast,

    /// <summary>With TorchSharp's operations on the buffers.</summary>
    Stock,
}
