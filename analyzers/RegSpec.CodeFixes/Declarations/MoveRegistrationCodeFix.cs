using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using RegSpec.Analyzers;

namespace RegSpec.CodeFixes;

/// <summary>REG0007: puts what sets or fills the member before <c>RegisterComponents()</c>, by moving the call behind it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveRegistrationCodeFix))]
[Shared]
public sealed class MoveRegistrationCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key.</summary>
    public const string Key = "RegSpec.MoveRegistration";

    private static readonly HashSet<string> Filling = ["Add", "Insert", "AddRange", "append"];

    /// <summary>Creates the fix.</summary>
    public MoveRegistrationCodeFix()
        : base(UnregisteredMemberAnalyzer.Id)
    {
    }

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (!Reported.HasCause(diagnostic, UnregisteredCause.Late)
            || await Reported.NodeAsync<TypeDeclarationSyntax>(document, diagnostic.Location, cancellation).ConfigureAwait(false) is not { } type)
        {
            return ImmutableArray<Fix>.Empty;
        }

        string member = type.SyntaxTree.GetText(cancellation).ToString(diagnostic.Location.SourceSpan);
        ImmutableArray<(BlockSyntax Body, StatementSyntax Last)> moves = type.Members.OfType<ConstructorDeclarationSyntax>()
            .Where(constructor => constructor.Body is { } body && body.Statements.Any(RegistrationEdits.IsCall))
            .Select(constructor => (Body: constructor.Body!, Last: constructor.Body!.Statements.LastOrDefault(statement => Sets(statement, member))))
            .Where(move => move.Last is not null && move.Body.Statements.IndexOf(move.Last) > move.Body.Statements.IndexOf(RegistrationEdits.IsCall))
            .ToImmutableArray()!;
        if (moves.IsEmpty)
        {
            return ImmutableArray<Fix>.Empty;
        }

        return ImmutableArray.Create(new Fix("Call RegisterComponents() after '" + member + "' is set", Key, async (solution, token) =>
        {
            DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            foreach ((BlockSyntax body, StatementSyntax last) in moves)
            {
                editor.TrackNode(last);
                editor.ReplaceNode(body, (current, _) => current.GetCurrentNode(last) is { } found ? RegistrationEdits.WithCallAfter((BlockSyntax)current, found) : current);
            }
        }));
    }

    private static bool Sets(StatementSyntax statement, string member) => statement.DescendantNodesAndSelf().Any(node => node switch
    {
        AssignmentExpressionSyntax assignment => Names(assignment.Left, member) || (assignment.Left is ElementAccessExpressionSyntax element && Names(element.Expression, member)),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } => Filling.Contains(call.Name.Identifier.ValueText) && Names(call.Expression, member),
        _ => false,
    });

    private static bool Names(ExpressionSyntax expression, string member) => expression is IdentifierNameSyntax { Identifier.ValueText: var name } && name == member
        || expression is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name.Identifier.ValueText: var own } && own == member;
}
