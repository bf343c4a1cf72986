namespace RegSpec.CompileTime.Tests;

/// <summary>
/// One feature of C# (or of TorchSharp) that carries a tensor from one place of a model to another. All texts are C#; <c>$v</c> stands for the tensor
/// that is carried, <c>x</c> for the input of <c>forward</c>.
/// </summary>
/// <param name="Name">What a person calls the feature.</param>
/// <param name="Put">Statements that put <c>$v</c> into the channel; they may run several times, in a block of their own.</param>
/// <param name="Get">The expression that reads the tensor back: the same tensor object, or one in the same memory.</param>
internal sealed record LeakChannel(string Name, string Put, string Get)
{
    /// <summary>A local that the value ends in.</summary>
    public const string Local = "Tensor c = x;";

    /// <summary>Statements at the start of the method that uses the channel.</summary>
    public string Declare { get; init; } = "";

    /// <summary>Members of the model.</summary>
    public string Members { get; init; } = "";

    /// <summary>Statements of the model's constructor, after the layers are made and registered.</summary>
    public string Constructor { get; init; } = "";

    /// <summary>Types beside the model.</summary>
    public string Types { get; init; } = "";

    /// <summary>The members with <c>$v</c> put in by a field initialiser, where the feature has such a form.</summary>
    public string Initial { get; init; } = "";

    /// <summary>The value stays in the object from one method to another; no statement has to declare it first.</summary>
    public bool Persists => Declare.Length == 0 && Get != "c";

    /// <summary>What comes out is in other memory than what went in: writing into it does not reach the tensor that was carried.</summary>
    public bool Copies { get; init; }

    /// <summary>A feature whose value ends in the local <c>c</c>.</summary>
    public static LeakChannel Into(string name, string put) => new(name, put, "c") { Declare = Local };

    /// <summary>A local function can use the channel: it is no alias of a local, and no span.</summary>
    public bool IsCapturable => !Declare.Contains("ref ", StringComparison.Ordinal) && !Declare.Contains("Span<", StringComparison.Ordinal);

    public override string ToString() => Name;
}
