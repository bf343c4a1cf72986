using System;
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
using RegSpec.Analyzers;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.CodeFixes;

/// <summary>
/// REG1004, REG1005: makes the optimizer from the model's groups. λ is written once: a number of the call moves to the classes that can carry it,
/// everything else stays at the call.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseParameterGroupsCodeFix))]
[Shared]
public sealed class UseParameterGroupsCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key of the groups as RegSpec's default, or the declaration, makes them.</summary>
    public const string Key = "RegSpec.UseParameterGroups";

    /// <summary>Equivalence key of the groups that decay every weight, scale-invariant ones too.</summary>
    public const string WeightsKey = "RegSpec.UseParameterGroups.Weights";

    private const string Weights = "DecayPolicy.Weights";

    /// <summary>Creates the fix.</summary>
    public UseParameterGroupsCodeFix()
        : base(DecayedEverythingAnalyzer.Id, BypassedGroupsAnalyzer.Id)
    {
    }

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        bool isBehindCall = diagnostic.Properties.ContainsKey(GroupsRewrite.IsBehindCall);
        Location place = isBehindCall ? diagnostic.AdditionalLocations[0] : diagnostic.Location;
        if (!diagnostic.Properties.TryGetValue(GroupsRewrite.Model, out string? model) || model is null
            || document.Project.Solution.GetDocument(place.SourceTree) is not { } home
            || await OptimizerSyntax.FindAsync(home, place, cancellation).ConfigureAwait(false) is not { } optimizer)
        {
            return ImmutableArray<Fix>.Empty;
        }

        if (diagnostic.Id == BypassedGroupsAnalyzer.Id)
        {
            string decay = optimizer.Creation.WeightDecay is { } given && given.Number() is null ? "weightDecay: " + given.Syntax : "";
            return ImmutableArray.Create(new Fix(
                "Use " + model + ".ParameterGroups()",
                Key,
                (solution, token) => RewriteAsync(solution, home.Id, optimizer, () => model + ".ParameterGroups(" + decay + ")", token)));
        }

        if (optimizer.Creation.WeightDecay is not { } lambda)
        {
            return ImmutableArray<Fix>.Empty;
        }

        diagnostic.Properties.TryGetValue(GroupsRewrite.Lambda, out string? number);
        ImmutableArray<ModelClass> classes = number is null || isBehindCall
            ? ImmutableArray<ModelClass>.Empty
            : await ClassesAsync(document.Project.Solution, optimizer, cancellation).ConfigureAwait(false);
        ImmutableArray<RawParameter> parameters = await RolesAsync(document.Project.Solution, diagnostic, cancellation).ConfigureAwait(false);
        return ImmutableArray.Create(
            new Fix("Use " + model + ".ParameterGroups()", Key, (solution, token) => ApplyAsync(
                solution,
                "(" + number + ")",
                model + ".ParameterGroups(weightDecay: " + lambda.Syntax + ")",
                token)),
            new Fix("Use " + model + ".ParameterGroups() with policy Weights, which decays scale-invariant weights too", WeightsKey, (solution, token) => ApplyAsync(
                solution,
                "(" + number + ", Policy = " + Weights + ")",
                "ParameterGroups.Of(" + model + ", " + lambda.Syntax + ", " + Weights + ")",
                token)));

        async Task ApplyAsync(SolutionEditor solution, string declaration, string atCall, CancellationToken token)
        {
            bool isDeclared = classes.Length > 0 && ClassDefaults.Of(solution).Agree(classes.Select(static type => type.Name), declaration);
            await RewriteAsync(solution, home.Id, optimizer, () => isDeclared ? model + ".ParameterGroups()" : atCall, token).ConfigureAwait(false);
            foreach (ModelClass type in isDeclared ? classes : ImmutableArray<ModelClass>.Empty)
            {
                DocumentEditor editor = await solution.GetDocumentEditorAsync(type.Document, token).ConfigureAwait(false);
                AttributeEdits.AddFirst(editor, type.Declaration, AttributeEdits.Create("WeightDecay", declaration));
                Usings.Ensure(editor, type.Declaration.SpanStart, "RegSpec", "WeightDecayAttribute");
            }

            foreach (RawParameter parameter in isDeclared ? ImmutableArray<RawParameter>.Empty : parameters)
            {
                DocumentEditor editor = await solution.GetDocumentEditorAsync(parameter.Document, token).ConfigureAwait(false);
                AttributeEdits.AddFirst(editor, parameter.Declaration, AttributeEdits.Create("ParameterRole", "(ParameterRole." + parameter.Role + ")"));
                Usings.Ensure(editor, parameter.Declaration.SpanStart, "RegSpec", "ParameterRoleAttribute");
            }
        }
    }

    /// <summary>The raw parameters whose role only the source shows.</summary>
    private static async Task<ImmutableArray<RawParameter>> RolesAsync(Solution solution, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (!diagnostic.Properties.TryGetValue(GroupsRewrite.Roles, out string? written) || written is null)
        {
            return ImmutableArray<RawParameter>.Empty;
        }

        string[] roles = written.Split(';');
        var parameters = ImmutableArray.CreateBuilder<RawParameter>();
        for (int i = 0; i < roles.Length; i++)
        {
            Location place = diagnostic.AdditionalLocations[diagnostic.AdditionalLocations.Count - roles.Length + i];
            if (solution.GetDocument(place.SourceTree) is { } home
                && await Reported.NodeAsync<MemberDeclarationSyntax>(home, place, cancellation).ConfigureAwait(false) is { } declaration
                && declaration is FieldDeclarationSyntax { Declaration.Variables.Count: 1 } or PropertyDeclarationSyntax)
            {
                parameters.Add(new RawParameter(home.Id, declaration, roles[i]));
            }
        }

        return parameters.ToImmutable();
    }

    private static async Task RewriteAsync(SolutionEditor solution, DocumentId home, OptimizerSyntax optimizer, Func<string> groups, CancellationToken token)
    {
        DocumentEditor editor = await solution.GetDocumentEditorAsync(home, token).ConfigureAwait(false);
        string text = groups() + "." + optimizer.Creation.Name + Arguments(optimizer);

        // Several callers may lead to one optimizer behind them; the first has rewritten it for all.
        editor.ReplaceNode(optimizer.Node, (current, _) => AttributeEdits.Renewed(current, SyntaxFactory.ParseExpression(text)));
        Usings.Ensure(editor, optimizer.Node.SpanStart, "RegSpec", "WeightDecayAttribute");
    }

    /// <summary>The declarations of the model's classes; empty unless every one lies in a project of the solution that can name the attribute.</summary>
    private static async Task<ImmutableArray<ModelClass>> ClassesAsync(Solution solution, OptimizerSyntax optimizer, CancellationToken cancellation)
    {
        var classes = ImmutableArray.CreateBuilder<ModelClass>();
        ImmutableArray<INamedTypeSymbol> types = TrainedModel.Of(optimizer.Creation, optimizer.Compilation, cancellation) is { } model
            ? model.Classes
            : ImmutableArray<INamedTypeSymbol>.Empty;
        foreach (INamedTypeSymbol type in types)
        {
            ISymbol source = await SymbolFinder.FindSourceDefinitionAsync(type, solution, cancellation).ConfigureAwait(false) ?? type;
            if (source.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference
                || solution.GetDocument(reference.SyntaxTree) is not { } home
                || await home.Project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compiled
                || RegSpecTypes.Find(compiled) is null
                || await reference.GetSyntaxAsync(cancellation).ConfigureAwait(false) is not ClassDeclarationSyntax declaration)
            {
                return ImmutableArray<ModelClass>.Empty;
            }

            classes.Add(new ModelClass(type.ToDisplayString(), home.Id, declaration));
        }

        return classes.ToImmutable();
    }

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

    /// <summary>A raw parameter that needs its role written down.</summary>
    private sealed record RawParameter(DocumentId Document, MemberDeclarationSyntax Declaration, string Role);

    /// <summary>A class that can carry the declaration.</summary>
    private sealed record ModelClass(string Name, DocumentId Document, ClassDeclarationSyntax Declaration);
}
