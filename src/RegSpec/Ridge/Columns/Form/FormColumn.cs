namespace RegSpec;

/// <summary>A column of a fit: what it is made of, before anything is learned of rows.</summary>
internal sealed record FormColumn(RidgeColumn Column, FeatureScaling Scaling, double PenaltyFactor, FormColumnKind Kind)
{
    /// <summary>Place of the value among those that are read of a row.</summary>
    public int Field { get; init; }

    /// <summary>Number of the level, or degree of the polynomial.</summary>
    public int Code { get; init; }

    /// <summary>The value as it is summed, and whether it is missing; −1 where that is not summed.</summary>
    public (int Value, int Missing) Terms { get; init; } = (-1, -1);

    /// <summary>The second power as it is summed, and those behind it.</summary>
    public int Powers { get; init; } = -1;

    /// <summary>The factors of a product.</summary>
    public ProductPart? First { get; init; }

    /// <summary>The second of them.</summary>
    public ProductPart? Second { get; init; }

    /// <summary>Products as they are summed: of both values, of the first and whether the second is missing, the other way round, and of both that are missing.</summary>
    public (int Values, int FirstMissing, int MissingSecond, int BothMissing) Products { get; init; } = (-1, -1, -1, -1);

    /// <summary>Whether a fit learns something of its rows to make it.</summary>
    public bool IsAdaptive => Kind switch
    {
        FormColumnKind.Value => Terms.Missing >= 0 && Column.Kind != RidgeColumnKind.Level,
        FormColumnKind.Polynomial => true,
        FormColumnKind.Product => First!.IsAdaptive || Second!.IsAdaptive,
        _ => false,
    };
}

/// <summary>What a column of a fit is made of.</summary>
internal enum FormColumnKind
{
    /// <summary>A value, or what stands for it.</summary>
    Value,

    /// <summary>1 where the value is a level.</summary>
    Level,

    /// <summary>1 where the value is missing.</summary>
    Missing,

    /// <summary>An orthogonal polynomial of the value.</summary>
    Polynomial,

    /// <summary>A product of columns of two features.</summary>
    Product,
}

/// <summary>A factor of a product: a level, or a value that counts from its mean unless it is 0 and 1.</summary>
/// <param name="Name">Its column.</param>
/// <param name="Field">Place of the value.</param>
/// <param name="Level">Number of the level; −1 for a value.</param>
/// <param name="IsCentred">Whether it counts from its mean.</param>
/// <param name="Value">The value as it is summed.</param>
/// <param name="Missing">Whether it is missing, as it is summed; −1 if it cannot be.</param>
/// <param name="IsFilled">Whether a mean stands for a missing value.</param>
/// <param name="Origin">What the summed products count it from.</param>
internal sealed record ProductPart(string Name, int Field, int Level, bool IsCentred, int Value, int Missing, bool IsFilled, double Origin)
{
    public bool IsAdaptive => IsCentred || (IsFilled && Missing >= 0);

    /// <summary>Makes the factor.</summary>
    /// <param name="learned">The mean, where it has one.</param>
    public RowOperation Operation(double learned) => Level >= 0
        ? new LevelOperation(Field, Level)
        : new ValueOperation(Field, IsCentred ? learned : 0, Missing >= 0, IsCentred ? 0 : learned);

    /// <summary>As sums count it, value + k · missing + c: k and c.</summary>
    public (double Missing, double Constant) Rest(double learned) => IsCentred ? (learned - Origin, Origin - learned) : (learned, 0);

    /// <summary>The value as sums of products count it: from <see cref="Origin"/>, 0 where it is missing.</summary>
    public AffineColumn Counted() => new AffineColumn().Add(Value, 1).Add(Missing, Origin).Add(-Origin);

    /// <summary>The term that products of sums have of it.</summary>
    public SummedTerm Term => Level >= 0 ? new(SummedTermKind.Level, Field, Level) : new(SummedTermKind.Power, Field, 1, Origin, MayBeMissing: Missing >= 0);
}
