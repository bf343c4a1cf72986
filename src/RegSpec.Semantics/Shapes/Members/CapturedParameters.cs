using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Semantics.Sources;

namespace RegSpec.Semantics.Shapes;

/// <summary>Primary-constructor parameters that bodies use: the compiler stores them in fields, and TorchSharp registers those.</summary>
internal static class CapturedParameters
{
    public static IEnumerable<IParameterSymbol> Of(INamedTypeSymbol type, TorchSymbols symbols, SourceReader models, CancellationToken cancellation)
    {
        foreach (IMethodSymbol constructor in type.InstanceConstructors)
        {
            if (Declarations.First(constructor, cancellation) is not TypeDeclarationSyntax { ParameterList: not null } and not null
                || type.IsRecord)
            {
                continue;
            }

            foreach (IParameterSymbol parameter in constructor.Parameters)
            {
                bool canHold = symbols.KindOf(parameter.Type) is not (TypeKindInModel.Other or TypeKindInModel.Open or TypeKindInModel.Tensor);
                if (canHold && parameter.DeclaringSyntaxReferences.Length > 0 && IsCaptured(parameter, type, models, cancellation))
                {
                    yield return parameter;
                }
            }
        }
    }

    private static bool IsCaptured(IParameterSymbol parameter, INamedTypeSymbol type, SourceReader models, CancellationToken cancellation)
    {
        foreach (TypeDeclarationSyntax declaration in Declarations.Of<TypeDeclarationSyntax>(type, cancellation))
        {
            foreach (MemberDeclarationSyntax member in declaration.Members)
            {
                if (member is not (BaseTypeDeclarationSyntax or BaseFieldDeclarationSyntax) && Uses(member, parameter, models, cancellation))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Uses(MemberDeclarationSyntax member, IParameterSymbol parameter, SourceReader models, CancellationToken cancellation)
    {
        EqualsValueClauseSyntax? initializer = (member as PropertyDeclarationSyntax)?.Initializer;
        foreach (SyntaxNode node in member.DescendantNodes(node => node != initializer))
        {
            if (node is IdentifierNameSyntax name
                && name.Identifier.ValueText == parameter.Name
                && SymbolEqualityComparer.Default.Equals(models.Get(name.SyntaxTree).GetSymbolInfo(name, cancellation).Symbol, parameter))
            {
                return true;
            }
        }

        return false;
    }
}
