using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>The classes of the source that have a plan.</summary>
internal static class PlannedClasses
{
    /// <summary>Every class whose plan belongs into the file.</summary>
    public static IEnumerable<ModuleClass> In(RegSpecCompilation compilation, CancellationToken cancellation)
    {
        foreach (INamedTypeSymbol type in SourceTypes.In(compilation.Assembly))
        {
            if (compilation.ModuleClassOf(type, cancellation) is { } module && IsPlanned(module))
            {
                yield return module;
            }
        }
    }

    /// <summary>Whether instances of the class can be roots with a default: annotated, itself or through a base, and not abstract.</summary>
    public static bool IsPlanned(ModuleClass module) => module is { AnnotatedBy: not null, Symbol.IsAbstract: false };

    /// <summary>Name of the class in the file: with its namespace, as <c>Models.Outer.Net&lt;T&gt;</c>.</summary>
    public static string NameOf(ModuleClass module)
    {
        TypeName name = TypeNames.Of(module.Symbol);
        return name.Namespace.Length == 0 ? name.DisplayName : name.Namespace + "." + name.DisplayName;
    }
}
