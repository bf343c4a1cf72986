namespace RegSpec;

/// <summary>What loading a state does with trainable parameters that it does not contain: they were frozen when it was saved, or are new.</summary>
public enum MissingState
{
    /// <summary>It is an error that names them. The default.</summary>
    Refuse,

    /// <summary>They start as at the first step: no moments, no steps counted, at the rate of their group.</summary>
    StartFresh,
}
