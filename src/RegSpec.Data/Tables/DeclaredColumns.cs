namespace RegSpec;

/// <summary>What a row type may declare that columns of tables are not made for.</summary>
internal static class DeclaredColumns
{
    /// <summary>Refuses a type whose statistics hold powers or products, or arrays with missing values.</summary>
    /// <param name="schema">What the type declares.</param>
    /// <param name="table">What messages call the table.</param>
    /// <exception cref="NotSupportedException">It names the feature.</exception>
    public static void Check(RidgeSchema schema, string table)
    {
        RidgeFeature? feature = schema.Features.FirstOrDefault(feature => feature.Degree > 1 || (feature.MayBeMissing && feature.Kind == RidgeFeatureKind.Array));
        string? what = feature is null ? (schema.Interactions.Count > 0 ? "[Interaction]" : null)
            : $"{(feature.Degree > 1 ? "[Polynomial]" : $"Missing.{feature.Missing}")} of feature '{feature.Name}'";
        if (what is not null)
        {
            throw new NotSupportedException($"{table}: {what} is not made of tables; read records or objects of the type, and fit these or take their Statistics.");
        }
    }
}
