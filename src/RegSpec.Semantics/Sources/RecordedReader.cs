using System.Threading;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Sources;

/// <summary>A reader that notes what one reading looks at.</summary>
internal sealed class RecordedReader : SourceReader
{
    private readonly SourceReader files;

    public RecordedReader(SourceReader files) => this.files = files;

    /// <summary>What was looked at so far.</summary>
    public Footprint Footprint { get; } = new();

    public override SemanticModel Get(SyntaxTree tree)
    {
        Footprint.Read(tree);
        return files.Get(tree);
    }

    /// <summary>Where members are used in a compilation; what is asked is noted too.</summary>
    public MemberUses Uses(Compilation compilation, CancellationToken cancellation) => new(compilation, this, Footprint.Ask, cancellation);
}
