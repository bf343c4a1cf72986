using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics;

namespace RegSpec.Analyzers;

/// <summary>REG0002: a declaration on a member that can never own a parameter, or a role for one whose roles are fixed.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NothingToDecayAnalyzer : ModuleClassAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG0002";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "The declaration has nothing to apply to",
        messageFormat: "[{0}] on '{1}' has no effect: {2}",
        RuleCategory.Declarations,
        DiagnosticSeverity.Error);

    /// <summary>Creates the rule.</summary>
    public NothingToDecayAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(SymbolAnalysisContext context, ModuleClass module)
    {
        foreach (Declared declared in module.Declared)
        {
            if (declared.Member is { } name
                && (declared.IsDecay || declared.Kind is DeclarationKind.LearningRateScale or DeclarationKind.ParameterRole)
                && module.Member(name, context.CancellationToken) is { } found
                && WhyDead(declared.Kind, found.Member.Content) is { } why)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, declared.LocationIn(context.CancellationToken), declared.Kind, name, why));
            }
        }
    }

    private static string? WhyDead(DeclarationKind kind, MemberContent content) => content switch
    {
        MemberContent.Nothing nothing => nothing.TypeName + " never owns a parameter",
        MemberContent.Layer layer when kind == DeclarationKind.ParameterRole =>
            "the roles of a " + ShortName(layer.TypeName) + " are known; it is for raw parameters",
        MemberContent.UserModule module when kind == DeclarationKind.ParameterRole =>
            "it is for raw parameters; write it on the parameters of " + module.Type.DisplayName,
        MemberContent.Container { Kind: not ContainerKind.Unregistered } when kind == DeclarationKind.ParameterRole =>
            "it is for raw parameters, not for containers of modules",
        _ => null,
    };

    private static string ShortName(string metadataName) => metadataName.Substring(metadataName.LastIndexOf('.') + 1);
}
