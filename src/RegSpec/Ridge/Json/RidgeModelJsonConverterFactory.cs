using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>Finds the converter of a <see cref="RidgeModel{T}"/> among those that generated code registered: no type is constructed at run time.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RidgeModelJsonConverterFactory : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert)
    {
        ArgumentNullException.ThrowIfNull(typeToConvert);
        return typeToConvert.IsConstructedGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(RidgeModel<>);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">No type annotated with <see cref="RidgeRegressionAttribute"/> is the row type.</exception>
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(typeToConvert);
        return RidgeRowTypes.Find(typeToConvert) ?? throw new NotSupportedException(
            $"No ridge code is generated for {typeToConvert.GenericTypeArguments[0]}; annotate it with [RidgeRegression].");
    }
}
