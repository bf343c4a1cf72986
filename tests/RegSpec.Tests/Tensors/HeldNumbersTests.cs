using Mono.Cecil;
using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec.Tests;

/// <summary>
/// A number that nobody holds is freed where a collection falls into the native call: torch throws, or takes another number. With collections all the time
/// this was one call in 16,000.
/// </summary>
public class HeldNumbersTests
{
    private static readonly UnheldNumbers Unheld = UnheldNumbers.Of(typeof(torch).Assembly);

    [Fact]
    public void RegSpec_holds_every_number_it_gives_to_torch()
    {
        using var own = ModuleDefinition.ReadModule(typeof(ParameterGroups).Assembly.Location);
        IEnumerable<string> found = UnheldNumbers.Methods(own).SelectMany(method => Unheld.CallsIn(method).Select(called => $"{method.DeclaringType.Name}.{method.Name}: {called.DeclaringType.Name}.{called.Name}"));

        // TorchSharp has no other norm of an order that does not fit single precision.
        Assert.Equal(["FlatParameterGroups.NormOf: linalg.vector_norm"], found);
    }

    [Theory]
    [InlineData(nameof(Calls.Converted), "op_Implicit")]
    [InlineData(nameof(Calls.Undisposed), "op_Implicit")]
    [InlineData(nameof(Calls.AnotherDisposed), "op_Implicit")]
    [InlineData(nameof(Calls.Sum), "op_Addition")]
    [InlineData(nameof(Calls.Square), "square")]
    [InlineData(nameof(Calls.Read), "ToDouble")]
    [InlineData(nameof(Calls.Disposed), null)]
    [InlineData(nameof(Calls.Kept), null)]
    [InlineData(nameof(Calls.Product), null)]
    public void Numbers_that_nobody_holds_are_found(string name, string? expected)
    {
        using var tests = ModuleDefinition.ReadModule(typeof(HeldNumbersTests).Assembly.Location);
        MethodDefinition method = tests.GetType(typeof(HeldNumbersTests).FullName).NestedTypes.Single(type => type.Name == nameof(Calls)).Methods.Single(m => m.Name == name);
        Assert.Equal(expected is null ? [] : [expected], Unheld.CallsIn(method).Select(called => called.Name));
    }

    private static class Calls
    {
        private static readonly Scalar Half = 0.5;

        public static Tensor Converted(Tensor x) => x.mul(0.5);

        public static Tensor Undisposed(Tensor x)
        {
            Scalar half = 0.5;
            return x.mul(half);
        }

        public static Tensor AnotherDisposed(Tensor x)
        {
            using Tensor y = x.mul(0.5);
            return y.neg();
        }

        public static Tensor Sum(Tensor x) => x + x;

        public static Tensor Square(Tensor x) => x.square();

        public static double Read(Tensor x) => x.ToDouble();

        public static Tensor Disposed(Tensor x)
        {
            using Scalar half = 0.5, one = 1;
            return x.mul(half).add(x, one);
        }

        public static Tensor Kept(Tensor x) => x.mul(Half);

        public static Tensor Product(Tensor x) => x * x;
    }
}
