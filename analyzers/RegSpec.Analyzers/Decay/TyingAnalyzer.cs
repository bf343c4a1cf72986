using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Analyzers;

/// <summary>REG1009: weights tied through a getter that makes a new wrapper, which then counts as a second parameter.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TyingAnalyzer : RegSpecAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG1009";

    /// <summary>Property: the other order ties without a second wrapper.</summary>
    public const string CanBeSwapped = "CanBeSwapped";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "Tied weights are listed, stepped and decayed twice",
        messageFormat: "The getter '{0}' makes a new Parameter for the same tensor, so '{1}' is listed beside it, stepped and decayed twice{2}",
        RuleCategory.Decay,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public TyingAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation)
    {
        context.RegisterOperationAction(operation => AnalyzeAssignment(operation, compilation.Types), OperationKind.SimpleAssignment);
        context.RegisterOperationAction(operation => AnalyzeFactory(operation, compilation.Types), OperationKind.Invocation);
    }

    private static void AnalyzeAssignment(OperationAnalysisContext context, RegSpecTypes types)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (Getter(assignment.Value, types) is not { } getter || assignment.Target is not IMemberReferenceOperation target || !IsRegistered(target, types))
        {
            return;
        }

        // Setting the layer whose getter makes wrappers, from one whose getter does not, leaves a single wrapper.
        bool canBeSwapped = assignment is { Parent: IExpressionStatementOperation, Value: var value }
            && value.Unwrapped() == getter
            && target is IPropertyReferenceOperation { Property: var property }
            && types.IsTorch(property)
            && !MakesWrappers(property.ContainingType);
        Report(context, assignment.Syntax, getter, assignment.Target.Syntax.ToString(), canBeSwapped);
    }

    /// <summary><c>Linear(weight)</c> registers the wrapper it is given.</summary>
    private static void AnalyzeFactory(OperationAnalysisContext context, RegSpecTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod is { Name: "Linear", ContainingType.Name: "nn" } method
            && types.IsTorch(method)
            && call.Arguments.Explicit("weight") is { } weight
            && Getter(weight.Value, types) is { } getter)
        {
            Report(context, call.Syntax, getter, "the weight of this Linear", canBeSwapped: false);
        }
    }

    private static void Report(OperationAnalysisContext context, SyntaxNode syntax, IPropertyReferenceOperation getter, string second, bool canBeSwapped) =>
        context.ReportDiagnostic(Diagnostic.Create(
            Rule,
            syntax.GetLocation(),
            canBeSwapped ? ImmutableDictionary<string, string?>.Empty.Add(CanBeSwapped, "") : null,
            getter.Syntax.ToString(),
            second,
            canBeSwapped
                ? "; '" + getter.Syntax + " = " + second + "' keeps one, and the initial values of '" + second + "' in place of those of '" + getter.Syntax + "'"
                : "; hold one Parameter in a variable and give it to both, with the initial values both are to have"));

    /// <summary>The getter a value comes from, directly or through a local, if it makes a wrapper at each call.</summary>
    private static IPropertyReferenceOperation? Getter(IOperation value, RegSpecTypes types) => value.Unwrapped() switch
    {
        IPropertyReferenceOperation { Property: { Name: "weight" or "weight_ih" or "weight_hh" or "bias_ih" or "bias_hh" } property } reference
            when types.IsTorch(property) && MakesWrappers(property.ContainingType) => reference,
        ILocalReferenceOperation local when local.OnlyValue() is { } known && known.Unwrapped() is not ILocalReferenceOperation => Getter(known, types),
        _ => null,
    };

    private static bool MakesWrappers(INamedTypeSymbol layer) => layer.Name is "Embedding" or "EmbeddingBag" or "RNNCell" or "LSTMCell" or "GRUCell";

    /// <summary>A parameter property of a layer, or a field or property of a module class that registration finds.</summary>
    private static bool IsRegistered(IMemberReferenceOperation target, RegSpecTypes types) =>
        target.Member is { IsStatic: false } and (IFieldSymbol or IPropertySymbol) && types.IsModule(target.Member.ContainingType);
}
