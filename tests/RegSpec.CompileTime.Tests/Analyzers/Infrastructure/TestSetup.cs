using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;

namespace RegSpec.CompileTime.Tests;

/// <summary>References and options shared by the tests of rules and of fixes.</summary>
internal static class TestSetup
{
    public static CompilationOptions Options => new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    public static void Prepare(SolutionState state, string[] files)
    {
        state.ReferenceAssemblies = TestReferences.None;
        state.AdditionalReferences.AddRange(TestReferences.All);
        foreach (string file in files)
        {
            state.Sources.Add(file.Replace("\r\n", "\n"));
        }

        state.Sources.Add(("ImplicitUsings.cs", TestCompilation.ImplicitUsings));
    }
}
