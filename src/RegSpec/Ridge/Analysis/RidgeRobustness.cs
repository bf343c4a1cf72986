using System.Globalization;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// How firmly data and λ hold a solution: the curvature A = ZᵀSZ + λF of ½J, and what single rows do to it. The curvature needs products only; leverages, Cook's
/// distances and label influences need the rows and cost one pass over them, when first asked for. Features keep their scale when a row is left out.
/// </summary>
public sealed class RidgeRobustness
{
    private readonly CanonicalForm form;
    private readonly int target;
    private readonly Lazy<RowInfluences[]> influences;
    private readonly int place;

    private RidgeRobustness(CanonicalForm form, int target, double lambda, Lazy<RowInfluences[]> influences, int place)
    {
        this.form = form;
        this.target = target;
        this.influences = influences;
        this.place = place;
        Lambda = lambda;
    }

    /// <summary>λ ≥ 0.</summary>
    public double Lambda { get; }

    /// <summary>σ² + λ of each direction that the data determine, largest first: what leaving the minimum along it by a distance of 1 (in √Σfⱼwⱼ²) adds to J.</summary>
    public IReadOnlyList<double> CurvatureEigenvalues => [.. form.Values.Select(d => d + Lambda)];

    /// <summary>The least curvature: λ where the data leave a direction undetermined. No λ, no bound.</summary>
    public double LeastCurvature => (form.Undetermined > 0 ? 0 : form.Values.DefaultIfEmpty(0).Last()) + Lambda;

    /// <summary>The most that one label of weight 1 can move the coefficients: max σ/(σ² + λ), never above 1/(2√λ); in √Σfⱼwⱼ² per unit of the target.</summary>
    public double LabelBound => form.Values.Select(d => Math.Sqrt(d) / (d + Lambda)).DefaultIfEmpty(0).Max();

    /// <summary>hᵢ = sᵢ(1/S + zᵢᵀA⁻¹zᵢ), the share of its own target in each row's fit; n values, whose sum is df and 1 for the intercept.</summary>
    /// <exception cref="InvalidOperationException">The problem has statistics only.</exception>
    public IReadOnlyList<double> Leverages => influences.Value[place].Leverages;

    /// <summary>rᵢ, in units of the target; n values.</summary>
    /// <exception cref="InvalidOperationException">The problem has statistics only.</exception>
    public IReadOnlyList<double> Residuals => influences.Value[place].Residuals;

    /// <summary>
    /// Cook's distance of each row under λ: Σⱼsⱼ(ŷⱼ − ŷⱼ without the row)²/((df + 1)s²), s² = RSS/(n − 1 − df) (Walker and Birch 1988); without an intercept df and
    /// n − df. n values; NaN where a row alone determines its fit or nothing is left for s².
    /// </summary>
    /// <exception cref="InvalidOperationException">The problem has statistics only.</exception>
    public IReadOnlyList<double> CooksDistances => influences.Value[place].CooksDistances;

    /// <summary>√Σfⱼ(∂wⱼ/∂yᵢ)² of each row: how far its label moves the coefficients per unit. n values.</summary>
    /// <exception cref="InvalidOperationException">The problem has statistics only.</exception>
    public IReadOnlyList<double> LabelInfluenceNorms => influences.Value[place].LabelNorms;

    /// <summary>A = ZᵀSZ + λF, p × p: half the Hessian of J in the coefficients per standard deviation.</summary>
    public double[,] Curvature()
    {
        using var scope = NewDisposeScope();
        Standardization columns = form.Columns;
        int[] active = columns.Active;
        double[] units = Array.ConvertAll(active, j => Math.ScaleB(columns.Deviation[j] / columns.Scale[j], form.Data.Units.Weight / 2));
        double[,] curvature = new double[form.Data.FeatureCount, form.Data.FeatureCount];
        double[] products = active.Length == 0 ? [] : form.Data.IsWide ? ProductsOfRows() : form.Data.Gram.Products;
        for (int a = 0; a < active.Length; a++)
        {
            for (int b = 0; b < active.Length; b++)
            {
                curvature[active[a], active[b]] = products[a * active.Length + b] * units[a] * units[b];
            }
        }

        for (int j = 0; j < form.Data.FeatureCount; j++)
        {
            curvature[j, j] += Lambda * form.Factor(j);
        }

        return curvature;
    }

    /// <summary>The exact change of the solution when one label is changed.</summary>
    /// <param name="row">From 0; a row of weight 0 has no influence.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidOperationException">The problem has statistics only.</exception>
    public LabelInfluence LabelInfluence(long row)
    {
        RidgeData data = RequireRows(form, "Label influences").Data;
        if (row < 0 || row >= data.Rows!.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(row), row, $"row: expected 0 to {data.Rows!.Count - 1}.");
        }

        RidgeSpectrum spectrum = form.Spectrum;
        using RowScores scores = RowScores.Of(data.Rows, data, target, row, 1, new BlockBuffer());
        double weight = scores.Weights[0];
        double[] filter = spectrum.Filter(Lambda);
        double[] coordinates = [.. scores.Scores.ToDoubles().Select((t, k) => filter[k] * t * weight)];
        double[] unit = spectrum.ExpandAll([coordinates])[0];
        double[] standardized = new double[data.FeatureCount];
        double[] raw = new double[data.FeatureCount];
        for (int k = 0; k < unit.Length; k++)
        {
            int j = form.Columns.Active[k];
            raw[j] = Math.ScaleB(unit[k] / form.Columns.Deviation[j], -data.Units.Column(j));
            standardized[j] = unit[k] * (form.Columns.Scale[j] / form.Columns.Deviation[j]);
        }

        return new(row, standardized, raw, form.Columns.Intercept ? weight / form.Columns.WeightSum : 0);
    }

    /// <summary>Curvature, and where there are rows a line a row.</summary>
    public override string ToString()
    {
        string title = string.Create(CultureInfo.InvariantCulture, $"robustness: λ = {Lambda:G6}, least curvature {LeastCurvature:G6}, a label moves the coefficients by at most {LabelBound:G6} per unit");
        return form.Data.Rows is null
            ? title + "\nstatistics only: no leverages, no distances\n"
            : AnalysisText.Of(
                title, "row", [.. Leverages.Select((_, i) => i.ToString(CultureInfo.InvariantCulture))],
                ("leverage", Leverages), ("residual", Residuals), ("Cook", CooksDistances), ("label", LabelInfluenceNorms));
    }

    /// <summary>One for each λ, with one pass over the rows for all.</summary>
    internal static RidgeRobustness[] Of(CanonicalForm form, int target, double[] lambdas)
    {
        Lazy<RowInfluences[]> influences = new(() => RowInfluences.Of(RequireRows(form, "Leverages and Cook's distances"), target, lambdas));
        return [.. lambdas.Select((lambda, place) => new RidgeRobustness(form, target, lambda, influences, place))];
    }

    private static CanonicalForm RequireRows(CanonicalForm form, string what) => form.Data.Rows is not null
        ? form
        : throw new InvalidOperationException($"{what} need the rows, but the problem has statistics only; build it from matrices.");

    private double[] ProductsOfRows()
    {
        int[] order = [.. Enumerable.Range(0, form.Columns.Active.Length)];
        double[] ones = [.. Enumerable.Repeat(1.0, order.Length)];
        Tensor rows = RowMatrix.Of(form.Data.Rows!, form.Columns, order, ones, 0, (int)form.Data.Rows!.Count, new BlockBuffer());
        return rows.t().mm(rows).ToDoubles();
    }
}
