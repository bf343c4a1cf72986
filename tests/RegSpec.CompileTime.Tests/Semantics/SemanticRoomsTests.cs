using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.CompileTime.Tests.Documentation;

namespace RegSpec.CompileTime.Tests;

/// <summary>The rooms of the compile-time engine: a folder and a namespace each, and a room names only rooms above it. Read from the symbols.</summary>
public class SemanticRoomsTests
{
    /// <summary>From top to bottom; what stands in no folder composes them all.</summary>
    private static readonly string[] Order = ["Vocabulary", "Catalog", "Sources", "Execution", "Shapes", "Proofs", "Planning", "Features", ""];

    /// <summary>What only <c>Sources</c> may ask the compiler for, and caches that outlive a compilation.</summary>
    private static readonly string[] OfSources =
    [
        "Microsoft.CodeAnalysis.SyntaxReference.GetSyntax", "Microsoft.CodeAnalysis.SyntaxReference.GetSyntaxAsync", "Microsoft.CodeAnalysis.SyntaxTree.GetRoot", "Microsoft.CodeAnalysis.Compilation.GetSemanticModel",
        "Microsoft.CodeAnalysis.FlowAnalysis.ControlFlowGraph.Create", "System.Runtime.CompilerServices.ConditionalWeakTable",
    ];

    [Fact]
    public void A_room_names_only_rooms_above_it()
    {
        TestCompilation.RequireNoErrors(Rooms.Value);
        Arrow[] arrows = [.. Rooms.Value.SyntaxTrees.SelectMany(tree => Arrows(Rooms.Value, tree))];
        Assert.Equal(Order.Order(), arrows.Select(arrow => arrow.From).Distinct().Order());
        Assert.True(arrows.Length > 5000, $"only {arrows.Length} references found");
        Assert.Empty(arrows.Where(arrow => !IsAllowed(arrow)).Select(arrow => arrow.ToString()).Distinct());
    }

    [Theory]
    [InlineData("Shapes", "Proofs.UsageAnalysis")]
    [InlineData("Execution", "Shapes.ModuleReader")]
    [InlineData("Vocabulary", "Catalog.LayerCatalog")]
    [InlineData("Proofs", "Planning.Planner")]
    [InlineData("Planning", "CompilationStudy")]
    [InlineData("Sources", "Execution.Machine")]
    public void An_arrow_upward_is_found(string room, string target)
    {
        SyntaxTree added = TestCompilation.Parse($"namespace RegSpec.Semantics.{room}; internal static class Added {{ public static string Name => nameof(RegSpec.Semantics.{target}); }}", Path.Combine(Sources, room, "Added.cs"));
        Assert.Contains(Arrows(Rooms.Value.AddSyntaxTrees(added), added), arrow => arrow.From == room && !IsAllowed(arrow));
    }

    [Fact]
    public void A_folder_is_a_namespace() => Assert.DoesNotContain(
        Rooms.Value.SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().Select(space => (Name: space.Name.ToString(), Folder: Folder(tree.FilePath), tree.FilePath))),
        file => file.Name != (file.Folder.Length == 0 ? "RegSpec.Semantics" : "RegSpec.Semantics." + file.Folder));

    [Fact]
    public void Only_sources_ask_the_compiler_for_syntax_and_models() => Assert.Empty(Rooms.Value.SyntaxTrees
        .Where(tree => Folder(tree.FilePath) != "Sources")
        .SelectMany(tree => Asked(Rooms.Value, tree).Select(name => Path.GetFileName(tree.FilePath) + " " + name)));

    [Fact]
    public void An_access_past_sources_is_found()
    {
        SyntaxTree added = TestCompilation.Parse(
            "namespace RegSpec.Semantics.Shapes; internal static class Added { public static object Of(Microsoft.CodeAnalysis.SyntaxReference place) => place.GetSyntax(); }", Path.Combine(Sources, "Shapes", "Added.cs"));
        Assert.NotEmpty(Asked(Rooms.Value.AddSyntaxTrees(added), added));
    }

    /// <summary>One name, one thing: across the engine, the generators, the analyzers and the library.</summary>
    [Fact]
    public void No_name_stands_for_two_things()
    {
        string[] projects = ["src/RegSpec", "src/RegSpec.Semantics", "generators/RegSpec.Generators", "analyzers/RegSpec.Analyzers", "analyzers/RegSpec.CodeFixes"];
        (string Name, string File)[] names = [.. projects
            .SelectMany(project => SourceFilesIn(Path.Combine(Pages.Repository, project)))
            .SelectMany(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot().DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
                .OfType<MemberDeclarationSyntax>().Select(type => type switch
                {
                    BaseTypeDeclarationSyntax named => named.Identifier.ValueText,
                    DelegateDeclarationSyntax function => function.Identifier.ValueText,
                    _ => "",
                })
                .Where(name => name.Length > 0)
                .Distinct()
                .Select(name => (name, path)))];
        Assert.True(names.Length > 600, $"only {names.Length} types");

        // The parts of one class lie in one folder, or in folders below it; the generic forms of a name are of one file.
        Assert.Empty(names.GroupBy(type => type.Name)
            .Where(same => same.Select(type => Path.GetDirectoryName(type.File)!).MinBy(folder => folder.Length) is { } top && same.Any(type => !type.File.StartsWith(top + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            .Select(same => same.Key + ": " + string.Join(", ", same.Select(type => Path.GetRelativePath(Pages.Repository, type.File)))));
    }

    private static string Sources => Path.Combine(Pages.Repository, "src", "RegSpec.Semantics");

    private static bool IsAllowed(Arrow arrow) => Array.IndexOf(Order, arrow.To) <= Array.IndexOf(Order, arrow.From) && Array.IndexOf(Order, arrow.To) >= 0;

    private static IEnumerable<string> SourceFilesIn(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(path => !Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar).Any(segment => segment is "obj" or "bin"));

    private static readonly Lazy<CSharpCompilation> Rooms = new(() => CSharpCompilation.Create(
        "RegSpec.Semantics",
        SourceFilesIn(Sources).Select(path => TestCompilation.Parse(File.ReadAllText(path), path)),
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is not ("RegSpec.Semantics.dll" or "RegSpec.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)));

    private static IEnumerable<Arrow> Arrows(CSharpCompilation compilation, SyntaxTree tree)
    {
        SemanticModel model = compilation.GetSemanticModel(tree);
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
            ISymbol? type = symbol is INamedTypeSymbol ? symbol : symbol?.ContainingType;
            if (type?.OriginalDefinition.DeclaringSyntaxReferences is [var declared, ..])
            {
                yield return new Arrow(Folder(tree.FilePath), Folder(declared.SyntaxTree.FilePath), Path.GetFileName(tree.FilePath), type.Name);
            }
        }
    }

    /// <summary>What a file asks of what only <c>Sources</c> may.</summary>
    private static IEnumerable<string> Asked(CSharpCompilation compilation, SyntaxTree tree)
    {
        SemanticModel model = compilation.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
            .Select(name => model.GetSymbolInfo(name).Symbol?.OriginalDefinition)
            .Select(symbol => symbol is INamedTypeSymbol type ? type.ContainingNamespace + "." + type.Name : symbol?.ContainingType + "." + symbol?.Name)
            .Where(OfSources.Contains);
    }

    /// <summary>The folder below the project; none for what lies beside the rooms.</summary>
    private static string Folder(string path) => Path.GetRelativePath(Sources, path).Split(Path.DirectorySeparatorChar) is [var folder, _, ..] && folder != ".." ? folder : "";

    private sealed record Arrow(string From, string To, string File, string Name);
}
