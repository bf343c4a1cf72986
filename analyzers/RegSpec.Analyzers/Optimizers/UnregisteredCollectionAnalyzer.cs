using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Shapes;

namespace RegSpec.Analyzers;

/// <summary>REG3009: modules in a collection that nothing registers, in a class without annotations (REG0007 speaks for annotated ones).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnregisteredCollectionAnalyzer : RegSpecAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = UnregisteredMember.CollectionRule;

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "Modules in a collection are never trained",
        messageFormat: "The modules in '{0}' never reach parameters(), so no optimizer trains them: TorchSharp does not look into collections; use a ModuleList",
        RuleCategory.Optimizers,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public UnregisteredCollectionAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation) =>
        context.RegisterSymbolAction(symbol => Analyze(symbol, compilation), SymbolKind.NamedType);

    private static void Analyze(SymbolAnalysisContext context, RegSpecCompilation compilation)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!type.GetMembers().Any(member => member is IFieldSymbol { Type: var held } && MayCollect(held))
            || compilation.ModuleClassOf(type, context.CancellationToken) is not { IsTouched: false } module)
        {
            return;
        }

        foreach (MemberShape member in module.Shape(context.CancellationToken).Members)
        {
            if (!member.IsInherited
                && UnregisteredMembers.Find(member) is { Cause: UnregisteredCause.Collection and var cause }
                && type.GetMembers(member.Name).FirstOrDefault(declared => declared is IFieldSymbol or IPropertySymbol) is { } symbol
                && !RegistrationSyntax.MayRegisterLater(type, member.Name, cause, context.CancellationToken))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule,
                    symbol.Locations[0],
                    ImmutableDictionary<string, string?>.Empty.Add(UnregisteredMember.CauseProperty, cause.ToString()),
                    member.Name));
            }
        }
    }

    /// <summary>Arrays, tuples and generic types: the rest holds no collection, and its class need not be read.</summary>
    private static bool MayCollect(ITypeSymbol type) => type is IArrayTypeSymbol or INamedTypeSymbol { IsGenericType: true };
}
