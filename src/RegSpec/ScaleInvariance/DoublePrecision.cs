using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Whether a model can be measured on copies of its tensors in float64.</summary>
internal static class DoublePrecision
{
    /// <summary>Why it cannot, or an empty text: the copies must give the outputs that the model gives, to its precision.</summary>
    public static string Obstacle(nn.Module model, ModelState state, Func<IReadOnlyList<Tensor>> outputs)
    {
        Tensor[] narrow = [.. state.Tensors.Where(tensor => !tensor.IsInvalid && (tensor.is_floating_point() || tensor.is_complex()) && !Precision.IsDouble(tensor.dtype))];
        if (narrow.Length == 0)
        {
            return "";
        }

        double unit = narrow.Max(tensor => Precision.Unit(tensor.dtype));
        using DisposeScope scope = NewDisposeScope();
        Tensor own = Pass(model, state, outputs, inDouble: false);
        Tensor copied;
        try
        {
            copied = Pass(model, state, outputs, inDouble: true);
        }
        catch (Exception error)
        {
            // Whatever the model's code refuses in float64 is told, and the model measured as it is.
            return "it does not run in float64: " + (error.InnerException ?? error).Message.Split('\n')[0];
        }

        if (own.numel() != copied.numel())
        {
            return $"in float64 it gives {copied.numel()} numbers, and {own.numel()} in its own type";
        }

        double difference = (own - copied).norm().ToNumber() / Math.Max(copied.norm().ToNumber(), double.Epsilon);
        return difference <= Math.Sqrt(unit) ? "" : FormattableString.Invariant($"in float64 its outputs differ by {difference:0.0e+0}: does it draw noise, or name a type?");
    }

    private static Tensor Pass(nn.Module model, ModelState state, Func<IReadOnlyList<Tensor>> outputs, bool inDouble)
    {
        Tensor result;
        using (var passes = new ModelPasses(model, state, outputs, inDouble))
        {
            result = passes.Values().DetachFromDisposeScope();
        }

        return result;
    }
}
