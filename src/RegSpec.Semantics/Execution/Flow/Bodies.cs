using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Sources;

namespace RegSpec.Semantics.Execution;

/// <summary>The graphs of what has a body in the compilation under study.</summary>
internal sealed class Bodies
{
    private readonly SourceReader sources;
    private readonly IAssemblySymbol? home;
    private readonly Dictionary<ISymbol, MethodGraph?> methods = new(SymbolEqualityComparer.Default);

    public Bodies(SourceReader sources, IAssemblySymbol? home, CancellationToken cancellation)
    {
        this.sources = sources;
        this.home = home;
        Cancellation = cancellation;
    }

    public CancellationToken Cancellation { get; set; }

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
            graph = sources.Graph(Declarations.First(definition.PartialImplementationPart ?? definition, Cancellation)!, Cancellation);
        }

        methods.Add(definition, graph);
        return graph;
    }

    /// <summary>The graph of a local function in the activation it is called from, and the activation around it; null where it is not in sight.</summary>
    public (MethodGraph Graph, Frame Parent)? OfLocal(IMethodSymbol function, Frame? from)
    {
        for (Frame? frame = from; frame is not null; frame = frame.Parent)
        {
            if (frame.Graph is { } around && SourceReader.LocalGraph(around, function.OriginalDefinition, Cancellation) is { } graph)
            {
                return (graph, frame);
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
                yield return (member, null, sources.Graph(value.Parent!, Cancellation));
            }
        }
    }

    /// <summary>What a static member is set to, where nothing branches; null for any other.</summary>
    public IOperation? StaticInitializer(ISymbol member) => IsHere(member.ContainingType) && InitialValue(member) is { } value ? PlainInitializer(value) : null;

    private ExpressionSyntax? InitialValue(ISymbol member) => Declarations.First(member, Cancellation) switch
    {
        VariableDeclaratorSyntax { Initializer.Value: { } field } => field,
        PropertyDeclarationSyntax { Initializer.Value: { } property } => property,
        _ => null,
    };

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
    public IOperation? Operation(SyntaxNode syntax) => sources.Operation(syntax, Cancellation);
}
