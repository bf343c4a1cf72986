namespace RegSpec.CompileTime.Tests;

internal static partial class OperationSamples
{
    private static void AddAlgebra(List<OperationSample> samples)
    {
        Add(samples, "op_Addition", Every, (_, s) => $"({s.X} + {s.Y})", Same);
        Add(samples, "op_Subtraction", Every, (_, s) => $"({s.X} - {s.Y})", Same);
        Add(samples, "op_Multiply", Every, (_, s) => $"({s.X} * {s.Y})", Same);
        Add(samples, "op_Multiply", Every, (_, s) => $"({s.X} * 1.5)", Same);
        Add(samples, "op_Division", Every, (_, s) => $"({s.X} / ({s.Y}.abs() + 1e-10))");
        Add(samples, "op_Division", Every, (_, s) => $"({s.X} / 3)", Same);
        Add(samples, "add sub mul multiply maximum minimum fmax fmin", Every, (op, s) => $"{s.X}.{op}({s.Y})", Same);
        Add(samples, "subtract", Every, (op, s) => $"{s.X}.{op}(0.4)", Same);
        Add(samples, "subtract", Every, (op, s) => $"torch.{op}({s.X}, {s.Y})", Same);
        Add(samples, "add", Every, (op, s) => $"{s.X}.{op}({s.Y}, alpha: 0.5)", Same);
        Add(samples, "add", Every, (op, s) => $"{s.X}.{op}(0.4)", Same);
        Add(samples, "mul multiply div divide true_divide", Every, (op, s) => $"{s.X}.{op}(1.7)", Same);
        Add(samples, "div divide true_divide", Every, (op, s) => $"{s.X}.{op}({s.Y})");
        Add(samples, "multiply_ negative_", Every, (op, s) => $"torch.{op}({s.X}.clone(){(op == "multiply_" ? ", 1.7" : "")})");
        Add(samples, "pow", Every, (op, s) => $"{s.X}.{op}(2)", Same);
        Add(samples, "pow", Every, (op, s) => $"{s.X}.abs().{op}(0.5)");
        Add(samples, "pow", Every, (op, s) => $"{s.X}.{op}(3)");
        Add(samples, "float_power", Every, (op, s) => $"{s.X}.{op}(torch.full(new long[] {{ 1 }}, 2.0, dtype: float64))");
        Add(samples, "matmul", Spatial, (op, s) => $"{s.X}.{op}({s.Y}.transpose(-1, -2)).softmax(-1).matmul({s.X})", Same);
        Add(samples, "matmul", Matrix, (op, s) => $"{s.X}.{op}({s.Y}.t())");
        Add(samples, "bmm", Sequence, (op, s) => $"{s.X}.{op}({s.Y}.transpose(1, 2))", s => [s[0], s[1], s[1]]);
        Add(samples, "mm", Matrix, (op, s) => $"{s.X}.{op}({s.Y}.t())", s => [s[0], s[0]]);
        Add(samples, "mv", Matrix, (op, s) => $"{s.X}.{op}({s.Y}[0])");
        Add(samples, "dot vdot inner outer ger", Every, (op, s) => $"{s.X}.flatten().{op}({s.Y}.flatten())");
        Add(samples, "kron", Matrix, (op, s) => $"{s.X}.{op}({s.Y})");
        Add(samples, "einsum", Matrix, (op, s) => $"torch.{op}(\"ij,kj->ik\", {s.X}, {s.Y})", s => [s[0], s[0]]);
        Add(samples, "einsum", Sequence, (op, s) => $"torch.{op}(\"bij,bkj->bik\", {s.X}, {s.Y})", s => [s[0], s[1], s[1]]);
        Add(samples, "tensordot", Matrix, (op, s) => $"torch.{op}({s.X}, {s.Y}, new long[] {{ 1 }}, new long[] {{ 1 }})");
        Add(samples, "addmm", Matrix, (op, s) => $"{s.X}.{op}(x.mm(x.t()), {s.Y})", Same);
        Add(samples, "addmm", Matrix, (op, s) => $"{s.X}.{op}(x.mm(x.t()), {s.Y}, beta: 2, alpha: 0.5f)", Same);
        Add(samples, "addmv", Matrix, (op, s) => $"{s.X}[0].{op}({s.Y}.t(), x.select(1, 0))");
        Add(samples, "baddbmm", Sequence, (op, s) => $"{s.X}.{op}(x.bmm(x.transpose(1, 2)), {s.Y})", Same);
        Add(samples, "addbmm", Sequence, (op, s) => $"{s.X}[0].{op}(x.bmm(x.transpose(1, 2)), {s.Y})");
        Add(samples, "addr", Matrix, (op, s) => $"{s.X}.{op}(x.select(1, 0), {s.Y}[0])", Same);
        Add(samples, "where", Every, (op, s) => $"torch.{op}(x > 0, {s.X}, {s.Y})");
        Add(samples, "where", Every, (op, s) => $"torch.{op}({s.X} > 0, {s.X}, {s.Y})", Same);
        Add(samples, "where", Every, (op, s) => $"torch.{op}({s.X} > {s.Y}, {s.X}, torch.zeros_like({s.X}))", Same);
        Add(samples, "masked_fill", Every, (op, s) => $"{s.X}.{op}({s.X} > 0, 0)", Same);
        Add(samples, "masked_fill", Every, (op, s) => $"{s.X}.{op}({s.X} > 0, 0.3)", Same);
        Add(samples, "stack", Every, (op, s) => $"torch.{op}(new[] {{ {s.X}, {s.Y} }}, 0).sum(dim: 0)", Same);
        Add(samples, "cat", Batched, (op, s) => $"torch.{op}(new[] {{ {s.X}, {s.Y} }}, 1)", s => [s[0], s[1] * 2, .. s[2..]]);
        Add(samples, "cat concat concatenate", Every, (op, s) => $"torch.{op}(new[] {{ {s.X}, {s.Y} }}, -1)");
        Add(samples, "hstack vstack", Every, (op, s) => $"torch.{op}(new[] {{ {s.X}, {s.Y} }})");
        AddComparisons(samples);
    }

