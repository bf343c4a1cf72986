using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;

namespace RegSpec.CompileTime.Tests;

/// <summary>The machine is trusted by allow-list: each kind of operation of this Roslyn has a handler, or is havoc, and somebody has said which.</summary>
public class OperationKindTests
{
    /// <summary>Kinds without a handler that can stand in a graph: what their parts give is handed over.</summary>
    private static readonly HashSet<string> Havoc =
    [
        "AddressOf", "Await", "CollectionExpression", "CollectionExpressionElementsPlaceholder", "DynamicIndexerAccess", "DynamicInvocation", "DynamicMemberReference", "DynamicObjectCreation", "EventAssignment",
        "FieldInitializer", "FunctionPointerInvocation", "InlineArrayAccess", "InterpolatedStringAddition", "InterpolatedStringAppendFormatted", "InterpolatedStringAppendInvalid",
        "InterpolatedStringAppendLiteral", "InterpolatedStringHandlerArgumentPlaceholder", "InterpolatedStringHandlerCreation", "Invalid", "None", "ParameterInitializer", "PropertyInitializer",
        "RaiseEvent", "Spread", "StaticLocalInitializationSemaphore", "TranslatedQuery", "TupleBinary", "TypeParameterObjectCreation", "Utf8String", "With", "YieldReturn",
    ];

    /// <summary>Kinds that the graph has taken apart, that are parts of an operation with a handler, or that C# does not have.</summary>
    private static readonly HashSet<string> Apart =
    [
        "AnonymousFunction", "ArrayInitializer", "Attribute", "BinaryPattern", "Block", "Branch", "CaseClause", "CatchClause", "Coalesce", "CoalesceAssignment", "CollectionElementInitializer",
        "Conditional", "ConditionalAccess", "ConditionalAccessInstance", "ConstantPattern", "ConstructorBody", "ConstructorBodyOperation", "DeclarationPattern", "DiscardPattern", "End", "IsNull",
        "Interpolation", "InterpolatedStringText", "Labeled", "ListPattern", "LocalFunction", "Lock", "Loop", "MemberInitializer", "MethodBody", "MethodBodyOperation", "NegatedPattern",
        "ObjectOrCollectionInitializer", "PropertySubpattern", "ReDim", "ReDimClause", "RecursivePattern", "RelationalPattern", "Return", "SlicePattern", "Stop", "Switch", "SwitchCase",
        "SwitchExpression", "SwitchExpressionArm", "Throw", "Try", "TypePattern", "Using", "UsingDeclaration", "VariableDeclaration", "VariableDeclarationGroup", "VariableDeclarator",
        "VariableInitializer", "YieldBreak", "CollectionElementsPlaceholder",
    ];

    [Fact]
    public void Every_kind_is_handled_or_havoc()
    {
        string[] unknown = [.. Enum.GetValues<OperationKind>().Distinct().Where(kind => !Evaluator.Handled.Contains(kind) && !Names(kind).Any(name => Havoc.Contains(name) || Apart.Contains(name))).Select(kind => kind.ToString())];
        Assert.True(unknown.Length == 0, string.Join(", ", unknown));
    }

    [Fact]
    public void No_kind_is_listed_that_has_a_handler() =>
        Assert.DoesNotContain(Evaluator.Handled.SelectMany(Names), Havoc.Contains);

    private static IEnumerable<string> Names(OperationKind kind) => Enum.GetNames<OperationKind>().Where(name => Enum.Parse<OperationKind>(name) == kind);
}
