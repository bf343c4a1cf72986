using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.CompileTime.Tests.Analyzers;
using RegSpec.Generators;
using RegSpec.Semantics;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;
using static TorchSharp.torch;

namespace RegSpec.CompileTime.Tests;

/// <summary>Models in the shapes people write: generated, compiled, built, bound; what the plan says at build is what the run time finds.</summary>
public class GroupsZooTests
{
    private static readonly Lazy<(GeneratorRun Run, Assembly Assembly)> Zoo = new(() =>
    {
        GeneratorRun run = GeneratorRun.Of(ConsumerCompilation.Create(CleanZooTests.Sources()));
        return (run, LoadedConsumer.Load(run.Output));
    });

    public static TheoryData<string> Models =>
        [.. Zoo.Value.Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(nn.Module)) && !type.IsAbstract && !type.ContainsGenericParameters).Select(type => type.FullName!)];

    [Fact]
    public void Every_annotated_model_of_the_zoo_has_a_file() => Assert.True(Zoo.Value.Run.Files.Length >= 20, Zoo.Value.Run.Files.Length + " files");

    [Theory]
    [MemberData(nameof(Models))]
    public void The_plan_at_build_is_what_the_run_time_finds(string model)
    {
        Type type = Zoo.Value.Assembly.GetType(model, throwOnError: true)!;
        var module = (nn.Module)Create(type);
        CSharpCompilation compilation = Zoo.Value.Run.Output;
        ModuleShape shape = CompilationStudy.Of(compilation, StudyOptions.ForGeneration)!.ShapeOf(compilation.Type(model), default);
        if (shape.Registration != Registration.Own)
        {
            // A part: its parent registers it.
            module.GetType().GetMethod("RegisterComponents", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)!.Invoke(module, null);
        }

        bool isAnnotated = shape.Declarations.Count > 0;
        ParameterGroups groups = isAnnotated ? ParameterGroups.Of(module) : ParameterGroups.Of(module, 0.1);
        Dictionary<string, PlannedParameter> live = groups.ToDictionary(row => Canonical(row.Name));

        var opened = new List<string>();
        // Proofs come with a class's own file; an heir without one may override what they are about.
        string file = GeneratedNames.ClassName(shape.Type.MetadataName, shape.Type.Namespace);
        bool isDescribed = type.Assembly.GetTypes().Any(t => t.Name == file && t.Namespace == type.Namespace);
        ScaleInvarianceFacts facts = isDescribed ? Specimen.Analyze(compilation, model) : ScaleInvarianceFacts.Empty;
        foreach (PlanRow row in Planner.Plan(shape, facts).Rows)
        {
            if (row.Decision is null)
            {
                opened.Add(row.Path.Split('*')[0]);
                continue;
            }

            // A row with a star stands for every child that fills a container.
            string[] names = PathPattern.HasStar(row.Path) ? [.. live.Keys.Where(name => PathPattern.Matches(row.Path, name))] : [row.Path];
            foreach (string name in names)
            {
                if (live.Remove(name, out PlannedParameter? found))
                {
                    AssertPlanned(row, found, isDescribed, isAnnotated);
                }
                else
                {
                    bool isTied = groups.Any(other => other.Reason.Contains(row.Path, StringComparison.Ordinal));
                    Assert.True(isTied || row.Presence == Presence.Optional, $"{row.Path} is planned, but does not exist");
                }
            }
        }

        // Modules of a plain list may be registered by hand under names made at run time.
        if (!shape.Members.Any(member => member.IsRegisteredElsewhere))
        {
            Assert.DoesNotContain(live.Keys, name => !opened.Exists(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
        }
    }

    private static void AssertPlanned(PlanRow row, PlannedParameter found, bool isDescribed, bool isAnnotated)
    {
        // Of tied tensors the strongest role counts: only the run time sees that two members hold one.
        if (!found.Reason.Contains("tied with", StringComparison.Ordinal))
        {
            Assert.Equal(row.Facts.Role.ToString(), found.Role.ToString());
        }

        Assert.Equal(row.LearningRateScale, found.LearningRateScale);
        if (isDescribed)
        {
            Assert.Equal((row.Path, row.Facts.InvarianceProof is not null), (row.Path, found.IsScaleInvariant));
        }

        if (isAnnotated || row.Decision!.IsDeclared)
        {
            Assert.Equal(row.Decision!.WeightDecay ?? found.WeightDecay, found.WeightDecay);
        }
    }

    private static string Canonical(string name) => name.Replace("<", "", StringComparison.Ordinal)
        .Replace(">k__BackingField", "", StringComparison.Ordinal)
        .Replace(">P", "", StringComparison.Ordinal);

    /// <summary>An instance by the first public constructor, with small arguments.</summary>
    private static object Create(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors().OrderBy(c => c.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(Argument)]);
    }

    private static object? Argument(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        return parameter.HasDefaultValue ? parameter.DefaultValue
            : type == typeof(int) ? 8
            : type == typeof(long) ? 8L
            : type == typeof(double) ? 0.1
            : type == typeof(float) ? 0.1f
            : type == typeof(string) ? "linear"
            : type == typeof(int[]) ? new[] { 2, 3 }
            : type == typeof(long[]) ? new[] { 2L, 3L }
            : type == typeof(IReadOnlyDictionary<string, long>) ? new Dictionary<string, long> { ["first"] = 4, ["second"] = 3 }
            : type.IsValueType ? Activator.CreateInstance(type)
            : type.IsAssignableFrom(typeof(TorchSharp.Modules.Linear)) ? nn.Linear(8, 8)
            : Create(type);
    }
}
