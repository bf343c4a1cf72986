namespace RegSpec.CompileTime.Tests;

internal static partial class OperationSamples
{
    private static void AddCreation(List<OperationSample> samples)
    {
        Add(samples, "zeros_like", Every, (op, s) => $"torch.maximum({s.X}, torch.{op}({s.X}))", Same);
        Add(samples, "zeros", Every, (op, s) => $"torch.maximum({s.X}, torch.{op}({s.Sizes}, dtype: float64))", Same);
        Add(samples, "new_zeros", Every, (op, s) => $"torch.maximum({s.X}, x.{op}({s.Sizes}))");
        Add(samples, "ones_like rand_like randn_like", Every, (op, s) => $"({s.X} + torch.{op}({s.X}))", Same);
        Add(samples, "empty_like", Every, (op, s) => $"({s.X} + torch.{op}({s.X}).fill_(1))", Same);
        Add(samples, "ones rand randn", Every, (op, s) => $"({s.X} + torch.{op}({s.Sizes}, dtype: float64))", Same);
        Add(samples, "empty", Every, (op, s) => $"({s.X} + torch.{op}({s.Sizes}, dtype: float64).fill_(1))", Same);
        Add(samples, "new_ones", Every, (op, s) => $"({s.X} + x.{op}({s.Last}))", Same);
        Add(samples, "new_empty", Every, (op, s) => $"({s.X} + x.{op}({s.Last}).fill_(1))", Same);
        Add(samples, "randint", Every, (op, s) => $"({s.X} + torch.{op}(1, 5, new long[] {{ {s.Last} }}, dtype: float64))", Same);
        Add(samples, "randperm", Every, (op, s) => $"({s.X} + torch.{op}({s.Last}, dtype: float64))", Same);
        Add(samples, "arange", Every, (op, s) => $"({s.X} + torch.{op}({s.Last}))", Same);
        Add(samples, "linspace logspace", Every, (op, s) => $"({s.X} + torch.{op}(0.1, 1, {s.Last}, dtype: float64))", Same);
        Add(samples, "eye", Matrix, (op, s) => $"({s.X} + torch.{op}({s.Sizes}, dtype: float64))", Same);
        Add(samples, "hann_window", Every, (op, s) => $"({s.X} + torch.{op}({s.Last}, dtype: float64))", Same);
        Add(samples, "tril_indices triu_indices", Every, (op, s) => $"({s.X} + torch.{op}(3, 3).sum())", Same);
        Add(samples, "from_array", Every, (op, s) => $"({s.X} + torch.{op}(new double[] {{ 0.7 }}))", Same);
        Add(samples, "frombuffer", Every, (op, s) => $"({s.X} + torch.{op}(new double[] {{ 0.7 }}, ScalarType.Float64))", Same);
        Add(samples, "meshgrid", Every, (op, s) => $"torch.{op}(new[] {{ {s.X}.flatten(), x.flatten() }})[0]");
        Add(samples, "meshgrid", Every, (op, s) => $"({s.X} + torch.{op}(new[] {{ torch.ones(new long[] {{ 1 }}, dtype: float64) }})[0])");
        Add(samples, "normal", Every, (op, s) => $"torch.{op}({s.X}, torch.ones_like({s.X}))");
        Add(samples, "full", Every, (op, s) => $"({s.X} + torch.{op}(new long[] {{ {s.Last} }}, 0.4, dtype: float64))", Same);
        Add(samples, "full", Every, (op, s) => $"torch.maximum({s.X}, torch.{op}(new long[] {{ {s.Last} }}, 0, dtype: float64))", Same);
        Add(samples, "full_like", Every, (op, s) => $"({s.X} + torch.{op}({s.X}, 0.4))", Same);
        Add(samples, "new_full", Every, (op, s) => $"({s.X} + x.{op}(new long[] {{ {s.Last} }}, 0.4))", Same);
        Add(samples, "fill_", Every, (op, s) => $"({s.X} + {s.X}.clone().{op}(0.4))", Same);
        Add(samples, "tensor as_tensor", Every, (op, s) => $"({s.X} + torch.{op}(new double[] {{ 0.4 }}))", Same);
        Add(samples, "as_tensor", Every, (op, s) => $"torch.{op}({s.X})");
        Add(samples, "ToTensor", Every, (op, s) => $"({s.X} + (0.4).{op}())", Same);
        Add(samples, "detach", Every, (op, s) => $"({s.X} / {s.X}.{op}().norm())", Same);
        Add(samples, "detach", Every, (op, s) => $"({s.X}.{op}() * {s.X}.norm() / {s.X}.{op}().norm())");
        Add(samples, "detach_", Every, (op, s) => $"({s.X} / {s.X}.clone().{op}().norm())");
        Add(samples, "requires_grad_", Every, (op, s) => $"{s.X}.{op}()");
        Add(samples, "item", Every, (op, s) => $"({s.X} / (2 + {s.X}.square().sum().{op}<double>()))");
        Add(samples, "ToSingle ToDouble ToInt32 ToInt64", Every, (op, s) => $"(x * {s.X}.norm().{(op == "ToDouble" ? "" : "to_type(ScalarType.Float64).")}{op}())");
        Add(samples, "ToScalar", Every, (op, s) => $"x.mul({s.X}.norm().{op}())");
        Add(samples, "ToBoolean", Every, (op, s) => $"(({s.X}.norm() > 1.5).{op}() ? x : x * 2)");
        Add(samples, "is_nonzero", Every, (op, s) => $"({s.X}.norm().sub(1.5).relu().{op}() ? x : x * 2)");
        Add(samples, "op_Explicit", Every, (_, s) => $"(x * (double){s.X}.norm())");
        Add(samples, "allclose", Every, (op, s) => $"({s.X}.{op}(x, atol: 9) ? x : x * 2)");
        Add(samples, "equal", Every, (op, s) => $"{s.X}.{op}({s.Y}).to_type(ScalarType.Float64)");
        Add(samples, "data", Every, (op, s) => $"(x * {s.X}.contiguous().{op}<double>().ToArray()[0])");
        Add(samples, "ToString", Every, (op, s) => $"(x * {s.X}.{op}(true).Length)");
        Add(samples, "tolist", Every, (op, s) => $"(x * {s.X}.norm().{op}().GetHashCode())");
        Add(samples, "size stride", Every, (op, s) => $"({s.X} * {s.X}.{op}(0))", Same);
        Add(samples, "shape", Every, (op, s) => $"({s.X} * {s.X}.{op}[0])", Same);
        Add(samples, "ndim device_index NumberOfElements Dimensions ElementSize", Every, (op, s) => $"({s.X} * {s.X}.{op})", Same);
        Add(samples, "dim numel element_size", Every, (op, s) => $"({s.X} * {s.X}.{op}())", Same);
        Add(samples, "dtype", Every, (op, s) => $"({s.X} * torch.ones_like(x, dtype: {s.X}.{op}))", Same);
        Add(samples, "device_type is_cuda IsInvalid requires_grad is_leaf", Every, (op, s) => $"({s.X} * ({s.X}.{op} {(op == "device_type" ? "== DeviceType.CPU " : "")}? 1 : 2))", Same);
        Add(samples, "is_cpu is_floating_point is_complex is_contiguous", Every, (op, s) => $"({s.X} * ({s.X}.{op}() ? 1 : 2))");
        Add(samples, "result_type", Every, (op, s) => $"({s.X} * (torch.{op}({s.X}, {s.Y}) == ScalarType.Float64 ? 1 : 2))");
        Add(samples, "normal_ uniform_", Every, (op, s) => $"({s.X} + {s.X}.clone().{op}(0, 1))");
        Add(samples, "ones_ zeros_ kaiming_normal_ kaiming_uniform_ xavier_normal_ xavier_uniform_ trunc_normal_", Every, (op, s) => $"({s.X} + init.{op}({s.X}.detach().clone()))");
        Add(samples, "orthogonal_ eye_", Matrix, (op, s) => $"({s.X} + init.{op}({s.X}.detach().clone()))");
        Add(samples, "sparse_", Matrix, (op, s) => $"({s.X} + init.{op}({s.X}.detach().clone(), 0.5))");
        Add(samples, "dirac_", [3, 4], (op, s) => $"({s.X} + init.{op}({s.X}.detach().clone()))");
        Add(samples, "constant_", Every, (op, s) => $"({s.X} + init.{op}({s.X}.detach().clone(), 0.4))");
    }
}
