using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Generators;

namespace RegSpec.CompileTime.Tests;

/// <summary>A library and an application that references its image, both as a build makes them: with all generated files.</summary>
internal static class SummaryRun
{
    /// <summary>The library with its summaries and groups.</summary>
    public static CSharpCompilation Library(string source, string name = "Library", params MetadataReference[] references) =>
        Build(ConsumerCompilation.Create([TestCompilation.ModelUsings + source], name, references: references));

    /// <summary>A compilation with all generated files.</summary>
    public static CSharpCompilation Build(CSharpCompilation compilation)
    {
        CSharpCompilation groups = GeneratorRun.Of(compilation).Output;
        GeneratorRun summaries = GeneratorRun.Of(compilation, new ForwardSummaryGenerator());
        return groups.AddSyntaxTrees(summaries.Files.Select(file => file.SyntaxTree));
    }

    /// <summary>The image, as a project references another's.</summary>
    public static MetadataReference Image(CSharpCompilation library)
    {
        using MemoryStream image = LoadedConsumer.Emit(library);
        return MetadataReference.CreateFromStream(image);
    }

    /// <summary>The summary file of a compilation; fails the test if it has none.</summary>
    public static string Text(string source) =>
        Assert.Single(GeneratorRun.Of(ConsumerCompilation.Create(TestCompilation.ModelUsings + source), new ForwardSummaryGenerator()).Files).SourceText.ToString();
}
