using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Sources;

namespace RegSpec.Semantics.Execution;

/// <summary>The graphs of what has a body in the compilation under study.</summary>
internal sealed class Bodies
{
    // Weak in the model: it holds the operations anyway.
    private static readonly ConditionalWeakTable<SemanticModel, ConcurrentDictionary<SyntaxNode, ControlFlowGraph?>> Known = new();

    private readonly ISemanticModelProvider models;
    private readonly IAssemblySymbol? home;
    private readonly CancellationToken cancellation;
    private readonly Dictionary<ISymbol, MethodGraph?> methods = new(SymbolEqualityComparer.Default);

    public Bodies(ISemanticModelProvider models, IAssemblySymbol? home, CancellationToken cancellation)
    {
        this.models = models;
        this.home = home;
        this.cancellation = cancellation;
    }

    /// <summary>Whether the source of a type is in the compilation under study: a referenced project can have its source at hand too, in an editor.</summary>
    public bool IsHere(ITypeSymbol? type) =>
        type is not null && (home is null ? type.Locations.Any(static l => l.IsInSource) : SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, home));

    /// <summary>The methods whose bodies have run.</summary>
    public HashSet<ISymbol> Ran { get; } = new(SymbolEqualityComparer.Default);

    public bool Has(IMethodSymbol method) => Of(method) is not null;

    /// <summary>The graph of a method, accessor, operator or constructor; null where there is none, or it cannot be run.</summary>
    public MethodGraph? Of(IMethodSymbol method)
    {
        IMethodSymbol definition = method.OriginalDefinition;
        if (methods.TryGetValue(definition, out MethodGraph? known))
        {
            return known;
        }

        MethodGraph? graph = null;
        if (definition is { IsAbstract: false, IsExtern: false } && definition.DeclaringSyntaxReferences.Length > 0 && IsHere(definition.ContainingType))
        {
            graph = Of((definition.PartialImplementationPart ?? definition).DeclaringSyntaxReferences[0].GetSyntax(cancellation));
        }

        methods.Add(definition, graph);
        return graph;
    }

    /// <summary>The graph of a local function in the activation it is called from, and the activation around it; null where it is not in sight.</summary>
    public (MethodGraph Graph, Frame Parent)? OfLocal(IMethodSymbol function, Frame? from)
    {
        for (Frame? frame = from; frame is not null; frame = frame.Parent)
        {
            if (frame.Graph is { } around && Contains(around.Graph, function.OriginalDefinition))
            {
                return (MethodGraph.Of(around.Graph.GetLocalFunctionControlFlowGraph(function.OriginalDefinition, cancellation)), frame);
            }
        }

        return null;
    }

    /// <summary>The instance members in order, with the value of an initialiser that has no branches, or the graph of one that has.</summary>
    public IEnumerable<(ISymbol Member, IOperation? Value, MethodGraph? Graph)> Members(INamedTypeSymbol type)
    {
        foreach (ISymbol member in type.OriginalDefinition.GetMembers())
        {
            if (member is not (IFieldSymbol or IPropertySymbol) || member.IsStatic)
            {
                continue;
            }

            ExpressionSyntax? value = InitialValue(member);
            if (value is null)
            {
                yield return (member, null, null);
            }
            else if (PlainInitializer(value) is { } plain)
            {
                yield return (member, plain, null);
            }
            else
            {
                yield return (member, null, Of(value.Parent!));
            }
        }
    }

    /// <summary>What a static member is set to, where nothing branches; null for any other.</summary>
    public IOperation? StaticInitializer(ISymbol member) => IsHere(member.ContainingType) && InitialValue(member) is { } value ? PlainInitializer(value) : null;

    private ExpressionSyntax? InitialValue(ISymbol member) => member.DeclaringSyntaxReferences is { Length: > 0 } references
        ? references[0].GetSyntax(cancellation) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } field } => field,
            PropertyDeclarationSyntax { Initializer.Value: { } property } => property,
            _ => null,
        }
        : null;

    private IOperation? PlainInitializer(ExpressionSyntax value) => Operation(value.Parent!) is ISymbolInitializerOperation { Value: var plain } && IsPlain(plain) ? plain : null;

    /// <summary>An expression in which nothing branches and no function is made: it means the same with and without a graph.</summary>
    private static bool IsPlain(IOperation operation) => operation switch
    {
        ILiteralOperation or IFieldReferenceOperation { Instance: null } or IInstanceReferenceOperation or IParameterReferenceOperation or IDefaultValueOperation => true,
        { ConstantValue.HasValue: true } => true,
        IInvocationOperation or IArgumentOperation or IConversionOperation or IArrayCreationOperation or IArrayInitializerOperation or ITupleOperation or IParenthesizedOperation
            or IObjectCreationOperation { Initializer: null } or IUnaryOperation or IBinaryOperation { OperatorKind: not (BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr) } =>
            operation.ChildOperations.All(IsPlain),
        _ => false,
    };

    /// <summary>The operation of an expression outside of any body that the compiler makes a graph of.</summary>
    public IOperation? Operation(SyntaxNode syntax) => models.Get(syntax.SyntaxTree).GetOperation(syntax, cancellation);

    private MethodGraph? Of(SyntaxNode syntax)
    {
        SemanticModel model = models.Get(syntax.SyntaxTree);
        ConcurrentDictionary<SyntaxNode, ControlFlowGraph?> ofModel = Known.GetValue(model, static _ => new(concurrencyLevel: 1, capacity: 31));
        if (!ofModel.TryGetValue(syntax, out ControlFlowGraph? graph))
        {
            ofModel[syntax] = graph = Create(model.GetOperation(syntax, cancellation));
        }

        return graph is null ? null : MethodGraph.Of(graph);
    }

    private ControlFlowGraph? Create(IOperation? body) => body switch
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

    private static bool Contains(ControlFlowGraph graph, IMethodSymbol function)
    {
        ImmutableArray<IMethodSymbol> functions = graph.LocalFunctions;
        return functions.Any(other => SymbolEqualityComparer.Default.Equals(other, function));
    }
}
