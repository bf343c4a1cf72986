using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>The parameters of a model that is trained as a whole, counted: what decay of all reaches, and what RegSpec's policies would decay.</summary>
/// <param name="Count">Trained parameters that every instance certainly has.</param>
/// <param name="IsOpen">There are, or may be, more: optional ones, and what is made at run time.</param>
/// <param name="FirstUndecayed">A parameter that decay should leave alone: a bias, or the scale or shift of a norm.</param>
/// <param name="ByDefault">How many of them the policy Principled decays.</param>
/// <param name="ByWeights">How many of them the policy Weights decays.</param>
internal sealed record ModelParameters(int Count, bool IsOpen, string FirstUndecayed, int ByDefault, int ByWeights)
{
    /// <summary>Counts; null where nothing certainly should be left alone, in any class the model may be of. The numbers are those of the first class.</summary>
    public static ModelParameters? Of(TrainedModel model, RegSpecCompilation compilation, CancellationToken cancellation)
    {
        if (model.Classes.IsEmpty)
        {
            return CountOf(model.Origin.DescendantsAndSelf().SelectMany(operation => InPart(operation, compilation, cancellation)));
        }

        ModelParameters? first = null;
        foreach (INamedTypeSymbol type in model.Classes)
        {
            if (CountOf(compilation.Plan(type, cancellation).Rows.Select(Counted.Of)) is not { } counted)
            {
                return null;
            }

            first ??= counted;
        }

        return first;
    }

    private static ModelParameters? CountOf(IEnumerable<Counted> parameters)
    {
        int count = 0, byDefault = 0, byWeights = 0;
        bool isOpen = false;
        string? undecayed = null;
        foreach (Counted parameter in parameters)
        {
            if (parameter.Name is null)
            {
                isOpen = true;
                continue;
            }

            count++;
            byDefault += parameter.ByDefault ? 1 : 0;
            byWeights += parameter.ByWeights ? 1 : 0;
            undecayed ??= parameter.IsUndecayed ? parameter.Name : null;
        }

        return undecayed is null ? null : new ModelParameters(count, isOpen, undecayed, byDefault, byWeights);
    }

    /// <summary>What a layer made by a factory, or an instance of a user's class, brings into a container.</summary>
    private static IEnumerable<Counted> InPart(IOperation operation, RegSpecCompilation compilation, CancellationToken cancellation) => operation switch
    {
        IInvocationOperation { TargetMethod: { ContainingType.Name: "nn" } method, Type: INamedTypeSymbol layer } factory when compilation.Types.IsTorch(method) =>
            LayerCatalog.Find(TypeNames.MetadataName(layer.OriginalDefinition)) is { } known ? InLayer(factory, layer, known) : [],
        IObjectCreationOperation { Type: INamedTypeSymbol part } when compilation.Types.IsModule(part) && !compilation.Types.IsTorch(part) =>
            compilation.Plan(part.OriginalDefinition, cancellation).Rows.Select(Counted.Of),
        _ => [],
    };

    private static IEnumerable<Counted> InLayer(IInvocationOperation factory, INamedTypeSymbol layer, CatalogLayer known)
    {
        var switches = new Dictionary<string, object?>();
        foreach (IArgumentOperation argument in factory.Arguments)
        {
            if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Name: { } name })
            {
                IOperation value = argument.Value.Unwrapped();
                switches[name] = value.ConstantValue is { HasValue: true, Value: var constant } ? constant : LayerSwitches.Given;
            }
        }

        foreach (LayerParameter parameter in known.Parameters(new LayerSwitches(switches)))
        {
            yield return parameter.Presence != Presence.Always || PathPattern.HasStar(parameter.Name)
                ? default
                : Counted.Of(layer.Name + "." + parameter.Name, new ParameterFacts(parameter.Role));
        }
    }

    /// <summary>One parameter; without a name, one that is not certain.</summary>
    private readonly record struct Counted(string? Name, bool IsUndecayed, bool ByDefault, bool ByWeights)
    {
        public static Counted Of(PlanRow row) => row.Decision is null || row.Presence != Presence.Always || row.OpenedAtRunTime is not null ? default
            : row.Decision.Source == DecisionSource.Undecided ? Of(row.Path, row.Facts)
            : new Counted(row.Path, IsLeftAlone(row.Facts.Role), row.Decision.WeightDecay > 0, row.Decision.WeightDecay > 0);

        public static Counted Of(string name, ParameterFacts facts) => new(name, IsLeftAlone(facts.Role), Decays(Policy.Principled, facts), Decays(Policy.Weights, facts));

        private static bool IsLeftAlone(Role role) => role is Role.Bias or Role.RecurrentBias or Role.NormScale or Role.NormShift;

        /// <summary>Asks the one rule, with a class default of 1 around the parameter.</summary>
        private static bool Decays(Policy policy, ParameterFacts facts) =>
            DecayRule.Decide(facts, [new DeclarationSite(SiteKind.Class, "", "", [new DecayDeclaration(1, policy)])]).WeightDecay > 0;
    }
}
