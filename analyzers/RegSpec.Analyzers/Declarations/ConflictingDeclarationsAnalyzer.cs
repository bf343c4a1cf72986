using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>REG0004: two declarations of one place disagree, or tied tensors are given different λ.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConflictingDeclarationsAnalyzer : ModuleClassAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG0004";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "Declarations disagree",
        messageFormat: "{0} and {1} disagree about {2}",
        RuleCategory.Declarations,
        DiagnosticSeverity.Error);

    /// <summary>Creates the rule.</summary>
    public ConflictingDeclarationsAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation)
    {
        base.Register(context, compilation);
        context.RegisterOperationAction(operation => CheckTie(operation, compilation), OperationKind.SimpleAssignment);
    }

    private protected override void Analyze(SymbolAnalysisContext context, ModuleClass module)
    {
        Declared[] decays = module.Declared.Where(declared => declared.IsDecay && declared.Lambda is not null).ToArray();
        foreach (Declared second in decays)
        {
            // One report a declaration: the first earlier one of its place that it contradicts.
            foreach (Declared first in decays)
            {
                if (first.Index < second.Index
                    && first.Member == second.Member
                    && Contradiction(first, second, module, context.CancellationToken) is { } about)
                {
                    Location location = second.LocationIn(context.CancellationToken);
                    ImmutableArray<Location> others = ImmutableArray.Create(first.LocationIn(context.CancellationToken));
                    context.ReportDiagnostic(Diagnostic.Create(Rule, location, others, first.Text, second.Text, about));
                    break;
                }
            }
        }
    }

    /// <summary>What two declarations of one place both name and decide differently; null if nothing.</summary>
    private static string? Contradiction(Declared first, Declared second, ModuleClass module, CancellationToken cancellation)
    {
        if (first.Parameters is null && second.Parameters is null)
        {
            return first.Lambda != second.Lambda || first.Policy != second.Policy ? "'" + second.Owner.Name + "'" : null;
        }

        // One with Parameters beats one without.
        if (first.Lambda == second.Lambda || first.Parameters is not { } one || second.Parameters is not { } other)
        {
            return null;
        }

        foreach (PlacedRow row in module.RowsAround(second.Member, cancellation))
        {
            if (row.Row.Decision is not null && Glob.Matches(one, row.RelativeName) && Glob.Matches(other, row.RelativeName))
            {
                return "'" + row.Row.Path + "'";
            }
        }

        return null;
    }

    private static void CheckTie(OperationAnalysisContext context, RegSpecCompilation compilation)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IPropertyReferenceOperation { Property.Type.Name: "Parameter" }
            || PathOf(assignment.Target) is not { } target
            || PathOf(assignment.Value) is not { } source
            || context.ContainingSymbol.ContainingType is not { } type
            || compilation.ModuleClassOf(type, context.CancellationToken) is not { IsTouched: true } module)
        {
            return;
        }

        PlanRow? one = FindDeclared(module, source, context.CancellationToken);
        PlanRow? other = FindDeclared(module, target, context.CancellationToken);
        if (one?.Decision is { } first && other?.Decision is { } second && first.WeightDecay != second.WeightDecay)
        {
            string Declaration(PlanRow row, DecayDecision decision) => "λ = " + NumberText.Of(decision.WeightDecay ?? 0) + " of '" + row.Path + "'";
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                assignment.Syntax.GetLocation(),
                Declaration(one, first),
                Declaration(other, second),
                "one tensor: the assignment ties them"));
        }
    }

    private static PlanRow? FindDeclared(ModuleClass module, (string Member, string? Name) path, CancellationToken cancellation)
    {
        foreach (MemberShape member in module.Shape(cancellation).Members)
        {
            if (member.Name == path.Member)
            {
                string full = path.Name is null ? member.RegisteredName : member.RegisteredName + "." + path.Name;
                return module.Plan(cancellation).Rows.FirstOrDefault(row => row.Path == full && row.Decision is { IsDeclared: true });
            }
        }

        return null;
    }

    /// <summary>A member of this instance, or a parameter of one: <c>head</c>, <c>head.weight</c>.</summary>
    private static (string Member, string? Name)? PathOf(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return operation switch
        {
            IMemberReferenceOperation { Instance: IInstanceReferenceOperation } own => (own.Member.Name, null),
            IPropertyReferenceOperation { Instance: IMemberReferenceOperation { Instance: IInstanceReferenceOperation } holder } part => (holder.Member.Name, part.Property.Name),
            _ => null,
        };
    }
}
