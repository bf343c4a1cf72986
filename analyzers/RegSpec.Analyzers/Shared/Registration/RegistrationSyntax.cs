using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Sources;

namespace RegSpec.Analyzers;

/// <summary>What the text of a class says about registration outside its constructors, where construction is not followed.</summary>
internal static class RegistrationSyntax
{
    private static readonly HashSet<string> Registering = ["RegisterComponents", "register_module", "add_module", "register_parameter"];

    /// <summary>Whether a method that is no constructor may register the member after all.</summary>
    public static bool MayRegisterLater(INamedTypeSymbol type, string member, UnregisteredCause cause, CancellationToken cancellation) => cause switch
    {
        // Whoever reads the static member may put it into a field.
        UnregisteredCause.Static => IsUsedAsValue(type, member, cancellation),
        UnregisteredCause.Collection or UnregisteredCause.Late => Methods(type, cancellation).Any(method => Calls(method).Any(Registering.Contains) && Mentions(method, member)),
        _ => false,
    };

    /// <summary>Whether any code of the class or its bases in source calls a registering method.</summary>
    public static bool RegistersAnywhere(INamedTypeSymbol type, CancellationToken cancellation)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (Declarations(current, cancellation).Any(declaration => Calls(declaration).Any(Registering.Contains)))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<TypeDeclarationSyntax> Declarations(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>();

    private static IEnumerable<SyntaxNode> Methods(INamedTypeSymbol type, CancellationToken cancellation) => Declarations(type, cancellation)
        .SelectMany(declaration => declaration.Members)
        .Where(member => member is BaseMethodDeclarationSyntax and not ConstructorDeclarationSyntax or BasePropertyDeclarationSyntax);

    private static IEnumerable<string> Calls(SyntaxNode node) => node.DescendantNodes().OfType<InvocationExpressionSyntax>().Select(call => call.Expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => "",
    });

    private static bool Mentions(SyntaxNode node, string name) =>
        node.DescendantNodes().OfType<IdentifierNameSyntax>().Any(identifier => identifier.Identifier.ValueText == name);

    private static bool IsUsedAsValue(INamedTypeSymbol type, string name, CancellationToken cancellation) => Declarations(type, cancellation)
        .SelectMany(declaration => declaration.DescendantNodes().OfType<IdentifierNameSyntax>())
        .Where(identifier => identifier.Identifier.ValueText == name)
        .Select(identifier => identifier.Parent is MemberAccessExpressionSyntax access && access.Name == identifier ? access : (SyntaxNode)identifier)
        .Any(use => use.Parent is ArgumentSyntax or EqualsValueClauseSyntax or ArrowExpressionClauseSyntax or ReturnStatementSyntax or InitializerExpressionSyntax
            || (use.Parent is AssignmentExpressionSyntax assignment && assignment.Right == use)
            || use.Parent.IsKind(SyntaxKind.ExpressionElement));
}
