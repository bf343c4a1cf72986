using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Features;
using RegSpec.Semantics.Sources;

namespace RegSpec.Analyzers;

/// <summary>REG0005: generated code cannot serve the type: private or protected nested, <c>file</c>, no Module at all, or a row type without sequences of rows.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnreachableTypeAnalyzer : RegSpecAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG0005";

    /// <summary>Property of a diagnostic whose type becomes reachable when it, or what it is nested in, is made internal.</summary>
    public const string IsNotAccessible = "NotAccessible";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "Generated code cannot serve the annotated type",
        messageFormat: "[{0}] has no effect on '{1}': {2}",
        RuleCategory.Declarations,
        DiagnosticSeverity.Error);

    /// <summary>Creates the rule.</summary>
    public UnreachableTypeAnalyzer()
        : base(Rule)
    {
    }

    /// <summary>The type itself or the containing type that generated code beside it cannot name; null if it can name all.</summary>
    internal static INamedTypeSymbol? FindInaccessible(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (current.IsFileLocal
                || current.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal)
            {
                return current;
            }
        }

        return null;
    }

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation)
    {
        context.RegisterSymbolAction(symbol => CheckType(symbol, compilation), SymbolKind.NamedType);
        context.RegisterSyntaxNodeAction(node => CheckAssembly(node, compilation), SyntaxKind.AttributeList);
    }

    private static void CheckType(SymbolAnalysisContext context, RegSpecCompilation compilation)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        CheckRow(type);
        bool isModule = compilation.Types.IsModule(type);
        foreach (Declared declared in compilation.DeclaredIn(type))
        {
            if (!IsAboutModules(declared.Kind))
            {
                continue;
            }

            if (!isModule)
            {
                Report(declared, "it does not derive from TorchSharp's Module", isAccessible: true);
            }
            else if (FindInaccessible(type) is { } hidden)
            {
                Report(declared, "generated code cannot name " + WhyHidden(hidden), isAccessible: false);
                return;
            }
        }

        void CheckRow(INamedTypeSymbol row)
        {
            foreach (Declared declared in compilation.DeclaredIn(row))
            {
                if (declared.Kind != DeclarationKind.RidgeRegression)
                {
                    continue;
                }

                if (RowClass.WhyUnreachable(row) is { } why)
                {
                    Report(declared, why, isAccessible: true);
                }
                else if (FindInaccessible(row) is { } hidden)
                {
                    Report(declared, "generated code cannot name " + WhyHidden(hidden), isAccessible: false);
                }
            }
        }

        void Report(Declared declared, string why, bool isAccessible) => context.ReportDiagnostic(Diagnostic.Create(
            Rule,
            declared.LocationIn(context.CancellationToken),
            isAccessible ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(IsNotAccessible, ""),
            declared.Kind,
            type.Name,
            why));
    }

    private static void CheckAssembly(SyntaxNodeAnalysisContext context, RegSpecCompilation compilation)
    {
        foreach ((DeclarationKind kind, AttributeData attribute) in AssemblyAttributes.In(context, compilation.Types))
        {
            if (kind is DeclarationKind.WeightDecayFor or DeclarationKind.NormalizationModule
                && attribute.ConstructorArguments is [{ Value: ITypeSymbol { TypeKind: not TypeKind.Error } type }, ..]
                && !compilation.Types.IsModule(type))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule,
                    attribute.ApplicationSyntaxReference!.GetSyntax(context.CancellationToken).GetLocation(),
                    kind,
                    type.Name,
                    "it does not derive from TorchSharp's Module"));
            }
        }
    }

    private static bool IsAboutModules(DeclarationKind kind) => kind is
        DeclarationKind.WeightDecay or DeclarationKind.NoWeightDecay or DeclarationKind.LearningRateScale or DeclarationKind.LayerwiseLearningRate
        or DeclarationKind.ParameterRole or DeclarationKind.Normalization;

    private static string WhyHidden(INamedTypeSymbol hidden) => "'" + hidden.Name + "', which is " + (hidden.IsFileLocal
        ? "a file type"
        : hidden.DeclaredAccessibility switch
        {
            Accessibility.Private => "private",
            Accessibility.Protected => "protected",
            _ => "private protected",
        });
}
