using System.Collections.Concurrent;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Sources;

/// <summary>The way to what the source of a compilation means: semantic models, operations, graphs of bodies.</summary>
internal abstract class SourceReader
{
    // Weak in the model: it holds the operations anyway.
    private static readonly ConditionalWeakTable<SemanticModel, ConcurrentDictionary<SyntaxNode, ControlFlowGraph?>> Graphs = new();

    /// <summary>The model of a tree. Asked for every file whose bodies are looked at, so that it can be told what a reading depends on.</summary>
    public abstract SemanticModel Get(SyntaxTree tree);

    /// <summary>What the compiler makes of an expression or a body; null for what has no meaning.</summary>
    public IOperation? Operation(SyntaxNode syntax, CancellationToken cancellation) => Get(syntax.SyntaxTree).GetOperation(syntax, cancellation);

    /// <summary>The graph of a body or initialiser; null where there is none.</summary>
    public MethodGraph? Graph(SyntaxNode body, CancellationToken cancellation)
    {
        SemanticModel model = Get(body.SyntaxTree);
        ConcurrentDictionary<SyntaxNode, ControlFlowGraph?> ofModel = Graphs.GetValue(model, static _ => new(concurrencyLevel: 1, capacity: 31));
        if (!ofModel.TryGetValue(body, out ControlFlowGraph? graph))
        {
            ofModel[body] = graph = Create(model.GetOperation(body, cancellation), cancellation);
        }

        return graph is null ? null : MethodGraph.Of(graph);
    }

    /// <summary>The graph of a local function that stands in a body.</summary>
    public static MethodGraph? LocalGraph(MethodGraph around, IMethodSymbol function, CancellationToken cancellation) =>
        around.Graph.LocalFunctions.Any(other => SymbolEqualityComparer.Default.Equals(other, function))
            ? MethodGraph.Of(around.Graph.GetLocalFunctionControlFlowGraph(function, cancellation))
            : null;

    private static ControlFlowGraph? Create(IOperation? body, CancellationToken cancellation) => body switch
    {
        { Parent: not null } => null,
        IMethodBodyOperation { BlockBody: null, ExpressionBody: null } => null,
        IMethodBodyOperation method => ControlFlowGraph.Create(method, cancellation),
        IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor, cancellation),
        IBlockOperation block => ControlFlowGraph.Create(block, cancellation),
        IFieldInitializerOperation field => ControlFlowGraph.Create(field, cancellation),
        IPropertyInitializerOperation property => ControlFlowGraph.Create(property, cancellation),
        _ => null,
    };
}
