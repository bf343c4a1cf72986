using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace RegSpec.CompileTime.Tests;

/// <summary>Checks one rule against source text with markup: <c>[|…|]</c> where it reports, or <c>{|ID:…|}</c>.</summary>
/// <typeparam name="TAnalyzer">The rule.</typeparam>
internal static class Verify<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    /// <summary>Model code without usings; reports exactly where the markup says.</summary>
    public static Task ReportsAsync(string model) => new AnalyzerTest(TestCompilation.ModelUsings + model).RunAsync();

    /// <summary>Model code without usings and without markup; nothing is reported.</summary>
    public static Task IsSilentAsync(string model) => ReportsAsync(model);

    /// <summary>Several complete files.</summary>
    public static Task ReportsInFilesAsync(params string[] files) => new AnalyzerTest(files).RunAsync();

    /// <summary>A program of top-level statements without usings; reports exactly where the markup says.</summary>
    public static Task ReportsInProgramAsync(string program) => new AnalyzerTest(TestCompilation.ModelUsings + program) { OutputKind = OutputKind.ConsoleApplication }.RunAsync();

    /// <summary>Reports with this message where the markup says.</summary>
    public static Task ReportsMessageAsync(string model, string message) =>
        new AnalyzerTest(TestCompilation.ModelUsings + model) { ExpectedMessage = message }.RunAsync();

    /// <summary>The severity an .editorconfig gives is the one reported, and none silences.</summary>
    public static async Task FollowsEditorConfigAsync(string model)
    {
        string id = new TAnalyzer().SupportedDiagnostics[0].Id;
        string plain = model.Replace("[|", "").Replace("|]", "");
        await new AnalyzerTest(TestCompilation.ModelUsings + plain) { EditorConfig = $"dotnet_diagnostic.{id}.severity = none" }.RunAsync();
        await new AnalyzerTest(TestCompilation.ModelUsings + model) { EditorConfig = $"dotnet_diagnostic.{id}.severity = suggestion", ExpectedSeverity = DiagnosticSeverity.Info }.RunAsync();
    }

    /// <summary>With a line of .editorconfig: reports exactly where the markup says.</summary>
    public static Task ReportsWithOptionAsync(string option, string model) => new AnalyzerTest(TestCompilation.ModelUsings + model) { EditorConfig = option }.RunAsync();

    /// <summary><c>#pragma warning disable</c> silences the rule.</summary>
    public static Task FollowsPragmaAsync(string model)
    {
        string id = new TAnalyzer().SupportedDiagnostics[0].Id;
        string plain = model.Replace("[|", "").Replace("|]", "");
        return new AnalyzerTest(TestCompilation.ModelUsings + $"\n#pragma warning disable {id} // a test\n" + plain).RunAsync();
    }

    private sealed class AnalyzerTest : CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>
    {
        public AnalyzerTest(params string[] files)
        {
            TestSetup.Prepare(TestState, files);
            TestBehaviors |= TestBehaviors.SkipGeneratedCodeCheck;
        }

        public string? ExpectedMessage { get; init; }

        public DiagnosticSeverity? ExpectedSeverity { get; init; }

        public OutputKind OutputKind
        {
            init => TestState.OutputKind = value;
        }

        public string EditorConfig
        {
            init => TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\n" + value + "\n"));
        }

        protected override ParseOptions CreateParseOptions() => TestCompilation.ParseOptions;

        protected override CompilationOptions CreateCompilationOptions() => TestSetup.Options;

        protected override Task RunImplAsync(CancellationToken cancellationToken)
        {
            if (ExpectedMessage is not null || ExpectedSeverity is not null)
            {
                ExpectAtMarkup();
            }

            return base.RunImplAsync(cancellationToken);
        }

        /// <summary>Markup alone expects the default severity and any message; this replaces it by a full expectation.</summary>
        private void ExpectAtMarkup()
        {
            (string file, SourceText content) = TestState.Sources[0];
            TestFileMarkupParser.GetSpans(content.ToString(), out string code, out ImmutableArray<TextSpan> spans);
            TestState.Sources[0] = (file, SourceText.From(code));
            LinePositionSpan lines = SourceText.From(code).Lines.GetLinePositionSpan(spans.Single());
            DiagnosticDescriptor rule = new TAnalyzer().SupportedDiagnostics[0];
            DiagnosticResult result = new DiagnosticResult(rule.Id, ExpectedSeverity ?? rule.DefaultSeverity)
                .WithSpan(file, lines.Start.Line + 1, lines.Start.Character + 1, lines.End.Line + 1, lines.End.Character + 1)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations);
            ExpectedDiagnostics.Add(ExpectedMessage is null ? result : result.WithMessage(ExpectedMessage));
        }
    }
}
