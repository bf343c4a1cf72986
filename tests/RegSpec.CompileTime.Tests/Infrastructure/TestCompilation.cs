using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegSpec.CompileTime.Tests;

/// <summary>Source text to compilation, as a consumer's project with implicit usings would be compiled.</summary>
internal static class TestCompilation
{
    /// <summary>The implicit usings of the SDK.</summary>
    public const string ImplicitUsings = """
        global using global::System;
        global using global::System.Collections.Generic;
        global using global::System.IO;
        global using global::System.Linq;
        global using global::System.Net.Http;
        global using global::System.Threading;
        global using global::System.Threading.Tasks;
        """;

    /// <summary>Usings a model file starts with, for tests that do not care.</summary>
    public const string ModelUsings = """
        using RegSpec;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;
        """;

    private static readonly SyntaxTree ImplicitUsingsTree = Parse(ImplicitUsings, "ImplicitUsings.g.cs");

    /// <summary>The language version each Roslyn takes by default (C# 12 on the floor).</summary>
    public static CSharpParseOptions ParseOptions => new(LanguageVersion.Default, DocumentationMode.Parse);

    /// <summary>A library of these files ("Test0.cs", "Test1.cs" …) that certainly compiles.</summary>
    /// <param name="sources">The text of each file.</param>
    public static CSharpCompilation Create(params string[] sources) => RequireNoErrors(CreateUnchecked(sources));

    /// <summary>As <see cref="Create(string[])"/>, but the code may have errors (it needs generated code, or is being typed).</summary>
    /// <param name="sources">The text of each file.</param>
    public static CSharpCompilation CreateUnchecked(params string[] sources) => CSharpCompilation.Create(
        "Tested",
        sources.Select((source, index) => Parse(source, $"Test{index}.cs")).Prepend(ImplicitUsingsTree),
        TestReferences.All,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>A syntax tree with the parse options of the tests.</summary>
    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path);

    /// <summary>The same compilation; fails the test with the compiler's errors if there are any.</summary>
    public static CSharpCompilation RequireNoErrors(CSharpCompilation compilation)
    {
        Diagnostic[] errors = [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        Assert.True(errors.Length == 0, string.Join(Environment.NewLine, errors.Select(error => error.ToString())));
        return compilation;
    }

    /// <summary>The type of this metadata name; fails the test if the compilation has none.</summary>
    public static INamedTypeSymbol Type(this Compilation compilation, string metadataName)
    {
        INamedTypeSymbol? type = compilation.GetTypeByMetadataName(metadataName);
        Assert.True(type is not null, $"no type {metadataName}");
        return type!;
    }
}
