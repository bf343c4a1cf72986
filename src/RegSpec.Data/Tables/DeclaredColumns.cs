namespace RegSpec;

/// <summary>What a row type may declare that columns of tables and records are not made for.</summary>
internal static class DeclaredColumns
{
    /// <summary>Refuses a type whose statistics hold more than a column for each value.</summary>
    /// <exception cref="NotSupportedException">It names the feature.</exception>
    public static void Check(RidgeSchema schema, string argument)
    {
        RidgeFeature? feature = schema.Features.FirstOrDefault(feature => feature.Missing is Missing.Mean or Missing.Indicator || feature.Degree > 1);
        string? what = feature is null ? (schema.Interactions.Count > 0 ? "[Interaction]" : null)
            : $"{(feature.Degree > 1 ? "[Polynomial]" : $"Missing.{feature.Missing}")} of feature '{feature.Name}'";
        if (what is not null)
        {
            throw new NotSupportedException($"{argument}: {what} is not made of tables or records; read objects of the type, and fit these or take their Statistics.");
        }
    }
}
