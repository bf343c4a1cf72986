using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RegSpec.Generators;

/// <summary>
/// For each annotated module class, and each class with annotated members, a file that describes it to the run time;
/// an annotated class gets the extension method <c>ParameterGroups()</c> with it. Reports nothing: the analyzers do.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ParameterGroupsGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        foreach (string attribute in Triggers.Attributes)
        {
            IncrementalValuesProvider<GroupsModel> models = context.SyntaxProvider
                .ForAttributeWithMetadataName(attribute, static (node, _) => Triggers.IsTarget(node), static (c, token) => GroupsGatherer.Gather(c, token))
                .Where(static model => model is not null)
                .Select(static (model, _) => model!)
                .WithTrackingName(TrackingNames.Groups);
            context.RegisterSourceOutput(models, Write);
        }

        IncrementalValuesProvider<GroupsModel> foreign = context.SyntaxProvider
            .ForAttributeWithMetadataName(Triggers.WeightDecayFor, static (node, _) => node is CompilationUnitSyntax, static (c, token) => GroupsGatherer.GatherForeign(c, token))
            .WithTrackingName(TrackingNames.ForeignGroupsOfFile)
            .SelectMany(static (models, _) => models)
            .WithTrackingName(TrackingNames.ForeignGroups);
        context.RegisterSourceOutput(foreign, Write);
    }

    private static void Write(SourceProductionContext context, GroupsModel model) =>
        context.AddSource(model.HintName, SourceText.From(GroupsWriter.Write(model), Encoding.UTF8));
}
