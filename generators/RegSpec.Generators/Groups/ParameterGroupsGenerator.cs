using System.Collections.Generic;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Generators;

/// <summary>
/// For each annotated module class, and each class with annotated members, a file that describes it to the run time;
/// an annotated class gets the extension method <c>ParameterGroups()</c> with it. Reports nothing: the analyzers do.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ParameterGroupsGenerator : IIncrementalGenerator
{
    private static readonly ReadingCache<GroupsModel?> OwnClasses = new();
    private static readonly ReadingCache<EquatableArray<GroupsModel>> ForeignClasses = new();

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<NamedNormalizations> named = NamedNormalizations.Of(context);
        foreach (string attribute in Triggers.Attributes)
        {
            // No Where behind the transform: a null is cheaper to skip when writing than to filter at every edit.
            IncrementalValuesProvider<GroupsModel?> own = context.SyntaxProvider
                .ForAttributeWithMetadataName(
                    attribute,
                    static (node, _) => Triggers.IsTarget(node),
                    (target, token) => OwnClasses.Get(target, attribute, GroupsGatherer.Gather, token))
                .WithTrackingName(TrackingNames.Groups);
            context.RegisterSourceOutput(own.Combine(named).Select(static (both, token) => GroupsGatherer.With(both.Left, both.Right, token)), Write);
        }

        IncrementalValuesProvider<GroupsModel?> foreign = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                Triggers.WeightDecayFor,
                static (node, _) => node is CompilationUnitSyntax,
                static (target, token) => ForeignClasses.Get(target, Triggers.WeightDecayFor, GroupsGatherer.GatherForeign, token))
            .WithTrackingName(TrackingNames.ForeignGroupsOfFile)
            .SelectMany(static (models, _) => (IEnumerable<GroupsModel?>)models)
            .WithTrackingName(TrackingNames.ForeignGroups);
        context.RegisterSourceOutput(foreign.Combine(named).Select(static (both, token) => GroupsGatherer.With(both.Left, both.Right, token)), Write);
    }

    private static void Write(SourceProductionContext context, GroupsModel? model)
    {
        if (model is not null)
        {
            context.AddSource(model.HintName, SourceText.From(GroupsWriter.Write(model), Encoding.UTF8));
        }
    }
}
