using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

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
            if (declared.Kind == DeclarationKind.LayerwiseLearningRate)
            {
                if (WhyNoLayers(declared, module, context.CancellationToken) is { } without)
                {
                    context.ReportDiagnostic(Diagnostic.Create(Rule, declared.LocationIn(context.CancellationToken), declared.Kind, declared.Member, without));
                }
            }
            else if (declared.Member is { } name
                && (declared.IsDecay || declared.Kind is DeclarationKind.LearningRateScale or DeclarationKind.ParameterRole)
                && module.Member(name, context.CancellationToken) is { } found
                && WhyDead(declared, found.Member.Content) is { } why)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, declared.LocationIn(context.CancellationToken), declared.Kind, name, why));
            }
        }
    }

    private static string? WhyDead(Declared declared, MemberContent content) => content switch
    {
        MemberContent.Nothing when declared.Owner is IPropertySymbol property && !StoresSomething(property) =>
            "the property stores nothing; write it on the field it returns",
        MemberContent.Nothing nothing => ShortName(nothing.TypeName) + " never owns a parameter",
        MemberContent.Layer layer when declared.Kind == DeclarationKind.ParameterRole =>
            "the roles of a " + ShortName(layer.TypeName) + " are known; it is for raw parameters",
        MemberContent.UserModule module when declared.Kind == DeclarationKind.ParameterRole =>
            "it is for raw parameters; write it on the parameters of " + module.Type.DisplayName,
        MemberContent.Container { Kind: not ContainerKind.Unregistered } when declared.Kind == DeclarationKind.ParameterRole =>
            "it is for raw parameters, not for containers of modules",
        _ => null,
    };

    /// <summary>Layer-wise rates go by the items of a container, in its order.</summary>
    private static string? WhyNoLayers(Declared declared, ModuleClass module, CancellationToken cancellation)
    {
        const string ending = " has no numbered items; it is for a ModuleList or Sequential";
        ITypeSymbol type = (declared.Owner as IPropertySymbol)?.Type ?? ((IFieldSymbol)declared.Owner).Type;
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current is INamedTypeSymbol { Name: "ModuleList" or "Sequential", ContainingNamespace: { Name: "Modules", ContainingNamespace.Name: "TorchSharp" } })
            {
                return null;
            }
        }

        // Declared as Module<…>, object or an interface, only what it holds tells.
        bool isOpen = type.TypeKind is TypeKind.Interface or TypeKind.TypeParameter or TypeKind.Error or TypeKind.Dynamic || type.SpecialType == SpecialType.System_Object
            || type is { Name: "Module", ContainingType.Name: "nn" };
        return !isOpen ? type.Name + ending
            : module.Member(declared.Member!, cancellation)?.Member.Content switch
            {
                MemberContent.Layer layer => ShortName(layer.TypeName) + ending,
                MemberContent.Nothing nothing => ShortName(nothing.TypeName) + ending,
                MemberContent.RawParameter or MemberContent.RawParameters => "a parameter" + ending,
                _ => null,
            };
    }

    private static bool StoresSomething(IPropertySymbol property) => property.ContainingType.GetMembers()
        .Any(member => member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    /// <summary>The type's own name, without namespace and type arguments.</summary>
    private static string ShortName(string typeName)
    {
        int arguments = typeName.IndexOf('<');
        string plain = arguments < 0 ? typeName : typeName.Substring(0, arguments);
        return plain.Substring(plain.LastIndexOf('.') + 1);
    }
}
