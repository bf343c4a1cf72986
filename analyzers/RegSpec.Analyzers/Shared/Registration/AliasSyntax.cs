using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Semantics;

namespace RegSpec.Analyzers;

/// <summary>Members that are set too late to be registered, but only to what another member has registered already.</summary>
internal static class AliasSyntax
{
    private const string Register = "RegisterComponents";
    private const int DepthLimit = 4;

    /// <summary>Whether all that a member is given after registration is what other members of the shape register.</summary>
    public static bool HoldsRegistered(INamedTypeSymbol type, MemberShape member, ModuleShape shape, CancellationToken cancellation) =>
        HoldsRegistered(type, member.Name, shape, DepthLimit, cancellation);

    private static bool HoldsRegistered(INamedTypeSymbol type, string member, ModuleShape shape, int depth, CancellationToken cancellation)
    {
        bool isAlias = false;
        foreach ((SyntaxNode place, ExpressionSyntax value) in type.DeclaringSyntaxReferences.SelectMany(reference => Given(reference.GetSyntax(cancellation), member)))
        {
            if (IsEmptyContainer(value) || IsBeforeRegistration(place))
            {
                continue;
            }

            // Both sides of a choice count: used = old ? first : second.
            if (!Alternatives(value).All(alternative => Name(alternative) is { } name && name != member && IsRegistered(type, name, shape, depth, cancellation)))
            {
                return false;
            }

            isAlias = true;
        }

        return isAlias;
    }

    private static bool IsRegistered(INamedTypeSymbol type, string name, ModuleShape shape, int depth, CancellationToken cancellation) =>
        shape.Members.FirstOrDefault(member => member.Name == name) is { IsStatic: false } other
        && (UnregisteredMembers.Find(other) is null
            ? UnregisteredMembers.HoldsParameters(other.Content) || IsNothingButLate(other)
            : depth > 0 && HoldsRegistered(type, name, shape, depth - 1, cancellation));

    /// <summary>A member of which the source does not show everything may be registered: what is not certain is not reported.</summary>
    private static bool IsNothingButLate(MemberShape other) => !other.AssignedAfterRegistration && other.Content is MemberContent.Undetermined or MemberContent.UserModule or MemberContent.Container;

    /// <summary>What the class assigns to a member, and adds to it.</summary>
    private static IEnumerable<(SyntaxNode Place, ExpressionSyntax Value)> Given(SyntaxNode declaration, string member)
    {
        foreach (SyntaxNode node in declaration.DescendantNodes())
        {
            switch (node)
            {
                case AssignmentExpressionSyntax { Left: { } left, Right: { } right } when Name(left) == member:
                    yield return (node, right);
                    break;
                case VariableDeclaratorSyntax { Initializer.Value: { } initial, Identifier.ValueText: var name, Parent.Parent: FieldDeclarationSyntax } when name == member:
                    yield return (node, initial);
                    break;
                case PropertyDeclarationSyntax { Initializer.Value: { } initial, Identifier.ValueText: var name } when name == member:
                    yield return (node, initial);
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "append" or "Insert" or "AddRange", Expression: { } receiver }, ArgumentList.Arguments: [.., var added] } when Name(receiver) == member:
                    yield return (node, added.Expression);
                    break;
            }
        }
    }

    /// <summary>An initializer runs before the constructor; in a constructor, no call that registers may come before on the way there, and one has to follow.</summary>
    private static bool IsBeforeRegistration(SyntaxNode place)
    {
        if (place is VariableDeclaratorSyntax or PropertyDeclarationSyntax)
        {
            return true;
        }

        if (place.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not { } constructor)
        {
            return false;
        }

        InvocationExpressionSyntax[] calls = constructor.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => Name(call.Expression) == Register && !BranchOrder.ExcludeEachOther(place, call) && !Returns(call, place))
            .ToArray();
        return calls.Length > 0 && calls.All(call => call.SpanStart > place.SpanStart);
    }

    /// <summary>Whether the block of a call leaves the constructor before a later place.</summary>
    private static bool Returns(SyntaxNode call, SyntaxNode place) =>
        call.FirstAncestorOrSelf<BlockSyntax>() is { } block && !block.Span.Contains(place.Span) && block.Statements.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax;

    private static IEnumerable<ExpressionSyntax> Alternatives(ExpressionSyntax value) => value switch
    {
        ConditionalExpressionSyntax choice => Alternatives(choice.WhenTrue).Concat(Alternatives(choice.WhenFalse)),
        ParenthesizedExpressionSyntax { Expression: var inner } => Alternatives(inner),
        CastExpressionSyntax { Expression: var inner } => Alternatives(inner),
        PostfixUnaryExpressionSyntax { Operand: var inner } => Alternatives(inner),
        _ => [value],
    };

    private static bool IsEmptyContainer(ExpressionSyntax value) => value is BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null or { Expressions.Count: 0 } };

    /// <summary>A member of this instance by its name.</summary>
    private static string? Name(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name.Identifier.ValueText: var name } => name,
        _ => null,
    };
}
