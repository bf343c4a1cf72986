using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Sources;

namespace RegSpec.Analyzers;

/// <summary>REG0007: a member of an annotated class holds modules or trainable tensors that never reach <c>parameters()</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnregisteredMemberAnalyzer : ModuleClassAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = UnregisteredMember.MemberRule;

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "A member never reaches parameters()",
        messageFormat: "The parameters of '{0}' never reach parameters(), so they are neither trained nor decayed: {1}",
        RuleCategory.Declarations,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public UnregisteredMemberAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation)
    {
        base.Register(context, compilation);
        context.RegisterOperationAction(operation => CheckRoot(operation, compilation), OperationKind.ObjectCreation);
    }

    private protected override void Analyze(SymbolAnalysisContext context, ModuleClass module)
    {
        ModuleShape shape = module.Shape(context.CancellationToken);
        foreach (MemberShape member in shape.Members)
        {
            // A hidden member of a base class is reported on the member that hides it.
            string name = member.Name;
            if (UnregisteredMembers.Find(member) is { } found
                && (!member.IsInherited || found.Cause == UnregisteredCause.Hidden)
                && SymbolOf(module.Symbol, name) is { } symbol
                && !RegistrationSyntax.MayRegisterLater(module.Symbol, name, found.Cause, context.CancellationToken))
            {
                Report(context, symbol.Locations[0], name, found);
            }
        }
    }

    private static void Report(SymbolAnalysisContext context, Location location, string name, UnregisteredMember found)
    {
        INamedTypeSymbol? culprit = found.Class is null ? null : context.Compilation.GetTypeByMetadataName(found.Class.MetadataName);
        context.ReportDiagnostic(Diagnostic.Create(
            Rule,
            location,
            culprit?.LocationsIn(context.Compilation),
            ImmutableDictionary<string, string?>.Empty.Add(UnregisteredMember.CauseProperty, found.Cause.ToString()),
            name,
            found.Why));
    }

    /// <summary>An annotated class that registers nothing, created as the root: only a parent that holds it as a field would have registered it.</summary>
    private static void CheckRoot(OperationAnalysisContext context, RegSpecCompilation compilation)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (creation.Type is not INamedTypeSymbol type
            || type.DeclaringSyntaxReferences.IsEmpty
            || context.ContainingSymbol.ContainingType is not { } user
            || compilation.Types.IsModule(user)
            || compilation.ModuleClassOf(type, context.CancellationToken) is not { IsTouched: true } module
            || module.Shape(context.CancellationToken) is not { Registration: Registration.ByParent, HasUnreadableBase: false } shape
            || !shape.Members.Any(member => !member.IsStatic && UnregisteredMembers.HoldsParameters(member.Content))
            || RegistrationSyntax.RegistersAnywhere(type, context.CancellationToken)
            || !RootUse.IsRoot(creation, compilation.Types))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Rule,
            creation.Syntax.GetLocation(),
            type.LocationsIn(context.Compilation),
            ImmutableDictionary<string, string?>.Empty.Add(UnregisteredMember.CauseProperty, nameof(UnregisteredCause.NoRegistration)),
            type.Name,
            "the class never calls RegisterComponents(), and here nothing holds it that would"));
    }

    private static ISymbol? SymbolOf(INamedTypeSymbol type, string name) =>
        type.GetMembers(name).FirstOrDefault(member => member is IFieldSymbol or IPropertySymbol);
}
