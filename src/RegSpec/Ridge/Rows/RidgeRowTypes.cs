using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>What each generated file registers when its assembly is loaded, so that stored models find their row type. Not meant to be called by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RidgeRowTypes
{
    private static readonly ConcurrentDictionary<Type, JsonConverter> Converters = new();

    /// <summary>Registers the row type of an annotated type.</summary>
    /// <typeparam name="T">The annotated type.</typeparam>
    /// <param name="type">Gives its columns; called when a model is first stored or read.</param>
    public static void Register<T>(Func<RidgeRowType<T>> type)
    {
        ArgumentNullException.ThrowIfNull(type);
        Converters[typeof(RidgeModel<T>)] = new RidgeModelJsonConverter<T>(type);
    }

    /// <summary>The converter of a constructed <see cref="RidgeModel{T}"/>; null where no annotated type registered.</summary>
    internal static JsonConverter? Find(Type model)
    {
        // The assembly of the row type may not have run any of its code yet.
        RuntimeHelpers.RunModuleConstructor(model.GenericTypeArguments[0].Module.ModuleHandle);
        return Converters.GetValueOrDefault(model);
    }
}
