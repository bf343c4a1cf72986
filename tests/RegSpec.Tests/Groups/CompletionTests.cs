using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Serialization;

namespace RegSpec.Tests;

/// <summary>Completion offers what a user writes: what is public for generated code or for extension methods alone is hidden.</summary>
public class CompletionTests
{
    private static readonly Type[] Plumbing =
    [
        typeof(ModulePlan), typeof(LayerPlan), typeof(ModulePlans), typeof(ForwardSummaryAttribute), typeof(ParameterGroupsExtensions),
        typeof(RidgeColumns), typeof(RidgeLevels), typeof(RidgeRecords), typeof(RidgeRowType<>), typeof(RidgeRowTypes),
    ];

    [Fact]
    public void Plumbing_is_hidden() => Assert.All(Plumbing, type => Assert.True(IsHidden(type), type.Name));

    [Fact]
    public void Converters_are_hidden() =>
        Assert.All(Public.Where(type => typeof(JsonConverter).IsAssignableFrom(type)), type => Assert.True(IsHidden(type), type.Name));

    [Fact]
    public void What_users_write_is_not() =>
        Assert.DoesNotContain(Public, type => IsHidden(type) && !Plumbing.Contains(type) && !typeof(JsonConverter).IsAssignableFrom(type));

    /// <summary>What the generators wrote into this assembly: hidden where it is referenced; the entry points of rows are what users write.</summary>
    [Fact]
    public void Generated_classes_of_groups_are_hidden()
    {
        Type[] generated = [.. typeof(CompletionTests).Assembly.GetTypes().Where(type => type.Name.EndsWith("_ParameterGroups", StringComparison.Ordinal))];
        Assert.NotEmpty(generated);
        Assert.All(generated, type => Assert.True(IsHidden(type), type.Name));
    }

    private static Type[] Public => typeof(ParameterGroups).Assembly.GetExportedTypes();

    private static bool IsHidden(Type type) => type.GetCustomAttribute<EditorBrowsableAttribute>() is { State: EditorBrowsableState.Never };
}
