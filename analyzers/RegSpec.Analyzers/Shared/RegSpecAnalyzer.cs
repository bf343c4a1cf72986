using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RegSpec.Analyzers;

/// <summary>Base of every rule: fixes the flags and returns at once where TorchSharp or RegSpec is not referenced.</summary>
public abstract class RegSpecAnalyzer : DiagnosticAnalyzer
{
    private protected RegSpecAnalyzer(params DiagnosticDescriptor[] rules) => SupportedDiagnostics = ImmutableArray.Create(rules);

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (RegSpecCompilation.Of(start.Compilation, start.Options) is { } compilation)
            {
                Register(start, compilation);
            }
        });
    }

    private protected abstract void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation);
}
