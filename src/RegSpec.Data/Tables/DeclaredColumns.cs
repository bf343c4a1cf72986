namespace RegSpec;

/// <summary>What a row type may declare that columns of tables and records are not made for.</summary>
internal static class DeclaredColumns
{
    /// <summary>Refuses a type whose statistics hold powers or products, or of records, or of arrays in tables, columns of missing values.</summary>
    /// <param name="schema">What the type declares.</param>
    /// <param name="argument">What messages call the rows.</param>
    /// <param name="isTable">Whether they are those of a table.</param>
    /// <exception cref="NotSupportedException">It names the feature.</exception>
    public static void Check(RidgeSchema schema, string argument, bool isTable)
    {
        RidgeFeature? feature = schema.Features.FirstOrDefault(feature => feature.Degree > 1 || (feature.MayBeMissing && (!isTable || feature.Kind == RidgeFeatureKind.Array)));
        string? what = feature is null ? (schema.Interactions.Count > 0 ? "[Interaction]" : null)
            : $"{(feature.Degree > 1 ? "[Polynomial]" : $"Missing.{feature.Missing}")} of feature '{feature.Name}'";
        if (what is not null)
        {
            throw new NotSupportedException($"{argument}: {what} is not made of {(isTable ? "tables" : "records")}; read objects of the type, and fit these or take their Statistics.");
        }
    }
}
