using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace RegSpec.CompileTime.Tests;

/// <summary>Checks a fix: one diagnostic after the other, and all of a document, project and solution at once.</summary>
/// <typeparam name="TAnalyzer">The rule.</typeparam>
/// <typeparam name="TCodeFix">The fix.</typeparam>
internal static class VerifyFix<TAnalyzer, TCodeFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TCodeFix : CodeFixProvider, new()
{
    /// <summary>Model code without usings becomes this; other rules may still have a say about the result.</summary>
    /// <param name="before">With markup where the rule reports.</param>
    /// <param name="after">What the fix of this key leaves; with markup where the rule still reports.</param>
    /// <param name="equivalenceKey">Which fix.</param>
    /// <param name="allAtOnce">What FixAll leaves, where a fix sees what the one before it left; null for the same.</param>
    public static Task ChangesAsync(string before, string after, string equivalenceKey, string? allAtOnce = null) =>
        FilesAsync([TestCompilation.ModelUsings + before], [TestCompilation.ModelUsings + after], equivalenceKey, allAtOnce is null ? null : [TestCompilation.ModelUsings + allAtOnce]);

    /// <summary>As <see cref="ChangesAsync"/> for complete files.</summary>
    public static Task FilesAsync(string[] before, string[] after, string equivalenceKey, string[]? allAtOnce = null)
    {
        var test = new FixTest { CodeActionEquivalenceKey = equivalenceKey, CodeActionValidationMode = CodeActionValidationMode.None };
        if (allAtOnce is not null)
        {
            TestSetup.Prepare(test.BatchFixedState, allAtOnce);
            test.BatchFixedState.MarkupHandling = MarkupMode.Allow;
        }

        TestSetup.Prepare(test.TestState, before);
        TestSetup.Prepare(test.FixedState, after);
        test.FixedState.MarkupHandling = MarkupMode.Allow;
        return test.RunAsync();
    }

    /// <summary>The rule reports, but this fix is not offered.</summary>
    public static Task OffersNothingAsync(string model)
    {
        var test = new FixTest();
        TestSetup.Prepare(test.TestState, [TestCompilation.ModelUsings + model]);
        TestSetup.Prepare(test.FixedState, [TestCompilation.ModelUsings + model]);
        test.FixedState.MarkupHandling = MarkupMode.Allow;
        return test.RunAsync();
    }

    private sealed class FixTest : CSharpCodeFixTest<TAnalyzer, TCodeFix, DefaultVerifier>
    {
        public FixTest() => TestBehaviors |= TestBehaviors.SkipGeneratedCodeCheck;

        protected override ParseOptions CreateParseOptions() => TestCompilation.ParseOptions;

        protected override CompilationOptions CreateCompilationOptions() => TestSetup.Options;
    }
}
