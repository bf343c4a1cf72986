using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Features;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>REG2005: a column attribute that no generated code reads.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnreadColumnAnalyzer : RegSpecAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG2005";

    /// <summary>Property: what would make it read, an <see cref="UnreadRemedy"/>; absent where nothing can.</summary>
    public const string Remedy = "Remedy";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "No generated code reads the column",
        messageFormat: "[{0}] on '{1}' is read by no generated code: {2}, or remove [{0}]",
        RuleCategory.Features,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public UnreadColumnAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation)
    {
        // Asked for by types with columns alone: most projects have none.
        var rows = new Lazy<ImmutableHashSet<INamedTypeSymbol>>(() => RowsAndTheirBases(compilation.Assembly), LazyThreadSafetyMode.PublicationOnly);
        context.RegisterSymbolAction(symbol => CheckType(symbol, rows), SymbolKind.NamedType);
        context.RegisterSymbolAction(symbol => CheckParameter(symbol, compilation.Types), SymbolKind.Parameter);
    }

    private static void CheckType(SymbolAnalysisContext context, Lazy<ImmutableHashSet<INamedTypeSymbol>> rows)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        ImmutableArray<ColumnAttribute> columns = ColumnAttribute.In(type);
        if (columns.IsEmpty)
        {
            return;
        }

        if (rows.Value.Contains(type.OriginalDefinition))
        {
            foreach (ColumnAttribute lone in columns.Where(column => column.IsVouching && !columns.Any(other => (column.IsPolynomial ? other.IsFeature : other.MayBeVouchedFor) && other.IsOn(column.Member))))
            {
                Report(context, lone, [], (lone.IsPolynomial ? "it is no [Feature]" : "it is neither [Feature] nor [Target]") + "; add [Feature]", UnreadRemedy.Feature);
            }
        }
        else if (type.TypeKind == TypeKind.Interface)
        {
            Report(context, columns[0], columns.Skip(1), "the columns of a row are members of classes and structs; write it there", remedy: null);
        }
        else if (!(type.IsAbstract && IsVisibleOutside(type)))
        {
            // An abstract class that others can see may be the base of a row of theirs.
            Report(context, columns[0], columns.Skip(1), WhyNoRow(type) + "; write it on '" + type.Name + "'", UnreadRemedy.RidgeRegression);
        }
    }

    private static string WhyNoRow(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (RowAttributes.RidgeRegressionOf(ancestor) is not null)
            {
                return "'" + type.Name + "' has no [RidgeRegression] of its own, and '" + RowClass.NameOf(ancestor) + "' knows the columns of '" + ancestor.Name + "' alone";
            }
        }

        return "'" + type.Name + "' has no [RidgeRegression]";
    }

    /// <summary><c>[Standardized]</c> on a parameter speaks of an input of <c>forward</c>.</summary>
    private static void CheckParameter(SymbolAnalysisContext context, RegSpecTypes types)
    {
        var parameter = (IParameterSymbol)context.Symbol;
        if (parameter.ContainingSymbol is not IMethodSymbol method
            || (method.Name == TorchSharpNames.Forward && types.IsModule(method.ContainingType))
            || parameter.GetAttributes().FirstOrDefault(static attribute => RowAttributes.Is(attribute, ColumnAttribute.Standardized)) is not { } attribute)
        {
            return;
        }

        bool isColumn = method.MethodKind == MethodKind.Constructor && method.ContainingType.GetMembers(parameter.Name).Any(static member => member is IPropertySymbol);
        string why = isColumn
            ? "it stands on a parameter of the constructor; write [property: Standardized]"
            : "of parameters only the inputs of a module's forward are vouched for; write it there";
        var vouching = new ColumnAttribute(attribute, parameter);
        Report(context, vouching, [], why, remedy: null);
    }

    private static void Report(SymbolAnalysisContext context, ColumnAttribute column, IEnumerable<ColumnAttribute> more, string why, UnreadRemedy? remedy)
    {
        ImmutableArray<Location> others = more.Select(other => other.LocationIn(context.CancellationToken)).ToImmutableArray();
        context.ReportDiagnostic(Diagnostic.Create(
            Rule,
            column.LocationIn(context.CancellationToken),
            others,
            remedy is null ? null : ImmutableDictionary<string, string?>.Empty.Add(Remedy, remedy.ToString()),
            column.Name,
            column.Member.Name + (others.IsEmpty ? "" : "' and " + others.Length + " more of '" + (column.Member as INamedTypeSymbol ?? column.Member.ContainingType).Name),
            why));
    }

    private static bool IsVisibleOutside(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    private static ImmutableHashSet<INamedTypeSymbol> RowsAndTheirBases(IAssemblySymbol assembly)
    {
        ImmutableHashSet<INamedTypeSymbol>.Builder read = ImmutableHashSet.CreateBuilder<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (INamedTypeSymbol row in SourceTypes.In(assembly).Where(static type => RowAttributes.RidgeRegressionOf(type) is not null))
        {
            for (INamedTypeSymbol? current = row; current is not null; current = current.BaseType)
            {
                read.Add(current.OriginalDefinition);
            }
        }

        return read.ToImmutable();
    }
}
