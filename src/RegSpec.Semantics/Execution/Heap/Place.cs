using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>Something that can be assigned to. Locations, not names: whoever holds the place writes what everybody reads.</summary>
internal abstract record Place;

/// <summary>A cell of the heap: a local, parameter, field, captured variable.</summary>
internal sealed record CellPlace(int Cell) : Place;

/// <summary>A component of a tuple that lies at another place.</summary>
internal sealed record ComponentPlace(Place Tuple, int Index) : Place;

/// <summary>An element of an array, list, container or tensor.</summary>
internal sealed record ElementPlace(Value Owner, EquatableArray<Value> Indices, IOperation At) : Place;

/// <summary>A property of an object: writing it calls its setter.</summary>
internal sealed record PropertyPlace(Value? Owner, IPropertySymbol Property, EquatableArray<Value> Arguments, IOperation At, bool IsVirtual) : Place;

/// <summary>One of several places, depending on a branch.</summary>
internal sealed record ChoicePlace(EquatableArray<Place> Alternatives) : Place;

/// <summary>A place that code elsewhere reads and writes too: statics, fields of objects that are not followed.</summary>
internal sealed record OutsidePlace(ITypeSymbol? Type) : Place;

/// <summary>Nowhere: a discard.</summary>
internal sealed record NoPlace : Place;
