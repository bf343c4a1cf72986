namespace RegSpec.Semantics.Catalog;

/// <summary>What the analysis asks the tables. A test that checks the tables puts another entry in the place of one of them.</summary>
internal sealed class OperationLookup
{
    public static readonly OperationLookup Default = new(null, null);

    private readonly string? name;
    private readonly OperationEntry? substitute;

    private OperationLookup(string? name, OperationEntry? substitute)
    {
        this.name = name;
        this.substitute = substitute;
    }

    /// <summary>The tables with one entry replaced.</summary>
    /// <param name="name">The operation's name, or the metadata name of the module.</param>
    /// <param name="substitute">What stands in its place.</param>
    public static OperationLookup With(string name, OperationEntry substitute) => new(name, substitute);

    /// <summary>The entry of a method, property or operator, or null when it is not known.</summary>
    public OperationEntry? Find(string owner, string operation) =>
        OperationCatalog.Find(owner, operation) is not { } entry ? null : operation == name ? substitute : entry;

    /// <summary>What calling a module of TorchSharp does, or null when it is not known.</summary>
    public LayerOperation? FindLayer(string typeName) =>
        LayerOperationCatalog.Find(typeName) is not { } layer ? null : typeName == name ? layer with { Entry = substitute! } : layer;
}
