using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Vocabulary;
using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec.CompileTime.Tests;

/// <summary>
/// A file with a class <c>Sample</c>: each public method that makes a module is a model; the method named after it with <c>Outputs</c>
/// (or just <c>Outputs</c>) calls it. The file is analysed as text, compiled, run and measured.
/// </summary>
internal static class Specimen
{
    /// <summary>The models of a file, each with what is claimed and measured of its weights.</summary>
    /// <param name="source">The file.</param>
    /// <param name="refused">Takes the models that torch refuses to run (a kernel larger than its input); null for that to be an error.</param>
    public static IEnumerable<(string Model, IReadOnlyList<Finding> Findings)> Study(string source, ICollection<string>? refused = null) =>
        Measure(source, refused).Select(model => (model.Name, model.Compare()));

    /// <summary>Runs and measures the models of a file.</summary>
    public static IEnumerable<MeasuredModel> Measure(string source, ICollection<string>? refused = null)
    {
        CSharpCompilation compilation = TestCompilation.Create(source);
        return Measure(compilation, LoadedConsumer.Load(compilation), refused);
    }

    /// <summary>Runs and measures the models of a compilation.</summary>
    public static IEnumerable<MeasuredModel> Measure(CSharpCompilation compilation, Assembly assembly, ICollection<string>? refused = null)
    {
        var analyzed = new AnalyzedSource(compilation);
        Type sample = assembly.GetType("Sample", throwOnError: true)!;
        foreach (MethodInfo make in sample.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => typeof(nn.Module).IsAssignableFrom(m.ReturnType)))
        {
            if (refused is not null && Refusal(make) is { } why)
            {
                refused.Add(make.Name + ": " + why);
                continue;
            }

            yield return Measure(make, analyzed);
        }
    }

    /// <summary>The numbers that each model of a file gives first.</summary>
    public static Dictionary<string, double[]> Run(string source)
    {
        using MemoryStream image = LoadedConsumer.Emit(TestCompilation.Create(source));
        Type sample = new AssemblyLoadContext(null).LoadFromStream(image).GetType("Sample", throwOnError: true)!;
        return sample.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => typeof(nn.Module).IsAssignableFrom(m.ReturnType)).ToDictionary(make => make.Name, make =>
        {
            using DisposeScope scope = NewDisposeScope();
            return ((IReadOnlyList<Tensor>)Outputs(make).Invoke(null, [Draw(make, RandomDraw.First)])!)[0].data<double>().ToArray();
        });
    }

    private static MethodInfo Outputs(MethodInfo make) => make.DeclaringType!.GetMethod(make.Name + "Outputs") ?? make.DeclaringType.GetMethod("Outputs")!;

    private static string? Refusal(MethodInfo make)
    {
        using DisposeScope scope = NewDisposeScope();
        var model = (nn.Module)make.Invoke(null, null)!;
        model.to(ScalarType.Float64);
        try
        {
            Outputs(make).Invoke(null, [model]);
            return null;
        }
        catch (TargetInvocationException error) when (error.InnerException is ExternalException refusal)
        {
            return refusal.Message.Split('\n')[0];
        }
    }

    private static MeasuredModel Measure(MethodInfo make, AnalyzedSource source)
    {
        using DisposeScope scope = NewDisposeScope();
        nn.Module model = Draw(make, RandomDraw.First);
        Dictionary<string, string> types = model.named_modules().ToDictionary(m => m.name, m => m.module.GetType().FullName!);
        string[] weights = [.. model.named_parameters().Where(p => p.parameter.requires_grad && IsWeight(p.name, types)).Select(p => p.name)];
        AskAbout(model, weights);
        return new MeasuredModel(make.Name, source.Compilation.Type(model.GetType().FullName!), source, weights, Verify(make, model), draw => Again(make, weights, draw));
    }

    private static ScaleInvarianceReport Again(MethodInfo make, IReadOnlyCollection<string> weights, RandomDraw draw)
    {
        using DisposeScope scope = NewDisposeScope();
        nn.Module model = Draw(make, draw);
        AskAbout(model, weights);
        return Verify(make, model);
    }

    /// <summary>Frozen parameters are not measured: what is left are the weights and the biases they are scaled with.</summary>
    private static void AskAbout(nn.Module model, IReadOnlyCollection<string> weights)
    {
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in model.named_parameters())
        {
            bool isBiasOfWeight = name.EndsWith("bias", StringComparison.Ordinal) && weights.Contains(name[..^"bias".Length] + "weight");
            parameter.requires_grad &= isBiasOfWeight || weights.Contains(name);
        }
    }

    private static ScaleInvarianceReport Verify(MethodInfo make, nn.Module model)
    {
        MethodInfo outputs = Outputs(make);
        return ScaleInvariance.Verify(model, () => (IReadOnlyList<Tensor>)outputs.Invoke(null, [model])!);
    }

    /// <summary>A model with parameters, and a random stream for its inputs, of their own.</summary>
    private static nn.Module Draw(MethodInfo make, RandomDraw draw)
    {
        set_num_threads(1);
        random.manual_seed(draw.Seed);
        var model = (nn.Module)make.Invoke(null, null)!;
        model.to(ScalarType.Float64);
        MakeGeneric(model, draw);
        return model;
    }

    /// <summary>Zero biases and unit gains would make special cases of the values a trained model has.</summary>
    private static void MakeGeneric(nn.Module model, RandomDraw draw)
    {
        using var none = no_grad();
        foreach ((_, TorchSharp.Modules.Parameter parameter) in model.named_parameters())
        {
            parameter.add_(randn_like(parameter), draw.Noise).mul_(draw.Scale);
        }
    }

    /// <summary>Raw parameters, and what the catalog calls a weight; the scales and shifts of norms are not asked about.</summary>
    private static bool IsWeight(string name, Dictionary<string, string> types)
    {
        int dot = name.LastIndexOf('.');
        CatalogLayer? layer = dot > 0 && types.TryGetValue(name[..dot], out string? type) ? LayerCatalog.Find(type) : null;
        return layer is null || layer.RoleOf(name[(dot + 1)..]) is Role.Weight or Role.Embedding or Role.RecurrentWeight;
    }

    /// <summary>What the algebra finds about a class of a compilation.</summary>
    public static ScaleInvarianceFacts Analyze(CSharpCompilation compilation, string typeName) =>
        new AnalyzedSource(compilation).Analyze(compilation.Type(typeName));
}
