using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;

namespace RegSpec.Analyzers;

/// <summary>REG3006: a module is moved or cast after its optimizer was made and before a later step.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MovedModelAnalyzer : TrainingAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG3006";

    /// <summary>Where a module is made.</summary>
    private static readonly string[] Initial = ["cpu", "float32"];

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

    private protected override void Analyze(OperationBlockAnalysisContext context, TrainingReading reading, RegSpecCompilation compilation)
    {
        foreach (OptimizerCreation optimizer in reading.Optimizers)
        {
            if (optimizer.Input != OptimizerInput.Groups
                && AssignedTo.Target(optimizer.Operation) is { } variable
                && ParameterPath.In(optimizer.Source, compilation.Types).FirstOrDefault(path => path.IsModule) is { Symbols: [ILocalSymbol model] }
                && FirstChange(reading, model, optimizer.Operation, compilation.Types) is { } move
                && IsSteppedAfter(reading, variable, move.Syntax, optimizer.Operation))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, move.Syntax.GetLocation(), model.Name, variable.Name));
            }
        }
    }

    /// <summary>
    /// The first call after the optimizer was made that moves a module made in this body to another device, or casts it; null if there is none, or none that certainly changes it.
    /// </summary>
    private static IOperation? FirstChange(TrainingReading reading, ILocalSymbol model, IOperation optimizer, RegSpecTypes types)
    {
        // Where the module comes from elsewhere, it may be there already.
        if (optimizer.Root().Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator => Is(declarator.Symbol))?.GetVariableInitializer()?.Value is not { } value
            || !ModuleMove.IsMadeHere(value, types))
        {
            return null;
        }

        string[] before = reading.Moves
            .Where(move => move.Call.Syntax.SpanStart < optimizer.Syntax.SpanStart && (IsModel(move) || value.Syntax.Span.Contains(move.Call.Syntax.Span)))
            .Select(static move => move.Destination)
            .ToArray();
        if (before.Any(static place => place.Length == 0))
        {
            return null;
        }

        return reading.Moves.FirstOrDefault(move => move.Call.Syntax.SpanStart > optimizer.Syntax.Span.End
            && IsModel(move)
            && move.Destination.Length > 0
            && (before.Length == 0 ? !Initial.Contains(move.Destination) : !before.Contains(move.Destination))
            && !BranchOrder.ExcludeEachOther(optimizer.Syntax, move.Call.Syntax))?.Call;

        bool Is(ILocalSymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol, model);

        bool IsModel(ModuleMove move) => move.Receiver is ILocalReferenceOperation local && Is(local.Local);
    }

    private static bool IsSteppedAfter(TrainingReading reading, ISymbol optimizer, SyntaxNode move, IOperation creation)
    {
        int made = creation.Root().Descendants()
            .OfType<IAssignmentOperation>()
            .Where(assignment => assignment.Syntax.SpanStart > move.Span.End && assignment.Target.Variable() is { } assigned && Is(assigned))
            .Select(static assignment => assignment.Syntax.SpanStart)
            .DefaultIfEmpty(int.MaxValue)
            .Min();
        return reading.Steps.Any(step => Is(step.Optimizer)
            && step.Call.Syntax.SpanStart > move.Span.End
            && step.Call.Syntax.SpanStart < made
            && !BranchOrder.ExcludeEachOther(move, step.Call.Syntax));

        bool Is(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol, optimizer);
    }
}
