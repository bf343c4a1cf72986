namespace RegSpec.CompileTime.Tests;

internal static partial class OperationSamples
{
    private static void AddShapes(List<OperationSample> samples)
    {
        Add(samples, "permute", Matrix, (op, s) => $"{s.X}.{op}(1, 0)");
        Add(samples, "permute", Sequence, (op, s) => $"{s.X}.{op}(0, 2, 1)", s => [s[0], s[2], s[1]]);
        Add(samples, "permute", Image, (op, s) => $"{s.X}.{op}(0, 2, 3, 1)", s => [s[0], s[2], s[3], s[1]]);
        Add(samples, "transpose swapdims", Spatial, (op, s) => $"{s.X}.{op}(1, 2)", s => [s[0], s[2], s[1], .. s[3..]]);
        Add(samples, "swapaxes", Spatial, (op, s) => $"{s.X}.{op}(-1, -2)", s => [.. s[..^2], s[^1], s[^2]]);
        Add(samples, "mT mH", Spatial, (op, s) => $"{s.X}.{op}", s => [.. s[..^2], s[^1], s[^2]]);
        Add(samples, "t", Matrix, (op, s) => $"{s.X}.{op}()");
        Add(samples, "adjoint", Spatial, (op, s) => $"{s.X}.{op}()", s => [.. s[..^2], s[^1], s[^2]]);
        Add(samples, "T H", Matrix, (op, s) => $"{s.X}.{op}");
        Add(samples, "reshape", Every, (op, s) => $"{s.X}.{op}({s.Shape[0]}, -1)", Flat);
        Add(samples, "view", Every, (op, s) => $"{s.X}.contiguous().{op}({s.Sizes})", Same);
        Add(samples, "view", Spatial, (op, s) => $"{s.X}.contiguous().{op}({s.X}.shape[0], -1)", Flat);
        Add(samples, "view_as", Every, (op, s) => $"{s.X}.contiguous().{op}({s.Y})", Same);
        Add(samples, "ravel", Every, (op, s) => $"{s.X}.{op}()");
        Add(samples, "flatten", Every, (op, s) => $"{s.X}.{op}(1)", Flat);
        Add(samples, "unflatten", [2, 3], (op, s) => $"{s.X}.{op}({s.Shape.Length - 1}, new long[] {{ {s.Last}, 1 }})", s => [.. s, 1]);
        Add(samples, "unsqueeze", Batched, (op, s) => $"{s.X}.{op}(1).squeeze(1)", Same);
        Add(samples, "squeeze", Batched, (op, s) => $"{s.X}.unsqueeze(-1).{op}(-1)", Same);
        Add(samples, "narrow", Every, (op, s) => $"{s.X}.{op}(-1, 0, {Math.Max(1, s.Last - 1)})", s => [.. s[..^1], Math.Max(1, s[^1] - 1)]);
        Add(samples, "slice", Every, (op, s) => $"{s.X}.{op}(0, 1, {s.Shape[0]}, 1)");
        Add(samples, "index_select", Every, (op, s) => $"{s.X}.{op}(0, torch.arange(2))");
        Add(samples, "gather", Every, (op, s) => $"{s.X}.{op}(-1, {Places(s)})", Same);
        Add(samples, "take_along_dim", Every, (op, s) => $"{s.X}.{op}({Places(s)}, -1)");
        Add(samples, "flip", Every, (op, s) => $"{s.X}.{op}(-1)", Same);
        Add(samples, "fliplr flipud", Every, (op, s) => $"{s.X}.{op}()", Same);
        Add(samples, "roll", Every, (op, s) => $"{s.X}.{op}(1, -1)", Same);
        Add(samples, "select", Every, (op, s) => $"{s.X}.{op}(0, 0)");
        Add(samples, "select", Spatial, (op, s) => $"{s.X}.{op}(1, 0)", s => [s[0], .. s[2..]]);
        Add(samples, "chunk", Every, (op, s) => $"{s.X}.{op}(2, -1)[0]", s => [.. s[..^1], (s[^1] + 1) / 2]);
        Add(samples, "split tensor_split", Every, (op, s) => $"{s.X}.{op}(2, 1)[0]");
        Add(samples, "unbind", Spatial, (op, s) => $"{s.X}.{op}(1)[0]", s => [s[0], .. s[2..]]);
        Add(samples, "expand", Batched, (op, s) => $"{s.X}.unsqueeze(0).{op}({string.Join(", ", s.Shape.Prepend(2))})");
        Add(samples, "broadcast_to", Every, (op, s) => $"{s.X}.{op}({s.Sizes})", Same);
        Add(samples, "expand_as", Every, (op, s) => $"{s.X}.{op}({s.Y})", Same);
        Add(samples, "repeat tile", Every, (op, s) => $"{s.X}.{op}(new long[] {{ {Twice("1", s.Shape.Length)} }})", Same);
        Add(samples, "repeat_interleave", Every, (op, s) => $"{s.X}.{op}(2, 0)");
        Add(samples, "index", Every, (op, s) => $"{s.X}.{op}(TensorIndex.Single(0))");
        Add(samples, "this[]", Every, (_, s) => $"{s.X}[TensorIndex.Ellipsis, ..{Math.Max(1, s.Last - 1)}]", s => [.. s[..^1], Math.Max(1, s[^1] - 1)]);
        Add(samples, "this[]", Every, (_, s) => $"{s.X}[0]");
        Add(samples, "pixel_shuffle", Image, (op, s) => $"functional.{op}(cat(new[] {{ {Twice(s.X, 4)} }}, 1), 2)");
        Add(samples, "pixel_unshuffle", Image, (op, s) => $"functional.{op}({s.X}[TensorIndex.Ellipsis, ..2, ..2], 2)");
        Add(samples, "channel_shuffle", Image, (op, s) => $"{s.X}.{op}(1)", Same);
        Add(samples, "unfold", Spatial, (op, s) => $"{s.X}.{op}(-1, 2, 1)");
        Add(samples, "fold", Sequence, (op, s) => $"functional.{op}(cat(new[] {{ {Twice($"{s.X}[TensorIndex.Ellipsis, ..4]", 4)} }}, 1), (3, 3), (2, 2))");
        Add(samples, "movedim", Spatial, (op, s) => $"{s.X}.{op}(new long[] {{ 1 }}, new long[] {{ 2 }})", s => [s[0], s[2], s[1], .. s[3..]]);
        Add(samples, "moveaxis", Spatial, (op, s) => $"torch.{op}({s.X}, 1, 2)", s => [s[0], s[2], s[1], .. s[3..]]);
        Add(samples, "tril triu", Every, (op, s) => $"{s.X}.{op}()", Same);
        Add(samples, "diag", Matrix, (op, s) => $"{s.X}.{op}()");
        Add(samples, "diag_embed diagonal", Matrix, (op, s) => $"{s.X}.{op}(0, 0, 1)");
        Add(samples, "masked_select", Every, (op, s) => $"{s.X}.{op}(x > 0)");
        Add(samples, "take", Every, (op, s) => $"{s.X}.{op}(torch.arange(3))");
        Add(samples, "rot90", Every, (op, s) => $"{s.X}.{op}()");
        Add(samples, "atleast_1d atleast_2d", Every, (op, s) => $"{s.X}.{op}()", Same);
        Add(samples, "atleast_3d", Spatial, (op, s) => $"{s.X}.{op}()", Same);
    }

    /// <summary>Another place along the last axis for each element.</summary>
    private static string Places(SampleOperands s) => $"(torch.arange({s.Shape.Aggregate(1, (a, b) => a * b)}).square() % 7 % {s.Last}).view({s.Sizes})";

    private static int[] Flat(int[] shape) => [shape[0], shape[1..].Aggregate(1, (a, b) => a * b)];
}