    private static void AddComparisons(List<OperationSample> samples)
    {
        Add(samples, "eq ne gt ge lt le greater greater_equal less less_equal not_equal isclose logical_and logical_or logical_xor", Every, (op, s) => $"{s.X}.relu().{op}({s.Y}.relu()).to_type(ScalarType.Float64)");
        foreach ((string name, string sign) in new[] { ("op_Equality", "=="), ("op_Inequality", "!="), ("op_GreaterThan", ">"), ("op_GreaterThanOrEqual", ">="), ("op_LessThan", "<"), ("op_LessThanOrEqual", "<=") })
        {
            Add(samples, name, Every, (_, s) => $"({s.X}.relu() {sign} {s.Y}.relu()).to_type(ScalarType.Float64)");
            Add(samples, name, Every, (_, s) => $"({s.X} {sign} 0.5).to_type(ScalarType.Float64)");
        }

        foreach ((string name, string sign) in new[] { ("op_BitwiseAnd", "&"), ("op_BitwiseOr", "|"), ("op_ExclusiveOr", "^") })
        {
            Add(samples, name, Every, (_, s) => $"(({s.X} > 0) {sign} ({s.Y} > 0)).to_type(ScalarType.Float64)");
            Add(samples, name, Every, (_, s) => $"({s.X}.to_type(ScalarType.Int64) {sign} {s.Y}.to_type(ScalarType.Int64)).to_type(ScalarType.Float64)");
        }

        Add(samples, "op_OnesComplement", Every, (_, s) => $"(~({s.X} > 0)).to_type(ScalarType.Float64)");
        Add(samples, "bitwise_and bitwise_or", Every, (op, s) => $"({s.X} > 0).{op}({s.Y} > 0).to_type(ScalarType.Float64)");
        Add(samples, "bitwise_not", Every, (op, s) => $"({s.X} > 0).{op}().to_type(ScalarType.Float64)");
        Add(samples, "argmax argmin isnan isinf isfinite all any signbit", Every, (op, s) => $"{s.X}.{op}().to_type(ScalarType.Float64)");
        Add(samples, "logical_not", Every, (op, s) => $"({s.X} > 0).{op}().to_type(ScalarType.Float64)");
        Add(samples, "argmax argmin argsort", Every, (op, s) => $"{s.X}.{op}(-1).to_type(ScalarType.Float64)");
        Add(samples, "count_nonzero", Every, (op, s) => $"{s.X}.relu().{op}().to_type(ScalarType.Float64)");
        Add(samples, "nonzero", Every, (op, s) => $"{s.X}.relu().{op}().to_type(ScalarType.Float64)");
    }
}
