namespace RegSpec;

/// <summary>A⁻¹ = B·diag(inverse)·Bᵀ + rest·(Φ⁻¹ − BBᵀ) and A⁻¹ZᵀSZA⁻¹ = B·diag(sampling)·Bᵀ: the spectrum at one λ in all p dimensions.</summary>
internal sealed class PosteriorFilter
{
    /// <param name="form">The coordinates.</param>
    /// <param name="lambda">λ; where <see cref="Require"/> throws, the values are not those of a variance.</param>
    public PosteriorFilter(CanonicalForm form, double lambda)
    {
        RidgeSpectrum spectrum = form.Spectrum;
        Inverse = new double[spectrum.Directions];
        Sampling = new double[spectrum.Directions];
        for (int k = 0; k < Inverse.Length; k++)
        {
            double d = spectrum.Values[k] > spectrum.Cut || k < spectrum.Unpenalised ? spectrum.Values[k] : 0;
            double sum = k < spectrum.Unpenalised ? d : d + lambda;
            Inverse[k] = 1 / sum;
            Sampling[k] = d / sum / sum;
        }

        Rest = lambda > 0 && spectrum.Directions < spectrum.Size ? 1 / lambda : 0;
    }

    /// <summary>1/(d + λ) of each direction.</summary>
    public double[] Inverse { get; }

    /// <summary>d/(d + λ)² of each direction.</summary>
    public double[] Sampling { get; }

    /// <summary>1/λ where the spectrum leaves directions out, else 0.</summary>
    public double Rest { get; }

    /// <summary>Throws where no variance exists.</summary>
    /// <exception cref="InvalidOperationException">A direction has neither data nor a penalty, so that no variance bounds it.</exception>
    public static void Require(CanonicalForm form, double lambda)
    {
        RidgeSpectrum spectrum = form.Spectrum;
        if (form.Free > form.Unpenalised || (lambda == 0 && form.Undetermined > 0))
        {
            int rank = form.Unpenalised + form.Values.Length;
            throw new InvalidOperationException(
                $"The data determine {rank} of {spectrum.Size} directions, in some of the others nothing bounds the variance; use a larger lambda, remove collinear features, or penalise them.");
        }

        if (form.Free > 0 && spectrum.Directions < spectrum.Size)
        {
            throw new InvalidOperationException(
                $"Variances of {spectrum.Size} features from fewer rows need a penalty on every feature; give the unpenalised ones a positive factor.");
        }
    }

    /// <summary>w/ŵ of an active feature, and half of the unit of the weights.</summary>
    public static double Unit(CanonicalForm form, int active)
    {
        int j = form.Columns.Active[active];
        return Math.ScaleB(form.Columns.Scale[j] / form.Columns.Deviation[j], -form.Data.Units.Weight / 2);
    }
}
