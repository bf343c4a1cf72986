using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Proofs;

namespace RegSpec.Analyzers;

/// <summary>REG1007: a layer of an annotated model has a bias that the normalization after it subtracts.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeadBiasAnalyzer : RegSpecAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG1007";

    /// <summary>Property of a diagnostic: name of the argument that switches the bias off; absent where other code reads the bias.</summary>
    public const string Argument = "Argument";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "A bias has no effect",
        messageFormat: "The bias of '{0}' has no effect: a normalization subtracts it ({1})",
        RuleCategory.Decay,
        DiagnosticSeverity.Info);

    /// <summary>Creates the rule.</summary>
    public DeadBiasAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation)
    {
        // Several models may hold the same class.
        var seen = new ConcurrentDictionary<ISymbol, bool>(SymbolEqualityComparer.Default);
        context.RegisterSymbolAction(
            symbol =>
            {
                if (compilation.ModuleClassOf((INamedTypeSymbol)symbol.Symbol, symbol.CancellationToken) is { AnnotatedBy: not null } module)
                {
                    foreach (INamedTypeSymbol type in ModelTypes.In(module, symbol.Compilation, symbol.CancellationToken).Where(type => seen.TryAdd(type, true)))
                    {
                        Analyze(symbol, type, compilation);
                    }
                }
            },
            SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context, INamedTypeSymbol type, RegSpecCompilation compilation)
    {
        foreach (DeadBias bias in compilation.DeadBiasesOf(type, context.CancellationToken))
        {
            if (IsIn(type, bias.Creation, context.CancellationToken)
                && compilation.Models.Get(bias.Creation.SyntaxTree).GetOperation(bias.Creation, context.CancellationToken) is IInvocationOperation call
                && Switch(call) is { } argument)
            {
                bool isRead = bias.Creation.FirstAncestorOrSelf<TypeDeclarationSyntax>()!.DescendantNodes().OfType<SimpleNameSyntax>().Any(name => name.Identifier.ValueText == "bias" && name.Parent is not NameColonSyntax);
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule,
                    bias.Creation.GetLocation(),
                    isRead ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(Argument, argument),
                    bias.Path,
                    bias.Proof));
            }
        }
    }

    /// <summary>What another class makes, that class is asked about.</summary>
    private static bool IsIn(INamedTypeSymbol type, SyntaxNode creation, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Any(reference =>
            reference.SyntaxTree == creation.SyntaxTree && reference.GetSyntax(cancellation) == creation.FirstAncestorOrSelf<TypeDeclarationSyntax>());

    /// <summary>Name of the argument that switches the bias off, where it is certainly on now.</summary>
    private static string? Switch(IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter is { Name: "bias" or "hasBias", Type.SpecialType: SpecialType.System_Boolean }) is { Parameter: { } parameter } given
        && given.Value.ConstantValue is { HasValue: true, Value: true }
            ? parameter.Name
            : null;
}
