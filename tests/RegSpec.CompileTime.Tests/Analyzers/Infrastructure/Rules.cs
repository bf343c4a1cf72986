using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Analyzers;
using RegSpec.CodeFixes;

namespace RegSpec.CompileTime.Tests;

/// <summary>The rules of the package, found by reflection as the compiler finds them.</summary>
internal static class Rules
{
    /// <summary>Every analyzer.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> All { get; } = Instances<DiagnosticAnalyzer>(typeof(RegSpecAnalyzer).Assembly);

    /// <summary>Every code fix.</summary>
    public static ImmutableArray<CodeFixProvider> Fixes { get; } = Instances<CodeFixProvider>(typeof(RegSpecCodeFixProvider).Assembly);

    /// <summary>Every descriptor.</summary>
    public static ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = [.. All.SelectMany(analyzer => analyzer.SupportedDiagnostics)];

    /// <summary>What all rules report about these files; fails if the code does not compile.</summary>
    public static Task<ImmutableArray<Diagnostic>> RunAsync(params string[] sources) => RunAsync(TestCompilation.Create(sources));

    /// <summary>What all rules report about a compilation, crashes (AD0001) included.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="plan">Text of its DecayPlan.txt; null for a project without one.</param>
    public static Task<ImmutableArray<Diagnostic>> RunAsync(Compilation compilation, string? plan = null) => compilation
        .WithOptions(compilation.Options.WithSpecificDiagnosticOptions(
            Descriptors.Select(rule => rule.Id).Distinct().ToDictionary(id => id, _ => ReportDiagnostic.Default)))
        .WithAnalyzers(All, new AnalyzerOptions(plan is null ? [] : [new PlanText(plan)]))
        .GetAnalyzerDiagnosticsAsync();

    /// <summary>One line a diagnostic, for messages of failing tests.</summary>
    public static string Print(IEnumerable<Diagnostic> diagnostics) =>
        string.Join(Environment.NewLine, diagnostics.Select(diagnostic => diagnostic.ToString()));

    private static ImmutableArray<T> Instances<T>(Assembly assembly) =>
    [
        .. assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(T).IsAssignableFrom(type))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (T)Activator.CreateInstance(type)!),
    ];
}
