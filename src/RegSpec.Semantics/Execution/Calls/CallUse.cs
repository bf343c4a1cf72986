using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Execution;

/// <summary>One call, its arguments sorted by parameter.</summary>
/// <param name="Method">The method that the source names.</param>
/// <param name="Receiver">What it is called on; null for a static method.</param>
/// <param name="Arguments">By parameter.</param>
/// <param name="Places">By parameter: what a ref, in or out argument refers to.</param>
/// <param name="At">The operation.</param>
/// <param name="Type">The type of the result.</param>
/// <param name="Frame">The activation that calls.</param>
/// <param name="IsVirtual">The type of the receiver decides which body runs; otherwise it is the one that is named.</param>
internal sealed record CallUse(
    IMethodSymbol Method,
    Value? Receiver,
    IReadOnlyList<Value> Arguments,
    IReadOnlyList<Place?> Places,
    IOperation At,
    ITypeSymbol? Type,
    Frame Frame,
    bool IsVirtual = true)
{
    public static IReadOnlyList<Place?> NoPlaces(int count) => new Place?[count];

    /// <summary>The value of the parameter of this name; null for none.</summary>
    public Value? Argument(string name) => Method.Parameters.FirstOrDefault(p => p.Name == name) is { } parameter ? Arguments[parameter.Ordinal] : null;

    /// <summary>The type of the result with the annotation that the method declares: an operation bound without the analysis of nullable references has none.</summary>
    public ITypeSymbol? Result => SymbolEqualityComparer.Default.Equals(Method.ReturnType, Type) ? Method.ReturnType : Type;
}
