using System;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics;

/// <summary>Reads module classes: symbols and bodies in, <see cref="ModuleShape"/> out. One instance serves one compilation; it caches.</summary>
internal sealed class ModuleReader
{
    private readonly Compilation compilation;
    private readonly ISemanticModelProvider models;

    private ModuleReader(Compilation compilation, ISemanticModelProvider models)
    {
        this.compilation = compilation;
        this.models = models;
    }

    /// <summary>A reader for the compilation, or null when it does not reference TorchSharp or RegSpec.</summary>
    public static ModuleReader? Create(Compilation compilation, ISemanticModelProvider models) => new(compilation, models);

    /// <summary>Whether the type derives from <c>TorchSharp.torch.nn.Module</c>.</summary>
    public bool IsModule(ITypeSymbol type) => throw new NotSupportedException(compilation.AssemblyName + models);

    /// <summary>The shape of a module class.</summary>
    public ModuleShape Read(INamedTypeSymbol type, CancellationToken cancellation) => throw new NotSupportedException();
}
