using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.CompileTime.Tests.Documentation;

namespace RegSpec.CompileTime.Tests.Analyzers.Training;

/// <summary>The rooms of analyzers and code fixes: a rule folder names its own, what bodies do (Training) and what all share, never another rule folder.</summary>
public class RoomsTests
{
    private static readonly string[] RuleFolders = ["Declarations", "Decay", "Features", "Optimizers", "Manifest"];

    [Fact]
    public void No_rule_folder_reaches_into_another()
    {
        TestCompilation.RequireNoErrors(Rooms.Value);
        (string From, string To, string Name)[] arrows = [.. Rooms.Value.SyntaxTrees.SelectMany(tree => Arrows(Rooms.Value, tree))];
        Assert.True(arrows.Length > 100, $"only {arrows.Length} references found");
        Assert.Empty(arrows.Where(arrow => !IsAllowed(arrow.From, arrow.To)).Select(arrow => $"{arrow.From} → {arrow.To}: {arrow.Name}"));
    }

    [Theory]
    [InlineData("RegSpec.Analyzers", "Optimizers", "GroupsRewrite")]
    [InlineData("RegSpec.Analyzers", "Training", "GroupsRewrite")]
    [InlineData("RegSpec.Analyzers", "Shared", "TrainingReading")]
    [InlineData("RegSpec.CodeFixes", "Declarations", "OneRateSchedulerAnalyzer")]
    public void An_arrow_the_wrong_way_is_found(string project, string folder, string target)
    {
        SyntaxTree added = TestCompilation.Parse(
            $"namespace RegSpec.Analyzers; internal static class Added {{ public static string Name => nameof({target}); }}", Path.Combine(Sources, project, folder, "Added.cs"));
        Assert.Contains(Arrows(Rooms.Value.AddSyntaxTrees(added), added), arrow => arrow.From == folder && !IsAllowed(arrow.From, arrow.To));
    }

    private static string Sources => Path.Combine(Pages.Repository, "analyzers");

    private static bool IsAllowed(string from, string to) =>
        from == to || to == "Shared" || (to == "Training" && RuleFolders.Contains(from));

    /// <summary>Both projects as one, so that each name has the symbol of its source.</summary>
    private static readonly Lazy<CSharpCompilation> Rooms = new(() =>
    {
        IEnumerable<(string Path, string Text)> files = Directory.EnumerateFiles(Sources, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(segment => segment is "obj" or "bin"))
            .Select(path => (path, File.ReadAllText(path)));
        string[] own = ["RegSpec.Analyzers.dll", "RegSpec.CodeFixes.dll"];
        return CSharpCompilation.Create(
            "RegSpec.Analyzers",
            files.Select(file => TestCompilation.Parse(file.Text, file.Path)),
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(path => !own.Contains(Path.GetFileName(path)))
                .Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    });

    private static IEnumerable<(string From, string To, string Name)> Arrows(CSharpCompilation compilation, SyntaxTree tree)
    {
        SemanticModel model = compilation.GetSemanticModel(tree);
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
            ISymbol? type = symbol is INamedTypeSymbol ? symbol : symbol?.ContainingType;
            if (type?.OriginalDefinition.DeclaringSyntaxReferences is [var declared, ..])
            {
                yield return (Folder(tree.FilePath), Folder(declared.SyntaxTree.FilePath), type.Name);
            }
        }
    }

    /// <summary>The folder below the project.</summary>
    private static string Folder(string path) => Path.GetRelativePath(Sources, path).Split(Path.DirectorySeparatorChar)[1];
}
