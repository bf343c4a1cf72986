namespace RegSpec.CompileTime.Tests;

internal static partial class OperationSamples
{
    private static void AddReductions(List<OperationSample> samples)
    {
        Add(samples, "mean sum nansum amax amin max min median norm var std", Every, (op, s) => $"{s.X}.{op}({(op is "amax" or "amin" ? $"new long[] {{ {Twice("0", 1)} }}" : "")})");
        Add(samples, "mean sum var std", Every, (op, s) => $"({s.X} - {s.X}.{op}(new long[] {{ -1 }}, keepdim: true))", Same);
        Add(samples, "mean sum", Spatial, (op, s) => $"{s.X}.{op}(new long[] {{ 2 }})", s => [.. s[..2], .. s[3..]]);
        Add(samples, "amax amin", Spatial, (op, s) => $"{s.X}.{op}(new long[] {{ 2 }})", s => [.. s[..2], .. s[3..]]);
        Add(samples, "max min", Spatial, (op, s) => $"{s.X}.{op}(1).values", s => [s[0], .. s[2..]]);
        Add(samples, "prod", Every, (op, s) => $"{s.X}.{op}(-1)");
        Add(samples, "median", Spatial, (op, s) => $"{s.X}.{op}()");
        Add(samples, "quantile", Every, (op, s) => $"{s.X}.{op}(torch.tensor(0.4, dtype: float64), -1)");
        Add(samples, "norm", Every, (op, s) => $"({s.X} / ({s.X}.{op}(1, true, 2f) + 1e-10))", Same);
        Add(samples, "norm", Every, (op, s) => $"{s.X}.{op}(1, true, 0f)");
        Add(samples, "norm", Every, (op, s) => $"{s.X}.{op}(1, true, 1f)", s => [s[0], 1, .. s[2..]]);
        Add(samples, "vector_norm", Every, (op, s) => $"torch.linalg.{op}({s.X}, 3)");
        Add(samples, "matrix_norm", Matrix, (op, s) => $"torch.linalg.{op}({s.X}, \"fro\", new long[] {{ 0, 1 }})");
        Add(samples, "var_mean std_mean", Every, (op, s) => $"torch.{op}({s.X}).Item1");
        Add(samples, "var_mean std_mean", Every, (op, s) => $"torch.{op}({s.X}).Item2");
        Add(samples, "trace det", Matrix, (op, s) => $"{s.X}[.., ..{s.Shape[0]}].{op}()");
        Add(samples, "cumsum", Every, (op, s) => $"{s.X}.{op}(-1)", Same);
        Add(samples, "cummax cummin", Every, (op, s) => $"{s.X}.{op}(-1).values", Same);
        Add(samples, "sort", Every, (op, s) => $"{s.X}.{op}(-1).Values", Same);
        Add(samples, "sort", Every, (op, s) => $"{s.X}.{op}(-1).Indices.to_type(ScalarType.Float64)");
        Add(samples, "msort", Every, (op, s) => $"{s.X}.{op}()", Same);
        Add(samples, "topk", Every, (op, s) => $"{s.X}.{op}(2).values", s => [.. s[..^1], 2]);
        Add(samples, "kthvalue", Every, (op, s) => $"{s.X}.{op}(2, -1).values");
    }
}
