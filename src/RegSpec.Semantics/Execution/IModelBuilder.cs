using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Sources;

namespace RegSpec.Semantics.Execution;

/// <summary>Builds the classes of a compilation, each once if possible: a shape is read off the heap that the proofs then go on with.</summary>
internal interface IModelBuilder
{
    /// <summary>What the constructors of a class leave. Nobody else has it until it is given back.</summary>
    BuiltClass Lend(INamedTypeSymbol type, CancellationToken cancellation);

    /// <summary>Gives back what was only read.</summary>
    void GiveBack(BuiltClass built);

    /// <summary>A heap without an object.</summary>
    BuiltModel BuildNothing(INamedTypeSymbol type, CancellationToken cancellation);
}

/// <summary>What the constructors of one class leave.</summary>
/// <param name="Type">The class, as it is declared.</param>
/// <param name="Models">One heap a constructor.</param>
/// <param name="Sources">The reader they were built with, which has noted what was looked at.</param>
internal sealed record BuiltClass(INamedTypeSymbol Type, IReadOnlyList<BuiltModel> Models, RecordedReader Sources);
