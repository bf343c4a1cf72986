using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegSpec.CompileTime.Tests.Analyzers;

/// <summary>Models in the shapes people write: nothing to report.</summary>
public class CleanZooTests
{
    private static readonly Lazy<CSharpCompilation> Compiled = new(() => TestCompilation.Create([.. Sources()]));

    /// <summary>The files of the zoo.</summary>
    internal static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Zoo"), "*.cs").Order(StringComparer.Ordinal).Select(File.ReadAllText);

    [Fact]
    public void It_holds_at_least_forty_models()
    {
        INamedTypeSymbol module = Compiled.Value.GetTypeByMetadataName("TorchSharp.torch+nn+Module")!;
        int count = Types(Compiled.Value.Assembly.GlobalNamespace).Count(type => Bases(type).Any(b => SymbolEqualityComparer.Default.Equals(b, module)));
        Assert.True(count >= 40, $"only {count} model classes");
    }

    [Fact]
    public async Task Nothing_is_reported()
    {
        ImmutableArray<Diagnostic> diagnostics = await Rules.RunAsync(Compiled.Value);
        Assert.True(diagnostics.IsEmpty, Rules.Print(diagnostics));
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => container.GetMembers()
        .OfType<INamespaceOrTypeSymbol>()
        .SelectMany(member => member is INamedTypeSymbol type ? Types(type).Prepend(type) : Types(member));

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }
}
