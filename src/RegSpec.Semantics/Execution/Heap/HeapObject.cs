using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Catalog;

namespace RegSpec.Semantics.Execution;

/// <summary>What kind of object the machine follows.</summary>
internal enum ObjectKind
{
    /// <summary>An instance of a class of the compilation that is no module.</summary>
    Plain,

    /// <summary>An instance of a module class of the compilation.</summary>
    UserModule,

    /// <summary>A layer of TorchSharp, or a module of another assembly that a domain may know.</summary>
    Layer,

    /// <summary>Sequential, ModuleList, ModuleDict.</summary>
    Container,

    /// <summary>An array or list of the framework.</summary>
    List,

    /// <summary>An enumerator of one of those.</summary>
    Enumerator,
}

/// <summary>
/// The identity of an object and what never changes about it. Everything that can change is in cells of the <see cref="Heap"/>, whose numbers are here:
/// the same object holds different things on different paths.
/// </summary>
internal sealed class HeapObject
{
    private static readonly IReadOnlyDictionary<string, Value> NoArguments = new Dictionary<string, Value>();

    public HeapObject(int id, ObjectKind kind, ITypeSymbol? type)
    {
        Id = id;
        Kind = kind;
        Type = type;
    }

    /// <summary>Ascending in the order of creation.</summary>
    public int Id { get; }

    public ObjectKind Kind { get; }

    /// <summary>Its exact type.</summary>
    public ITypeSymbol? Type { get; }

    /// <summary>Its exact type, for an instance of a class.</summary>
    public INamedTypeSymbol? Class => Type as INamedTypeSymbol;

    public bool IsModule => Kind is ObjectKind.UserModule or ObjectKind.Layer or ObjectKind.Container;

    /// <summary>Which container it is, if one.</summary>
    public ContainerKind? Container { get; init; }

    /// <summary>What calling it does, for a layer that the catalog knows.</summary>
    public LayerOperation? Operation { get; init; }

    /// <summary>The arguments a layer was made with, by parameter name.</summary>
    public IReadOnlyDictionary<string, Value> Arguments { get; init; } = NoArguments;

    /// <summary>The expression that made it.</summary>
    public SyntaxNode? Creation { get; init; }

    /// <summary>How many loops of unknown length surrounded its creation: it stands for all objects made there.</summary>
    public int LoopDepth { get; init; }

    public bool IsOneOfMany => LoopDepth > 0;

    /// <summary>What a domain knows of a module of another assembly.</summary>
    public object? External { get; set; }

    /// <summary>The cell with the elements (<see cref="ListContent"/>) or the position (<see cref="EnumerationValue"/>); 0 for none.</summary>
    public int Content { get; init; }

    /// <summary>A dictionary: its elements are pairs of a key and a value.</summary>
    public bool IsMap { get; init; }

    /// <summary>A list in which there may be more than it holds, or the same twice: its number of elements says nothing.</summary>
    public bool IsBag { get; init; }

    /// <summary>The cell that says whether a module is in training mode; 0 for what is no module.</summary>
    public int Mode { get; init; }

    /// <summary>The cell that says whether a module is still as it was made: nobody set a property of it; 0 for what is no module.</summary>
    public int Settings { get; init; }

    /// <summary>The cell that says what a module of the compilation has registered (<see cref="RegistryValue"/>); 0 for any other object.</summary>
    public int Registry { get; init; }

    /// <summary>Arguments that were left to their defaults.</summary>
    public IReadOnlyCollection<string> Defaulted { get; init; } = System.Array.Empty<string>();

    /// <summary>The cells of fields, auto-properties and captured primary constructor parameters.</summary>
    public Dictionary<ISymbol, int> Fields { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The cells of a layer's own parameters, by name below it.</summary>
    public Dictionary<string, int> Parameters { get; } = new();

    /// <summary>Code that is not followed holds it: whatever is put into it is seen. Never taken back.</summary>
    public bool IsEscaped { get; set; }

    /// <summary>A module that something has gone through.</summary>
    public bool IsCalled { get; set; }

    /// <summary>Where it sits below the root; null while nobody has named it.</summary>
    public string? Path { get; set; }
}
