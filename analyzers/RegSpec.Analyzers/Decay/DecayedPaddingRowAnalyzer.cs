using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>REG1010: code gives the padding row of an embedding a value, and decay takes it away: the row gets no gradient that would hold it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DecayedPaddingRowAnalyzer : TrainingAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG1010";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "Decay moves a padding row that is written",
        messageFormat: "Row {0} of '{1}' is its padding row: it gets no gradient, and λ = {2} pulls what is written here towards 0; declare [NoWeightDecay] on '{1}', or write the row again after each step",
        RuleCategory.Decay,
        DiagnosticSeverity.Info);

    /// <summary>Creates the rule.</summary>
    public DecayedPaddingRowAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Analyze(OperationBlockAnalysisContext context, TrainingReading reading, RegSpecCompilation compilation)
    {
        foreach (RowWrite write in reading.RowWrites)
        {
            if (!write.IsZero
                && compilation.ModuleClassOf(write.Table.ContainingType, context.CancellationToken) is { IsTouched: true } module
                && module.RowsAround(write.Table.Name, context.CancellationToken).Select(static placed => placed.Row).FirstOrDefault(static row => row is { Facts.Role: Role.Embedding, IsFrozen: false }) is { Decision.WeightDecay: > 0 and var lambda }
                && PaddingOf(write.Table, compilation, context.CancellationToken) is { } padding
                && IsSame(padding, write.Row))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, write.Syntax.GetLocation(), write.Row.Syntax.ToString(), write.Table.Name, NumberText.Of(lambda)));
            }
        }
    }

    /// <summary>The padding row that the one creation of an embedding in its class gives; null if none is given, or several creations are.</summary>
    private static IOperation? PaddingOf(ISymbol table, RegSpecCompilation compilation, CancellationToken cancellation)
    {
        IOperation? padding = null;
        foreach (SyntaxReference reference in table.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (InvocationExpressionSyntax call in reference.GetSyntax(cancellation).DescendantNodes().OfType<InvocationExpressionSyntax>().Where(MayBeEmbedding))
            {
                if (compilation.Models.Get(reference.SyntaxTree).GetOperation(call, cancellation) is IInvocationOperation made
                    && LayerCreation.Read(made, compilation.Types) is { Holder: { } holder }
                    && SymbolEqualityComparer.Default.Equals(holder, table))
                {
                    if (padding is not null || (made.Arguments.Explicit("padding_idx") ?? RowOfBag(made)) is not { } given)
                    {
                        return null;
                    }

                    padding = given.Value.Unwrapped();
                }
            }
        }

        return padding;
    }

    /// <summary>The padding row of an EmbeddingBag: below 0 there is none.</summary>
    private static IArgumentOperation? RowOfBag(IInvocationOperation made) =>
        made.Arguments.Explicit("padding_index") is { } given && given.Value.Unwrapped().Number() is not < 0 ? given : null;

    private static bool MayBeEmbedding(InvocationExpressionSyntax call) =>
        (call.Expression is MemberAccessExpressionSyntax access ? access.Name : call.Expression as SimpleNameSyntax)?.Identifier.ValueText is "Embedding" or "EmbeddingBag" or "Embedding_from_pretrained" or "EmbeddingBag_from_pretrained";

    /// <summary>Equal numbers, or one constant or field on both sides.</summary>
    private static bool IsSame(IOperation padding, IOperation row) =>
        padding.Number() is { } first && row.Number() is { } second ? first.Equals(second)
        : padding is IMemberReferenceOperation one && row is IMemberReferenceOperation other && SymbolEqualityComparer.Default.Equals(one.Member, other.Member);
}
