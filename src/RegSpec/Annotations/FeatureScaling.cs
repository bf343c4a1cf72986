namespace RegSpec;

/// <summary>How a feature column is scaled before the penalty applies.</summary>
public enum FeatureScaling
{
    /// <summary>Centred and divided by its population standard deviation (1/Σs), computed from the rows of the fit.</summary>
    Standardize,

    /// <summary>Centred only.</summary>
    None,
}
