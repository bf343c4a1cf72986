namespace RegSpec.CompileTime.Tests;

/// <summary>A way to write every operation of the tables; what has none is listed with the reason.</summary>
internal static partial class OperationSamples
{
    private static readonly int[] Every = [2, 3, 4, 5], Matrix = [2], Sequence = [3], Image = [4], Volume = [5], Spatial = [3, 4, 5], Batched = [2, 3, 4];

    private static readonly List<OperationSample> Samples = Build();

    public static IReadOnlyList<OperationSample> All => Samples;

    /// <summary>Operations that no sample is written for, and why a wrong degree of theirs cannot matter.</summary>
    public static IReadOnlyDictionary<string, string> Exempt { get; } = Explain();

    private static List<OperationSample> Build()
    {
        var samples = new List<OperationSample>();
        AddElementwise(samples);
        AddReductions(samples);
        AddShapes(samples);
        AddAlgebra(samples);
        AddFunctionalLayers(samples);
        AddCreation(samples);
        AddModules(samples);
        return samples;
    }

    private static Dictionary<string, string> Explain()
    {
        var reasons = new Dictionary<string, string>();
        void Because(string names, string reason)
        {
            foreach (string name in names.Split(' '))
            {
                reasons.Add(name, reason);
            }
        }

        Because("cuda mps pin_memory", "needs a device that is not there");
        Because("MoveToOtherDisposeScope", "takes the process down when the tensor is finalized after its scope");
        Because("adaptive_max_pool3d TorchSharp.Modules.AdaptiveMaxPool3d nanmean upsample_nearest", "fails in TorchSharp 0.107 whatever its arguments");
        Because("chain_matmul", "has no form in TorchSharp but that of a list of matrices, as multi_dot");
        Because("ToHalf ToByte", "ends the process where the number is too large");
        Because("floor_divide aminmax zero_", "has no derivative in torch, which ends the process");
        Because("Dispose", "leaves nothing to compute with");
        Because("device finfo is_grad_enabled calculate_gain name", "takes no tensor");
        return reasons;
    }

    /// <summary>Adds samples: one line a form.</summary>
    private static void Add(List<OperationSample> samples, string names, int[] ranks, Func<string, SampleOperands, string> text, Func<int[], int[]>? shape = null) =>
        samples.Add(new OperationSample(names.Split(' '), ranks, text, shape));

    private static int[] Same(int[] shape) => shape;

    private static int[] Halved(int[] shape) => [.. shape[..2], .. shape[2..].Select(s => s / 2)];

    private static string Twice(string number, int count) => string.Join(", ", Enumerable.Repeat(number, count));
}
