namespace RegSpec;

/// <summary>What the update of one buffer reads and writes, and its numbers. Fields of an optimizer that has no such thing stay zero.</summary>
internal struct UpdateArguments
{
    /// <summary>Addresses of the values, the gradients, the first moment or momentum, the second moment and its largest so far.</summary>
    public nint Values, Gradients, First, Second, Largest;

    /// <summary>Elements of each.</summary>
    public long Count;

    /// <summary>What gradients are multiplied by first, and are left as; 1 leaves them alone.</summary>
    public double Clip;

    /// <summary>λ of decay that is added to the gradient; 0 for none.</summary>
    public double CoupledDecay;

    /// <summary>What values are multiplied by; 1 for none.</summary>
    public double DecoupledDecay;

    /// <summary>β₁ or the momentum, and what the gradient is multiplied by when it is added.</summary>
    public double Beta1, Gain1;

    /// <summary>β₂ and 1 − β₂.</summary>
    public double Beta2, Gain2;

    /// <summary>√(1 − β₂ᵗ).</summary>
    public double Correction;

    public double Epsilon;

    /// <summary>What the direction is multiplied by before it is added to the values.</summary>
    public double Rate;

    /// <summary>Whether the gradient is negated first.</summary>
    public bool IsNegated;

    /// <summary>Whether the momentum looks ahead.</summary>
    public bool IsNesterov;
}
