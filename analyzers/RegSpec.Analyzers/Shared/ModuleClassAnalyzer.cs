using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RegSpec.Analyzers;

/// <summary>Base of the rules about module classes that carry or inherit a declaration; live in the IDE, one class at a time.</summary>
public abstract class ModuleClassAnalyzer : RegSpecAnalyzer
{
    private protected ModuleClassAnalyzer(params DiagnosticDescriptor[] rules)
        : base(rules)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation) =>
        context.RegisterSymbolAction(
            symbol =>
            {
                if (compilation.ModuleClassOf((INamedTypeSymbol)symbol.Symbol, symbol.CancellationToken) is { IsTouched: true } module)
                {
                    Analyze(symbol, module);
                }
            },
            SymbolKind.NamedType);

    private protected abstract void Analyze(SymbolAnalysisContext context, ModuleClass module);
}
