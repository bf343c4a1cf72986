using System.Reflection;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.CompileTime.Tests.Semantics.Catalog;

/// <summary>Every exported module type of TorchSharp.dll is accounted for: a release that adds one fails here.</summary>
public class TorchSharpModuleTypesTests
{
    /// <summary>Types no factory makes from plain values, with the reason they need no row in the catalog.</summary>
    private static readonly Dictionary<Type, string> NeverMadeHere = new()
    {
        [typeof(nn.Module)] = "base class; made only as the non-generic base of user modules",
        [typeof(nn.HookableModule<,>)] = "base class of the generic modules",
        [typeof(jit.ScriptModule)] = "loaded from a file: only the run time knows its parameters",
        [typeof(jit.HookableScriptModule<,>)] = "loaded from a file: only the run time knows its parameters",
        [typeof(jit.ScriptModule<>)] = "loaded from a file: only the run time knows its parameters",
        [typeof(jit.ScriptModule<,>)] = "loaded from a file: only the run time knows its parameters",
        [typeof(jit.ScriptModule<,,>)] = "loaded from a file: only the run time knows its parameters",
    };

    /// <summary>Collections of raw parameters: what they hold is the user's, not a layer's.</summary>
    private static readonly HashSet<Type> RawCollections = [typeof(ParameterList), typeof(ParameterDict)];

    /// <summary>Instances of every type that can be made, by each of its factories that takes small arguments.</summary>
    private static readonly Lazy<Dictionary<Type, List<nn.Module>>> Made = new(MakeAll);

    private static IEnumerable<Type> ModuleTypes => typeof(nn.Module).Assembly.GetExportedTypes()
        .Where(type => typeof(nn.Module).IsAssignableFrom(type) && !type.IsAbstract);

    [Fact]
    public void Every_type_is_made_or_listed_with_the_reason()
    {
        Type[] missing = [.. ModuleTypes.Where(type => !Made.Value.ContainsKey(type)).OrderBy(type => type.FullName, StringComparer.Ordinal)];
        Assert.Equal(NeverMadeHere.Keys.OrderBy(type => type.FullName, StringComparer.Ordinal), missing);
    }

    [Fact]
    public void Every_type_that_owns_a_parameter_is_in_the_catalog()
    {
        IEnumerable<string> owners = Made.Value
            .Where(made => made.Value.Any(module => module.named_parameters().Any()) && !RawCollections.Contains(made.Key))
            .Select(made => made.Key.FullName!);
        Assert.Equal(LayerCatalog.All.Select(layer => layer.TypeName).Order(StringComparer.Ordinal), owners.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_live_parameter_has_a_role()
    {
        foreach (nn.Module module in Made.Value.Where(made => !RawCollections.Contains(made.Key)).SelectMany(made => made.Value))
        {
            CatalogLayer? layer = LayerCatalog.Find(module.GetType().FullName!);
            Assert.All(module.named_parameters(), live => Assert.NotEqual(Role.Unknown, layer!.RoleOf(live.name)));
        }
    }

    [Fact]
    public void Types_marked_as_owning_nothing_own_nothing()
    {
        Type[] marked = [.. Made.Value.Keys.Where(OwnsNothing)];
        Assert.True(marked.Length > 90, $"only {marked.Length} types are marked");
        Assert.All(marked, type => Assert.All(Made.Value[type], module => Assert.Empty(module.parameters())));
        Assert.DoesNotContain(marked, type => LayerCatalog.Find(type.FullName!) is not null);
    }

    [Fact]
    public void What_is_no_layer_and_may_own_something_is_a_container()
    {
        IEnumerable<string> others = Made.Value.Keys
            .Where(type => !OwnsNothing(type) && LayerCatalog.Find(type.FullName!) is null && !RawCollections.Contains(type))
            .Select(type => type.FullName!);
        Assert.All(others, type => Assert.NotNull(ContainerCatalog.Find(type)));
    }

    private static bool OwnsNothing(Type type) =>
        type.GetInterfaces().Any(contract => contract.FullName == TorchSharpNames.ParameterLess) || Bases(type).Any(TorchSharpNames.Losses.Contains);

    private static IEnumerable<string> Bases(Type type)
    {
        for (Type? current = type.BaseType; current is not null; current = current.BaseType)
        {
            yield return (current.IsGenericType ? current.GetGenericTypeDefinition() : current).FullName!;
        }
    }

    private static Dictionary<Type, List<nn.Module>> MakeAll()
    {
        var made = new Dictionary<Type, List<nn.Module>>();
        foreach (MethodInfo method in typeof(nn).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => typeof(nn.Module).IsAssignableFrom(method.ReturnType)))
        {
            MethodInfo factory = method.IsGenericMethodDefinition ? method.MakeGenericMethod(typeof(nn.Module)) : method;
            if (SmallArguments.TryCall(factory, out nn.Module? module))
            {
                Type type = module.GetType().IsGenericType ? module.GetType().GetGenericTypeDefinition() : module.GetType();
                (made.TryGetValue(type, out List<nn.Module>? modules) ? modules : made[type] = []).Add(module);
            }
        }

        return made;
    }
}
