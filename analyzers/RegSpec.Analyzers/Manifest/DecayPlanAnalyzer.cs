using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RegSpec.Analyzers;

/// <summary>REG4001: the plan of a class is not the one that was reviewed and checked in as DecayPlan.txt.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DecayPlanAnalyzer : RegSpecAnalyzer
{
    /// <summary>The id of the rule.</summary>
    public const string Id = "REG4001";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Create(
        Id,
        title: "The plan differs from DecayPlan.txt",
        messageFormat: "{0}",
        RuleCategory.Manifest,
        DiagnosticSeverity.Warning);

    /// <summary>Creates the rule.</summary>
    public DecayPlanAnalyzer()
        : base(Rule)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, RegSpecCompilation compilation)
    {
        if (PlanFile.Find(context.Options.AdditionalFiles) is not { } found || PlanFile.Read(found, context.CancellationToken) is not { } file)
        {
            return;
        }

        context.RegisterSymbolAction(symbol => CheckClass(symbol, compilation, file), SymbolKind.NamedType);
        context.RegisterAdditionalFileAction(additional =>
        {
            if (additional.AdditionalFile.Path == file.Path)
            {
                CheckFile(additional, compilation, file);
            }
            else if (PlanFile.IsPlan(additional.AdditionalFile.Path))
            {
                Location start = Location.Create(additional.AdditionalFile.Path, default, default);
                additional.ReportDiagnostic(Diagnostic.Create(Rule, start, "Only one " + PlanFile.Name + " of a project is read, and that is " + file.Path));
            }
        });
    }

    private static void CheckClass(SymbolAnalysisContext context, RegSpecCompilation compilation, PlanFile file)
    {
        if (compilation.ModuleClassOf((INamedTypeSymbol)context.Symbol, context.CancellationToken) is not { } module || !PlannedClasses.IsPlanned(module))
        {
            return;
        }

        PlannedClass planned = PlannedClass.Of(module, context.CancellationToken);
        Location place = AnnotationOf(module, context.CancellationToken);

        // One diagnostic a line: compilers print a message on one line, and a class may differ in many.
        foreach (string difference in PlanDifference.Named(PlanDifference.Between(planned.Lines, planned.Comparable(file))))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, place, "The plan of '" + module.Symbol.Name + "' differs from " + PlanFile.Name + difference));
        }
    }

    /// <summary>The declaration that gives the class its default; the class itself where it stands elsewhere.</summary>
    private static Location AnnotationOf(ModuleClass module, CancellationToken cancellation) =>
        module.Declared.FirstOrDefault(declared => declared is { IsDecay: true, Member: null })?.LocationIn(cancellation) ?? module.Symbol.Locations[0];

    private static void CheckFile(AdditionalFileAnalysisContext context, RegSpecCompilation compilation, PlanFile file)
    {
        foreach (PlanFileLine line in file.Lines.Where(line => line.Problem is not null))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, file.LocationOf(line), PlanFile.Name + " line " + line.Number + ": " + line.Problem));
        }

        ImmutableHashSet<string> planned = PlannedClasses.In(compilation, context.CancellationToken).Select(PlannedClasses.NameOf).ToImmutableHashSet();
        foreach (IGrouping<string, PlanFileLine> lines in file.ByClass.Where(lines => !planned.Contains(lines.Key)))
        {
            PlanFileLine first = lines.First();
            string numbers = lines.Count() == 1 ? "line " + first.Number : "lines " + string.Join(", ", Ranges(lines.Select(line => line.Number)));
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                file.LocationOf(first),
                PlanFile.Name + " " + numbers + ": stale, this project has no annotated class '" + lines.Key + "'"));
        }
    }

    /// <summary>Numbers in rising order, runs of them as "3–7".</summary>
    private static IEnumerable<string> Ranges(IEnumerable<int> numbers)
    {
        int from = 0, to = 0;
        foreach (int number in numbers)
        {
            if (from > 0 && number != to + 1)
            {
                yield return Range();
                from = 0;
            }

            from = from == 0 ? number : from;
            to = number;
        }

        yield return Range();

        string Range() => from == to ? from.ToString() : from + "–" + to;
    }
}
