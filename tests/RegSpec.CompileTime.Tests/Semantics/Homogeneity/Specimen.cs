using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Semantics;
using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec.CompileTime.Tests;

/// <summary>One weight of one model: what the algebra claims and what a measurement finds.</summary>
/// <param name="Name">Its name in <c>named_parameters()</c>.</param>
/// <param name="Claim">The fact about it, or null.</param>
/// <param name="Why">The reason the algebra gives for making no claim.</param>
/// <param name="Alone">The weight scaled alone.</param>
/// <param name="WithBias">The weight scaled with the bias of its layer, or null.</param>
internal sealed record Finding(string Name, ScaleInvarianceFact? Claim, string Why, WeightVerification Alone, WeightVerification? WithBias)
{
    /// <summary>The claim contradicts the measurement.</summary>
    public bool IsRefuted => Claim is { } claim && (claim.Kind == InvarianceKind.Exact ? Alone : WithBias)!.Verdict == ScaleVerdict.Refuted;

    /// <summary>
    /// As <see cref="IsRefuted"/>, and the derivative along θ is not zero either. Random programs branch on, or normalise, what is zero but for
    /// rounding (the mean of a normalised tensor); the outputs then jump while every derivative says that the weight is invariant.
    /// </summary>
    public bool IsRefutedBySlope => IsRefuted && (Claim!.Kind == InvarianceKind.Exact ? Alone : WithBias)!.Euler > 1e-5;

    /// <summary>A weight that the measurement finds invariant: what the algebra should find.</summary>
    public bool IsInvariant => !Name.EndsWith("bias", StringComparison.Ordinal) && (Alone.IsInvariant || WithBias is { IsInvariant: true });

    public override string ToString() => $"{Name}: {Claim?.Kind.ToString() ?? "no claim"} {Claim?.Text ?? Why} — measured {Alone}; {WithBias}";
}

/// <summary>
/// A file with a class <c>Sample</c>: each public method that makes a module is a model; the method named after it with <c>Outputs</c>
/// (or just <c>Outputs</c>) calls it. The file is analysed as text, compiled, run and measured.
/// </summary>
internal static class Specimen
{
    /// <summary>The models of a file of the zoo.</summary>
    public static IEnumerable<(string Model, IReadOnlyList<Finding> Findings)> Study(string source)
    {
        CSharpCompilation compilation = TestCompilation.Create(source);
        using MemoryStream image = LoadedConsumer.Emit(compilation);
        Type sample = new AssemblyLoadContext(null).LoadFromStream(image).GetType("Sample", throwOnError: true)!;
        foreach (MethodInfo make in sample.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => typeof(nn.Module).IsAssignableFrom(m.ReturnType)))
        {
            using DisposeScope scope = NewDisposeScope();
            set_num_threads(1);
            random.manual_seed(1);
            var model = (nn.Module)make.Invoke(null, null)!;
            ScaleInvarianceFacts facts = Analyze(compilation, model.GetType().FullName!);
            MethodInfo outputs = sample.GetMethod(make.Name + "Outputs") ?? sample.GetMethod("Outputs")!;
            model.to(ScalarType.Float64);
            MakeGeneric(model);
            ScaleInvarianceReport measured = ScaleInvariance.Verify(model, () => (IReadOnlyList<Tensor>)outputs.Invoke(null, [model])!);
            Dictionary<string, string> types = model.named_modules().ToDictionary(m => m.name, m => m.module.GetType().FullName!);
            yield return (make.Name, [.. model.named_parameters()
                .Where(p => p.parameter.requires_grad && IsWeight(p.name, types))
                .Select(p => Compare(p.name, facts, measured))]);
        }
    }

    /// <summary>Zero biases and unit gains would make special cases of the values a trained model has.</summary>
    private static void MakeGeneric(nn.Module model)
    {
        using var none = no_grad();
        foreach ((_, TorchSharp.Modules.Parameter parameter) in model.named_parameters())
        {
            parameter.add_(randn_like(parameter), 0.2);
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
        HomogeneityAnalysis.Analyze(compilation.Type(typeName), new CachedModels(compilation), new MemberUses(compilation, new CachedModels(compilation)).IsUsedOutside, default);

    /// <summary>A table of what was claimed, for people.</summary>
    public static string Print(IEnumerable<Finding> findings)
    {
        var text = new StringBuilder();
        foreach (Finding finding in findings)
        {
            text.AppendLine(finding.ToString());
        }

        return text.ToString();
    }

    private static Finding Compare(string name, ScaleInvarianceFacts facts, ScaleInvarianceReport measured)
    {
        string path = name.Replace("<", "").Replace(">k__BackingField", "").Replace(">P", "");
        return new Finding(
            name,
            facts.Proved.FirstOrDefault(f => Glob.MatchesAlternative(f.Path, path)),
            facts.Unproved.FirstOrDefault(u => Glob.MatchesAlternative(u.Path, path))?.Why ?? "",
            measured[name],
            measured.Joint(name));
    }
}
