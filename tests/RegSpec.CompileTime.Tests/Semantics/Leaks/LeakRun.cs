using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec.CompileTime.Tests;

/// <summary>A program of the matrix that runs: whether scaling its weight changes what its caller sees.</summary>
internal sealed class LeakRun
{
    /// <summary>Large factors too: a condition or an index changes only beyond its threshold.</summary>
    private static readonly double[] Factors = [1.0 / 64, 0.5, 2, 64];

    /// <summary>What rounding does to an invariant model, relative to its output.</summary>
    private const double Rounding = 1e-8;

    private readonly LeakProgram program;
    private readonly Type root;

    public LeakRun(Assembly assembly, LeakProgram program)
    {
        this.program = program;
        root = assembly.GetType(program.Root, throwOnError: true)!;
    }

    /// <summary>Whether some factor changes an observable.</summary>
    public bool Changes()
    {
        using DisposeScope scope = NewDisposeScope();
        using var none = no_grad();
        double[] reference = Observe(1);
        return Factors.Any(factor => Differs(reference, Observe(factor)));
    }

    private static bool Differs(double[] reference, double[] scaled) =>
        reference.Length != scaled.Length || reference.Zip(scaled).Any(pair => !(Math.Abs(pair.First - pair.Second) <= Rounding * (1 + Math.Abs(pair.First))));

    /// <summary>All numbers a caller sees, of a new model with the same parameters but for the factor of the weight.</summary>
    private double[] Observe(double factor)
    {
        random.manual_seed(1);
        var model = (nn.Module)Activator.CreateInstance(root)!;
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in model.named_parameters())
        {
            parameter.add_(randn_like(parameter), 0.2);
            if (name == program.Weight)
            {
                parameter.mul_(factor);
            }
        }

        var seen = new List<Tensor>();
        root.GetEvent("Emitted")?.AddEventHandler(model, (Action<Tensor>)seen.Add);
        for (int call = 0; call < 2; call++)
        {
            Tensor x = randn(4, 8, dtype: float64);
            object?[] arguments = program.Where == LeakWhere.OutParameter ? [x, null] : [x];
            object result = Method().Invoke(model, arguments)!;
            seen.AddRange(Tensors(result).Append(x).Concat(arguments.Skip(1).SelectMany(Tensors)).Concat(Tensors(root.GetField("Shared")?.GetValue(null))).Select(tensor => tensor.clone()));
        }

        return [.. seen.SelectMany(tensor => tensor.contiguous().data<double>().ToArray())];
    }

    private MethodInfo Method() => program.Where == LeakWhere.OutParameter
        ? root.GetMethod("Encode")!
        : root.GetMethods().Single(method => method.Name == "call" && method.GetParameters() is [{ ParameterType: { } type }] && type == typeof(Tensor));

    private static IEnumerable<Tensor> Tensors(object? value) => value switch
    {
        Tensor tensor => [tensor],
        IDictionary dictionary => dictionary.Values.Cast<object>().SelectMany(Tensors),
        IEnumerable items => items.Cast<object>().SelectMany(Tensors),
        ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(i => Tensors(tuple[i])),
        null or Type => [],
        _ => value.GetType().GetProperties().SelectMany(property => Tensors(property.GetValue(value))),
    };
}
