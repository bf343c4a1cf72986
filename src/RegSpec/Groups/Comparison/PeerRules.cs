using RegSpec.Semantics.Vocabulary;

namespace RegSpec;

/// <summary>Which trainable parameters the defaults of other systems decay.</summary>
internal static class PeerRules
{
    private static readonly HashSet<string> FastaiNorms =
        ["BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d", "LayerNorm"];

    private static readonly HashSet<string> Detectron2Norms = [.. FastaiNorms, "GroupNorm", "LocalResponseNorm"];

    public static bool Decays(PeerDefault peer, ListedParameter parameter) => peer switch
    {
        PeerDefault.Timm => parameter.Dimensions > 1 && !parameter.Name.EndsWith(".bias", StringComparison.Ordinal),
        PeerDefault.HuggingFaceTrainer => parameter.Layer != "LayerNorm" && !IsForbiddenByTrainer(parameter.Name.ToLowerInvariant()),
        PeerDefault.Detectron2 => !Detectron2Norms.Contains(parameter.Layer ?? ""),
        PeerDefault.NanoGpt => parameter.Dimensions >= 2,
        PeerDefault.Fastai => !FastaiNorms.Contains(parameter.Layer ?? "") && parameter.Leaf != "bias",
        PeerDefault.BigVision => parameter.Layer is null ? parameter.Leaf == "kernel" : parameter.Role is Role.Weight or Role.RecurrentWeight,
        _ => throw new ArgumentOutOfRangeException(nameof(peer), peer, "Unknown peer."),
    };

    /// <summary>The Trainer's patterns: bias, layernorm or rmsnorm anywhere, a part that is norm or ends in _norm.</summary>
    private static bool IsForbiddenByTrainer(string name) =>
        name.Contains("bias", StringComparison.Ordinal)
        || name.Contains("layernorm", StringComparison.Ordinal)
        || name.Contains("rmsnorm", StringComparison.Ordinal)
        || name.Split('.').Any(static part => part == "norm" || part.EndsWith("_norm", StringComparison.Ordinal));
}
