using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Proofs;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>REG2002: an input of a model reaches a decayed linear layer as it comes, and nobody vouches for its scale.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnstandardizedInputAnalyzer : RegSpecAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG2002";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "An input of unknown scale reaches a decayed layer",
        messageFormat: "The input '{0}' reaches the decayed weight '{1}' as it comes: λ = {2} weighs each feature in its own unit; standardise it and say [Standardized], or normalise it first",
        RuleCategory.Features,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public UnstandardizedInputAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation) =>
        context.RegisterSymbolAction(
            symbol =>
            {
                if (compilation.ModuleClassOf((INamedTypeSymbol)symbol.Symbol, symbol.CancellationToken) is { AnnotatedBy: not null } module)
                {
                    Analyze(symbol, module, compilation);
                }
            },
            SymbolKind.NamedType);

    private static void Analyze(SymbolAnalysisContext context, ModuleClass module, RegSpecCompilation compilation)
    {
        CancellationToken cancellation = context.CancellationToken;
        IParameterSymbol[] open = module.Symbol.GetMembers(TorchSharpNames.Forward).OfType<IMethodSymbol>()
            .SelectMany(static method => method.Parameters)
            .Where(static parameter => !IsVouchedFor(parameter))
            .ToArray();
        if (open.Length == 0 || !module.Plan(cancellation).Rows.Any(IsDecayedWeight))
        {
            return;
        }

        UsageFacts usage = compilation.UsageOf(module.Symbol, cancellation);
        PlanRow?[] reached = open.Select(input => RowReachedBy(input, usage, module.Plan(cancellation))).ToArray();

        // Asked last: it looks through all files, and most models have no such input.
        if (reached.All(static row => row is null) || PartSearch.IsPart(module.Symbol, context.Compilation, compilation, cancellation))
        {
            return;
        }

        for (int i = 0; i < open.Length; i++)
        {
            if (reached[i] is { Decision.WeightDecay: { } lambda } row)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, open[i].Locations[0], open[i].Name, row.Path, NumberText.Of(lambda)));
            }
        }
    }

    /// <summary>The first decayed weight that an input reaches as it comes; null where there is none.</summary>
    private static PlanRow? RowReachedBy(IParameterSymbol input, UsageFacts usage, RootPlan plan) =>
        usage.Inputs
            .Where(reach => reach.Input == input.Name)
            .Select(reach => plan.Rows.FirstOrDefault(row => IsDecayedWeight(row) && PathPattern.Matches(reach.Weight, row.Path)))
            .FirstOrDefault(static row => row is not null);

    private static bool IsDecayedWeight(PlanRow row) => row is { Facts.Role: Role.Weight, Decision.WeightDecay: > 0 };

    private static bool IsVouchedFor(IParameterSymbol parameter) => parameter.GetAttributes().Any(static attribute =>
        attribute.AttributeClass is { Name: "StandardizedAttribute", ContainingNamespace: { Name: "RegSpec", ContainingNamespace.IsGlobalNamespace: true } });
}
