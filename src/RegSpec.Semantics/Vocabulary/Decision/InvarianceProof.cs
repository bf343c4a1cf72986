namespace RegSpec.Semantics.Vocabulary;

/// <summary>A proof of scale invariance as plans carry it.</summary>
/// <param name="Path">From the weight to what removes its scale ("fc1 → bn1"), with its reservations.</param>
/// <param name="WithBias">Weight and bias of the layer together, so only while the bias is trained.</param>
internal sealed record InvarianceProof(string Path, bool WithBias)
{
    /// <summary>The proof as tables print it.</summary>
    public string Text => WithBias ? Path + ", with its bias" : Path;
}
