using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Analyzers;

/// <summary>REG3006: a module is moved or cast after its optimizer was made and before a later step.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MovedModelAnalyzer : RegSpecAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG3006";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "A module is moved after its optimizer was made",
        messageFormat: "'{0}' is moved after '{1}' was made of its parameters: the later step() no longer finds them; move the module first",
        RuleCategory.Optimizers,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public MovedModelAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation) =>
        context.RegisterOperationBlockAction(block =>
        {
            foreach (IOperation body in block.OperationBlocks)
            {
                Analyze(block, body, compilation.Types);
            }
        });

    private static void Analyze(OperationBlockAnalysisContext context, IOperation body, RegSpecTypes types)
    {
        foreach (IOperation operation in body.Descendants())
        {
            if (OptimizerCreation.Read(operation, types) is { Input: not OptimizerInput.Groups } optimizer
                && Target(operation) is { } variable
                && ParameterPath.In(optimizer.Source, types).FirstOrDefault(path => path.IsModule) is { Symbols: [ILocalSymbol model] }
                && ModuleMove.FirstChange(body, model, operation.Syntax, types) is { } move
                && IsSteppedAfter(body, variable, move.Syntax))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, move.Syntax.GetLocation(), model.Name, variable.Name));
            }
        }
    }

    /// <summary>The variable or field an optimizer is put into.</summary>
    private static ISymbol? Target(IOperation creation)
    {
        IOperation? parent = creation.Parent;
        while (parent is IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } => local.Local,
            ISimpleAssignmentOperation { Target: IFieldReferenceOperation field } => field.Field,
            _ => null,
        };
    }

    private static bool IsSteppedAfter(IOperation body, ISymbol optimizer, SyntaxNode move)
    {
        foreach (IOperation operation in body.Descendants().Where(operation => operation.Syntax.SpanStart > move.Span.End))
        {
            if (operation is IAssignmentOperation assignment && Is(assignment.Target))
            {
                return false;
            }

            if (operation is IInvocationOperation { TargetMethod.Name: "step", Instance: { } instance }
                && Is(instance)
                && !ModuleMove.ExcludeEachOther(move, operation.Syntax))
            {
                return true;
            }
        }

        return false;

        bool Is(IOperation reference) => ParameterPath.Of(reference) is [.., var last] && SymbolEqualityComparer.Default.Equals(last, optimizer);
    }
}
