using System;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Sources;

namespace RegSpec.Analyzers;

/// <summary>REG0001: λ, a penalty factor or a learning-rate scale that is negative, NaN or infinite (a scale also 0).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CoefficientRangeAnalyzer : RegSpecAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG0001";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "Coefficient out of range",
        messageFormat: "{0} of [{1}] is {2}: it must be finite and {3}",
        RuleCategory.Declarations,
        DiagnosticSeverity.Error);

    /// <summary>Creates the rule.</summary>
    public CoefficientRangeAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation)
    {
        context.RegisterSymbolAction(
            symbol =>
            {
                foreach (Declared declared in compilation.DeclaredIn((INamedTypeSymbol)symbol.Symbol))
                {
                    Check(declared.Kind, declared.Data, symbol.ReportDiagnostic, symbol.CancellationToken);
                }
            },
            SymbolKind.NamedType);
        context.RegisterSyntaxNodeAction(node => CheckAssembly(node, compilation), SyntaxKind.AttributeList);
    }

    private static void CheckAssembly(SyntaxNodeAnalysisContext context, RegSpecCompilation compilation)
    {
        foreach ((DeclarationKind kind, AttributeData attribute) in AssemblyAttributes.In(context, compilation.Types))
        {
            Check(kind, attribute, context.ReportDiagnostic, context.CancellationToken);
        }
    }

    private static void Check(DeclarationKind kind, AttributeData attribute, Action<Diagnostic> report, CancellationToken cancellation)
    {
        var declared = new Declared(kind, attribute, attribute.AttributeClass!, Index: -1);
        (string name, double? value) = kind switch
        {
            DeclarationKind.WeightDecay => ("lambda", declared.Number(0)),
            DeclarationKind.WeightDecayFor => ("lambda", declared.Number(1)),
            DeclarationKind.LearningRateScale => ("factor", declared.Number(0)),
            DeclarationKind.LayerwiseLearningRate => ("decay", declared.Number(0)),
            DeclarationKind.RidgeRegression => ("Lambda", declared.Number("Lambda")),
            DeclarationKind.Feature or DeclarationKind.Interaction => ("PenaltyFactor", declared.Number("PenaltyFactor")),
            // NaN stands for the λ of the type.
            DeclarationKind.Target => ("Lambda", declared.Number("Lambda") is { } lambda && !double.IsNaN(lambda) ? lambda : null),
            _ => ("", null),
        };
        bool isScale = kind is DeclarationKind.LearningRateScale or DeclarationKind.LayerwiseLearningRate;
        if (value is { } number && (double.IsNaN(number) || double.IsInfinity(number) || number < 0 || (isScale && number == 0)))
        {
            report(Diagnostic.Create(Rule, declared.LocationIn(cancellation), name, kind, NumberText.Of(number), isScale ? "greater than 0" : "not negative"));
        }
    }
}
