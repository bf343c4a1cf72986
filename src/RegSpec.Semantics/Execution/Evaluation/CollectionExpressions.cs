using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Semantics.Sources;

namespace RegSpec.Semantics.Execution;

/// <summary>One element of a collection expression.</summary>
/// <param name="Operation">Its value; for a spread the collection.</param>
/// <param name="IsSpread">Written <c>..x</c>.</param>
internal readonly record struct CollectionElement(IOperation Operation, bool IsSpread);

/// <summary>Reads <c>[a, b, ..c]</c>: an operation without a kind on Roslyn 4.8, one of its own later; the syntax is the same on both.</summary>
internal static class CollectionExpressions
{
    /// <summary>The elements, or null if the operation is no collection expression or an element has no operation.</summary>
    public static IReadOnlyList<CollectionElement>? Elements(IOperation operation, SourceReader sources)
    {
        if (operation.Syntax is not CollectionExpressionSyntax collection)
        {
            return null;
        }

        SemanticModel model = sources.Get(collection.SyntaxTree);
        var result = new List<CollectionElement>();
        foreach (CollectionElementSyntax element in collection.Elements)
        {
            ExpressionSyntax? expression = element switch
            {
                ExpressionElementSyntax one => one.Expression,
                SpreadElementSyntax spread => spread.Expression,
                _ => null,
            };
            if (expression is null || model.GetOperation(expression) is not { } value)
            {
                return null;
            }

            result.Add(new CollectionElement(value, element is SpreadElementSyntax));
        }

        return result;
    }
}
