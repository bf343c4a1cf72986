using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RegSpec.Analyzers;

/// <summary>RegSpec's attributes on the assembly, by the list they are written in: live in the IDE, unlike an action at the end of the compilation.</summary>
internal static class AssemblyAttributes
{
    /// <summary>The RegSpec attributes of the attribute list being analysed; empty unless its target is the assembly.</summary>
    public static IEnumerable<(DeclarationKind Kind, AttributeData Attribute)> In(SyntaxNodeAnalysisContext context, RegSpecTypes types)
    {
        if (((AttributeListSyntax)context.Node).Target is not { } target || !target.Identifier.IsKind(SyntaxKind.AssemblyKeyword))
        {
            yield break;
        }

        foreach (AttributeData attribute in context.Compilation.Assembly.GetAttributes())
        {
            if (types.KindOf(attribute.AttributeClass) is { } kind
                && attribute.ApplicationSyntaxReference is { } syntax
                && syntax.SyntaxTree == context.Node.SyntaxTree
                && context.Node.Span.Contains(syntax.Span))
            {
                yield return (kind, attribute);
            }
        }
    }
}
