using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Analyzers;

namespace RegSpec.CodeFixes;

/// <summary>REG1004, REG1005: makes the optimizer from the model's groups, and declares a default on a class that has none.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseParameterGroupsCodeFix))]
[Shared]
public sealed class UseParameterGroupsCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key.</summary>
    public const string Key = "RegSpec.UseParameterGroups";

    /// <summary>Creates the fix.</summary>
    public UseParameterGroupsCodeFix()
        : base(DecayedEverythingAnalyzer.Id, BypassedGroupsAnalyzer.Id)
    {
    }

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (!diagnostic.Properties.TryGetValue(GroupsRewrite.Model, out string? model) || model is null
            || await OptimizerSyntax.FindAsync(document, diagnostic, cancellation).ConfigureAwait(false) is not { } optimizer)
        {
            return ImmutableArray<Fix>.Empty;
        }

        bool isAnnotated = diagnostic.Id == BypassedGroupsAnalyzer.Id;
        IReadOnlyList<(DocumentId Document, ClassDeclarationSyntax Class)> classes = isAnnotated ? [] : await ClassesAsync(document.Project.Solution, optimizer, cancellation).ConfigureAwait(false);
        bool isUsual = diagnostic.Properties.ContainsKey(GroupsRewrite.IsUsual);
        string lambda = "(" + diagnostic.Properties[GroupsRewrite.Lambda] + (isUsual ? " /* where no weightDecay is passed */" : "") + ")";
        string text = model + ".ParameterGroups(" + Decay(optimizer, isAnnotated && !isUsual) + ")." + optimizer.Creation.Name + Arguments(optimizer);
        return ImmutableArray.Create(new Fix("Use " + model + ".ParameterGroups()", Key, async (solution, token) =>
        {
            DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            editor.ReplaceNode(optimizer.Node, (current, _) => SyntaxFactory.ParseExpression(text).WithTriviaFrom(current));
            Usings.Ensure(editor, optimizer.Node.SpanStart, "RegSpec", "WeightDecayAttribute");
            foreach ((DocumentId home, ClassDeclarationSyntax declaration) in classes)
            {
                DocumentEditor classEditor = await solution.GetDocumentEditorAsync(home, token).ConfigureAwait(false);
                AttributeEdits.AddFirst(classEditor, declaration, AttributeEdits.Create("WeightDecay", lambda));
                Usings.Ensure(classEditor, declaration.SpanStart, "RegSpec", "WeightDecayAttribute");
            }
        }));
    }

    /// <summary>The declarations of the model's classes, in projects of the solution that can name the attribute.</summary>
    private static async Task<IReadOnlyList<(DocumentId Document, ClassDeclarationSyntax Class)>> ClassesAsync(Solution solution, OptimizerSyntax optimizer, CancellationToken cancellation)
    {
        var classes = new List<(DocumentId, ClassDeclarationSyntax)>();
        ImmutableArray<INamedTypeSymbol> types = RegSpecCompilation.Of(optimizer.Model.Compilation) is { } compilation && TrainedModel.Of(optimizer.Creation, compilation, cancellation) is { } model
            ? model.Classes
            : ImmutableArray<INamedTypeSymbol>.Empty;
        foreach (INamedTypeSymbol type in types)
        {
            ISymbol source = await SymbolFinder.FindSourceDefinitionAsync(type, solution, cancellation).ConfigureAwait(false) ?? type;
            if (source.DeclaringSyntaxReferences.FirstOrDefault() is { } reference
                && solution.GetDocument(reference.SyntaxTree) is { } home
                && await home.Project.GetCompilationAsync(cancellation).ConfigureAwait(false) is { } compiled
                && RegSpecTypes.Find(compiled) is not null
                && await reference.GetSyntaxAsync(cancellation).ConfigureAwait(false) is ClassDeclarationSyntax declaration)
            {
                classes.Add((home.Id, declaration));
            }
        }

        return classes;
    }

    /// <summary>The weight decay of the call, unless the class declares it and the call has only a constant.</summary>
    private static string Decay(OptimizerSyntax optimizer, bool isDeclared) =>
        !isDeclared && optimizer.Creation.WeightDecay is { } decay ? "weightDecay: " + decay.Syntax : "";

    /// <summary>All other arguments as they are; the factories of the groups have them in the same order.</summary>
    private static string Arguments(OptimizerSyntax optimizer)
    {
        IEnumerable<string> kept = optimizer.Arguments.Arguments
            .Select(argument => (Syntax: argument, Bound: optimizer.Creation.Arguments.FirstOrDefault(bound => bound.Syntax == argument)?.Parameter))
            .Where(argument => argument.Bound is { Ordinal: > 0, Name: not OptimizerNames.WeightDecay })
            .Select(argument => Renamed(argument.Syntax, optimizer.Creation.Name));
        return "(" + string.Join(", ", kept) + ")";
    }

    private static string Renamed(ArgumentSyntax argument, string optimizer) =>
        optimizer == OptimizerNames.SGD && argument.NameColon?.Name.Identifier.ValueText == OptimizerNames.LearningRate
            ? OptimizerNames.SgdLearningRate + ": " + argument.Expression
            : argument.WithoutTrivia().ToString();
}
