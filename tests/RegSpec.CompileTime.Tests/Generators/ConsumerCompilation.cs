using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegSpec.CompileTime.Tests;

/// <summary>A consumer's project for generator tests: C# 12 on .NET 8, documentation checked, every warning shown.</summary>
internal static class ConsumerCompilation
{
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp12, DocumentationMode.Diagnose);

    /// <summary>The compilation before the generator has run: it may lack generated code.</summary>
    public static CSharpCompilation Create(
        IEnumerable<string> sources,
        string name = "Consumer",
        bool implicitUsings = true,
        NullableContextOptions nullable = NullableContextOptions.Enable,
        params MetadataReference[] references)
    {
        IEnumerable<SyntaxTree> trees = sources.Select((source, index) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"File{index}.cs"));
        if (implicitUsings)
        {
            trees = trees.Prepend(CSharpSyntaxTree.ParseText(TestCompilation.ImplicitUsings, ParseOptions, "ImplicitUsings.g.cs"));
        }

        return CSharpCompilation.Create(
            name,
            trees,
            TestReferences.All.AddRange(references),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: nullable, warningLevel: 9999));
    }

    public static CSharpCompilation Create(params string[] sources) => Create((IEnumerable<string>)sources);

    /// <summary>Replaces the text of one file, as an edit in the IDE does.</summary>
    public static CSharpCompilation Edit(this CSharpCompilation compilation, int file, Func<string, string> edit)
    {
        SyntaxTree before = compilation.SyntaxTrees.Single(tree => tree.FilePath == $"File{file}.cs");
        string text = before.ToString();
        string edited = edit(text);
        Assert.NotEqual(text, edited);
        return compilation.ReplaceSyntaxTree(before, CSharpSyntaxTree.ParseText(edited, ParseOptions, before.FilePath));
    }
}
