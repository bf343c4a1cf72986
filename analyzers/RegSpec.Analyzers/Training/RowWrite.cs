using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Shapes;

namespace RegSpec.Analyzers;

/// <summary>A row of an embedding's table that code writes: <c>emb.weight[1].copy_(…)</c>, <c>emb.weight[1] = …</c>, <c>init.normal_(emb.weight[1])</c>.</summary>
/// <param name="Syntax">The write.</param>
/// <param name="Table">The field or property that holds the embedding.</param>
/// <param name="Row">Which row.</param>
/// <param name="IsZero">It is certainly written with zeros.</param>
internal sealed record RowWrite(SyntaxNode Syntax, ISymbol Table, IOperation Row, bool IsZero)
{
    /// <summary>Reads a call that writes in place; null when it writes no row of an embedding.</summary>
    public static RowWrite? Read(IInvocationOperation call, RegSpecTypes types)
    {
        if (!call.TargetMethod.Name.EndsWith("_", System.StringComparison.Ordinal) || !types.IsTorch(call.TargetMethod))
        {
            return null;
        }

        IOperation? written = call.Instance ?? call.Arguments.FirstOrDefault()?.Value;
        return written is null ? null : Create(call.Syntax, written, IsZeroing(call), types);
    }

    /// <summary>Reads an assignment; null when it writes no row of an embedding.</summary>
    public static RowWrite? Read(ISimpleAssignmentOperation assignment, RegSpecTypes types) =>
        Create(assignment.Syntax, assignment.Target, IsZeros(assignment.Value), types);

    private static RowWrite? Create(SyntaxNode syntax, IOperation written, bool isZero, RegSpecTypes types) =>
        Whole(written) is IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } table, Arguments: [{ Value: var row }] }
        && Whole(table) is IPropertyReferenceOperation { Property: { Name: "weight", ContainingType.Name: "Embedding" or "EmbeddingBag" } weight, Instance: { } embedding }
        && types.IsTorch(weight)
        && HolderOf(embedding) is { } holder
            ? new RowWrite(syntax, holder, Index(row), isZero)
            : null;

    /// <summary>Below what keeps the memory.</summary>
    private static IOperation Whole(IOperation value)
    {
        IOperation plain = value.Unwrapped();
        while (plain is IInvocationOperation { TargetMethod.Name: "detach" or "alias", Instance: { } same })
        {
            plain = same.Unwrapped();
        }

        return plain;
    }

    /// <summary>An index is converted to TensorIndex, by an operator or a factory.</summary>
    private static IOperation Index(IOperation row) => row switch
    {
        IConversionOperation conversion => Index(conversion.Operand),
        IInvocationOperation { TargetMethod: { Name: "Single", ContainingType.Name: "TensorIndex" }, Arguments: [{ Value: var single }] } => Index(single),
        IArrayCreationOperation { Initializer.ElementValues: [var only] } => Index(only),
        _ => row.Unwrapped(),
    };

    /// <summary>The field behind a property that only returns it.</summary>
    private static ISymbol? HolderOf(IOperation embedding) => embedding.Unwrapped() switch
    {
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation { Property: { DeclaringSyntaxReferences: [var declared] } property } => declared.GetSyntax() switch
        {
            PropertyDeclarationSyntax { ExpressionBody.Expression: IdentifierNameSyntax { Identifier.ValueText: var name } } =>
                property.ContainingType.GetMembers(name).FirstOrDefault(static member => member is IFieldSymbol or IPropertySymbol) ?? property,
            _ => property,
        },
        _ => null,
    };

    private static bool IsZeroing(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "zero_" or "zeros_" => true,
        "fill_" or "constant_" => call.Arguments.Any(static argument => argument.Value.IsNumber(0) || Index(argument.Value).IsNumber(0)),
        "copy_" => call.Arguments.Any(static argument => IsZeros(argument.Value)),
        _ => false,
    };

    private static bool IsZeros(IOperation value) => value.Unwrapped() is IInvocationOperation { TargetMethod.Name: "zeros" or "zeros_like" };
}
