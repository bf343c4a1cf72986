using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>REG3008: decay of an embedding with sparse gradients, which no TorchSharp optimizer can step.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SparseEmbeddingDecayAnalyzer : TrainingAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG3008";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "Decay of a sparse embedding throws",
        messageFormat: "'{0}' has sparse gradients and is decayed by {1}: step() throws, since decay is dense; use sparse: false or leave it undecayed",
        RuleCategory.Optimizers,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public SparseEmbeddingDecayAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation)
    {
        base.Register(context, compilation);
        context.RegisterSymbolAction(symbol => AnalyzeClass(symbol, compilation), SymbolKind.NamedType);
    }

    private protected override void Analyze(OperationBlockAnalysisContext context, TrainingReading reading, RegSpecCompilation compilation)
    {
        foreach (OptimizerCreation optimizer in reading.Optimizers)
        {
            if (optimizer.WeightDecay is not { } decay || TrainedModel.Of(optimizer, compilation, context.CancellationToken) is not { } model)
            {
                continue;
            }

            IInvocationOperation? sparse = model.Classes.IsEmpty
                ? model.Origin.DescendantsAndSelf().OfType<IInvocationOperation>().FirstOrDefault(call => IsSparse(call, compilation.Types))
                : model.Classes.Length == 1 ? SparseIn(model.Classes[0], compilation, context.CancellationToken).FirstOrDefault() : null;
            if (sparse is not null)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule,
                    optimizer.Operation.Syntax.GetLocation(),
                    AssignedTo.Target(sparse)?.Name ?? sparse.Syntax.ToString(),
                    "weight_decay = " + decay.Syntax));
            }
        }
    }

    /// <summary>An annotated class whose plan decays a sparse embedding of its own.</summary>
    private static void AnalyzeClass(SymbolAnalysisContext context, RegSpecCompilation compilation)
    {
        if (compilation.ModuleClassOf((INamedTypeSymbol)context.Symbol, context.CancellationToken) is not { IsTouched: true } module)
        {
            return;
        }

        foreach (IInvocationOperation sparse in SparseIn(module.Symbol, compilation, context.CancellationToken))
        {
            if (AssignedTo.Target(sparse) is { } member
                && module.RowsAround(member.Name, context.CancellationToken).Any(placed => placed.Row is { Facts.Role: Role.Embedding, Decision.WeightDecay: > 0 }))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, sparse.Syntax.GetLocation(), member.Name, "the declaration"));
            }
        }
    }

    private static IEnumerable<IInvocationOperation> SparseIn(INamedTypeSymbol type, RegSpecCompilation compilation, CancellationToken cancellation)
    {
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            foreach (InvocationExpressionSyntax call in reference.GetSyntax(cancellation).DescendantNodes().OfType<InvocationExpressionSyntax>().Where(MayBeEmbedding))
            {
                if (compilation.Models.Get(reference.SyntaxTree).GetOperation(call, cancellation) is IInvocationOperation operation && IsSparse(operation, compilation.Types))
                {
                    yield return operation;
                }
            }
        }
    }

    /// <summary>The names are compared first: most calls need no binding.</summary>
    private static bool MayBeEmbedding(InvocationExpressionSyntax call) =>
        (call.Expression is MemberAccessExpressionSyntax access ? access.Name : call.Expression as SimpleNameSyntax)?.Identifier.ValueText
            is "Embedding" or "EmbeddingBag" or "Embedding_from_pretrained";

    private static bool IsSparse(IInvocationOperation call, RegSpecTypes types) =>
        types.IsTorch(call.TargetMethod)
        && call.Type is { Name: "Embedding" or "EmbeddingBag" }
        && call.Arguments.Explicit("sparse") is { } sparse
        && sparse.Value.IsTrue();
}
