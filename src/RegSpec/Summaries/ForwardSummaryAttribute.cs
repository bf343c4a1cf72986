using System.ComponentModel;

namespace RegSpec;

/// <summary>
/// What RegSpec's generator proved about a module class of this assembly, for the projects that reference it and for the run time.
/// Written by the generator; not meant to be written by hand.
/// </summary>
/// <param name="type">Full metadata name of the class: as text, since a private or nested class cannot be named at the assembly.</param>
/// <param name="version">Version of the format of the lines; a reader that does not know it takes the class as unknown.</param>
/// <param name="lines">The summary, one fact a line.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ForwardSummaryAttribute(string type, int version, params string[] lines) : Attribute
{
    /// <summary>Full metadata name of the class ("Acme.Outer+Block`1").</summary>
    public string Type { get; } = type;

    /// <summary>Version of the format.</summary>
    public int Version { get; } = version;

    /// <summary>The summary, one fact a line.</summary>
    public string[] Lines { get; } = lines;
}
