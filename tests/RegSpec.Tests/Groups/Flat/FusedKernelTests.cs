using System.Globalization;
using System.Numerics;
using System.Runtime.Intrinsics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests;

/// <summary>The arithmetic of the one pass by itself: every width of vectors, every way of rounding, many threads.</summary>
[Collection(StockSteps.Name)]
public class FusedKernelTests(Xunit.Abstractions.ITestOutputHelper output)
{
    /// <summary>Every width, emulated where the processor has it not.</summary>
    private static readonly Dictionary<string, Func<StockRoots?, FusedKernels[]>> Widths = new()
    {
        ["512 single"] = Roundings<VectorMath512<float>, Vector512<float>, float, NearestRoots>,
        ["256 single"] = Roundings<VectorMath256<float>, Vector256<float>, float, NearestRoots>,
        ["128 single"] = Roundings<VectorMath128<float>, Vector128<float>, float, NearestRoots>,
        ["scalar single"] = Roundings<ScalarMath<float>, float, float, NearestRoots>,
        ["512 double"] = Roundings<VectorMath512<double>, Vector512<double>, double, NearestRoots>,
        ["256 double"] = Roundings<VectorMath256<double>, Vector256<double>, double, NearestRoots>,
        ["128 double"] = Roundings<VectorMath128<double>, Vector128<double>, double, NearestRoots>,
        ["scalar double"] = Roundings<ScalarMath<double>, double, double, NearestRoots>,
    };

    /// <summary>The same widths with roots by iteration.</summary>
    private static readonly Dictionary<string, FusedKernels[]> Iterated = new()
    {
        ["512 single"] = Roundings<VectorMath512<float>, Vector512<float>, float, IteratedRoots>(null),
        ["256 single"] = Roundings<VectorMath256<float>, Vector256<float>, float, IteratedRoots>(null),
        ["128 single"] = Roundings<VectorMath128<float>, Vector128<float>, float, IteratedRoots>(null),
        ["scalar single"] = Roundings<ScalarMath<float>, float, float, IteratedRoots>(null),
    };

    public static TheoryData<string> AllWidths => [.. Widths.Keys];

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void Each_width_rounds_as_TorchSharp_in_exactly_one_way(string width)
    {
        ScalarType type = width.EndsWith("single", StringComparison.Ordinal) ? ScalarType.Float32 : ScalarType.Float64;
        Assert.Single(Widths[width](new StockRoots(type)), kernels => StockRounding.IsAsStock(kernels, type));
    }

    [Fact]
    public void Roots_by_iteration_are_TorchSharps_in_every_width_or_in_none()
    {
        bool areAsStock = StockRounding.RootsAreAsStock<float, IteratedRoots>(ScalarType.Float32);
        Assert.All(Iterated, width => Assert.Equal(areAsStock ? 1 : 0, width.Value.Count(kernels => StockRounding.IsAsStock(kernels, ScalarType.Float32))));
        Assert.False(StockRounding.RootsAreAsStock<float, NearestRoots>(ScalarType.Float32) && areAsStock);
    }

    [Fact]
    public void Roots_by_iteration_are_within_a_unit_of_every_size_and_TorchSharps_where_a_sample_is()
    {
        // A seventh of all numbers in [1, 4), which stand for those of every even exponent, and every kind of number beside them.
        float[] numbers = [.. Enumerable.Range(0, (1 << 24) / 7).Select(static i => BitConverter.Int32BitsToSingle(0x3f800000 + (7 * i))), .. Extremes()];
        using Tensor values = tensor(numbers);
        using Tensor roots = values.sqrt();
        float[] stock = roots.Floats();
        bool areAsStock = StockRounding.RootsAreAsStock<float, IteratedRoots>(ScalarType.Float32);
        var place = new float[8];
        for (int i = 0; i < numbers.Length; i += 8)
        {
            numbers.AsSpan(i, Math.Min(8, numbers.Length - i)).CopyTo(place);
            IteratedRoots.Of<VectorMath256<float>, Vector256<float>, float>(Vector256.Create(place)).CopyTo(place);
            for (int k = 0; k < Math.Min(8, numbers.Length - i); k++)
            {
                double exact = Math.Sqrt(numbers[i + k]);
                bool isRight = areAsStock ? place[k].Equals(stock[i + k]) : !double.IsFinite(exact) || Math.Abs(place[k] - exact) <= UnitOf((float)exact);
                if (!isRight)
                {
                    Assert.Fail($"√{numbers[i + k]:R} = {place[k]:R}, not {stock[i + k]:R}");
                }
            }
        }

        static IEnumerable<float> Extremes()
        {
            for (int exponent = 0; exponent < 256; exponent++)
            {
                for (int i = 0; i < 64; i++)
                {
                    yield return BitConverter.Int32BitsToSingle((exponent << 23) + (i < 32 ? i : (1 << 23) - (i - 31)));
                }
            }

            yield return float.NaN;
            yield return float.Epsilon;
        }
    }

    [Theory]
    [InlineData("AdamW")]
    [InlineData("Adam")]
    [InlineData("SGD")]
    public void However_products_are_rounded_a_step_differs_by_at_most_two_units_in_the_last_place(string name)
    {
        var random = new Random(3);
        FusedKernels fast = StockRounding.KernelsFor(FlatArithmetic.Fast, ScalarType.Float32)!;
        foreach (FusedKernels kernels in Widths["256 single"](null).Concat(Iterated["256 single"]).Append(fast))
        {
            // Another order of operations than TorchSharp's has as many roundings of its own.
            int unitsOfChange = kernels == fast ? 8 : 4;
            for (int run = 0; run < 20; run++)
            {
                using DisposeScope scope = NewDisposeScope();
                float[] start = Numbers(random);
                using var ours = new Parameter(tensor(start));
                using var stock = new Parameter(tensor(start));
                using OptimizerHelper ourOptimizer = Make(name, ours);
                using OptimizerHelper stockOptimizer = Make(name, stock);
                for (int step = 0; step < 3; step++)
                {
                    float[] gradient = Numbers(random);
                    ours.grad = tensor(gradient);
                    stock.grad = tensor(gradient);

                    // Equal state before the step that is compared; what came before it gave the moments.
                    ours.bytes = stock.RawBytes();
                    Copy(stockOptimizer, ourOptimizer);
                    float[] before = stock.Floats();
                    optim.Optimizer.StateDictionary state = ourOptimizer.state_dict();
                    GroupUpdate? update = GroupUpdate.Prepare(kernels, state.Options[0], state.State[0], ours, clip: 1);
                    stockOptimizer.step();
                    if (update is null)
                    {
                        Assert.Equal(("SGD", 0), (name, step));
                        ourOptimizer.step();
                        continue;
                    }

                    update.Value.Kernel.Run(update.Value.Arguments, 0, update.Value.Arguments.Count);
                    float[] expected = stock.Floats();
                    float[] actual = ours.Floats();
                    for (int i = 0; i < before.Length; i++)
                    {
                        float change = Math.Abs(expected[i] - before[i]);
                        float value = Math.Abs(expected[i]);
                        double allowed = change <= value / 4 ? 2 * UnitOf(value) : unitsOfChange * UnitOf(Math.Max(change, value));
                        Assert.InRange(Math.Abs((double)actual[i] - expected[i]), 0, allowed);
                    }
                }
            }
        }
    }

    /// <summary>REGSPEC_LONG_TRAINING sets how many steps (300); the error grows with them.</summary>
    [Theory]
    [InlineData(FlatArithmetic.Fast, 0.1)]
    [InlineData(FlatArithmetic.Fast, 0)]
    [InlineData(FlatArithmetic.BitIdentical, 0.1)]
    public void Against_double_precision_the_error_of_long_training_is_no_larger_than_TorchSharps(FlatArithmetic arithmetic, double weightDecay)
    {
        int steps = int.Parse(Environment.GetEnvironmentVariable("REGSPEC_LONG_TRAINING") ?? "300", CultureInfo.InvariantCulture);
        using var model = nn.Linear(61, 33, hasBias: false);
        using var twin = nn.Linear(61, 33, hasBias: false);
        twin.load_state_dict(model.state_dict());
        using FlatParameterGroups flat = ParameterGroups.Of(model, weightDecay).Flatten();
        flat.Arithmetic = arithmetic;
        using AdamW ours = flat.AdamW(1e-3);
        using AdamW stock = ParameterGroups.Of(twin, weightDecay).AdamW(1e-3);
        var reference = new Reference(twin.weight!.Floats(), 1e-3, weightDecay);
        var random = new Random(11);
        model.weight!.grad = zeros_like(model.weight);
        twin.weight.grad = zeros_like(twin.weight);
        for (int step = 0; step < steps; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            float[] gradient = new float[61 * 33];
            for (int i = 0; i < gradient.Length; i++)
            {
                gradient[i] = (float)(random.NextDouble() - 0.45);
            }

            Tensor numbers = tensor(gradient).view(33, 61);
            model.weight.grad!.copy_(numbers);
            twin.weight.grad!.copy_(numbers);
            ours.step();
            stock.step();
            reference.Step(gradient);
        }

        double ourError = reference.ErrorOf(model.weight.Floats());
        double stockError = reference.ErrorOf(twin.weight.Floats());
        Assert.InRange(stockError, 1e-9, 1e-2);

        // Without fused instructions the fast way is TorchSharp's order: two ways of rounding, whose errors 2,013 elements tell to a hundredth.
        double most = arithmetic == FlatArithmetic.BitIdentical ? 1 : FusedArithmetic.IsAccelerated ? 0.9 : 1.01;
        Assert.True(ourError <= stockError * most, $"{ourError} > {most} · {stockError} after {steps} steps");
        output.WriteLine($"{arithmetic}, {steps} steps: {ourError:E3}, TorchSharp {stockError:E3}");
    }

    [Theory]
    [InlineData("AdamW", false)]
    [InlineData("AdamW", true)]
    [InlineData("Adam", false)]
    [InlineData("Adam", true)]
    public void The_fast_order_is_the_same_in_every_width(string name, bool isDouble)
    {
        FusedKernel[] widths = isDouble
            ? [new FastAdamKernel<VectorMath512<double>, Vector512<double>, double>(), new FastAdamKernel<VectorMath256<double>, Vector256<double>, double>(), new FastAdamKernel<VectorMath128<double>, Vector128<double>, double>(), new FastAdamKernel<ScalarMath<double>, double, double>()]
            : [new FastAdamKernel<VectorMath512<float>, Vector512<float>, float>(), new FastAdamKernel<VectorMath256<float>, Vector256<float>, float>(), new FastAdamKernel<VectorMath128<float>, Vector128<float>, float>(), new FastAdamKernel<ScalarMath<float>, float, float>()];
        ScalarType type = isDouble ? ScalarType.Float64 : ScalarType.Float32;
        byte[][] results = Array.ConvertAll(widths, kernel => Steps(kernel, name, type, maximize: false));
        Assert.All(results, result => Assert.Equal(results[^1], result));
        Assert.NotEqual(results[^1], Steps(widths[0], name, type, maximize: true));
    }

    /// <summary>Weights that never had a gradient stay what decay makes of them, however small ε is.</summary>
    [Theory]
    [InlineData(1e-8)]
    [InlineData(1e-44)]
    public void In_the_fast_order_no_gradient_is_no_change(double epsilon)
    {
        using var parameter = new Parameter(ones(21));
        parameter.grad = zeros(21);
        using var optimizer = new AdamW([parameter], lr: 0.1, eps: epsilon, weight_decay: 0.5);
        optim.Optimizer.StateDictionary state = optimizer.state_dict();
        GroupUpdate update = GroupUpdate.Prepare(StockRounding.KernelsFor(FlatArithmetic.Fast, ScalarType.Float32)!, state.Options[0], state.State[0], parameter, clip: 1)!.Value;
        update.Kernel.Run(update.Arguments, 0, update.Arguments.Count);
        Assert.All(parameter.Floats(), static x => Assert.Equal(0.95f, x));
    }

    [Fact]
    public void All_numbers_within_bounds_are_seen_to_be_in_every_width()
    {
        Assert.All((bool[])[true, false], static isWithin =>
        {
            float last = isWithin ? 2 : 3;
            Assert.Equal(isWithin, VectorMath512<float>.AreAllBetween(Vector512.Create(1f).WithElement(15, last), Vector512.Create(1f), Vector512.Create(2f)));
            Assert.Equal(isWithin, VectorMath256<float>.AreAllBetween(Vector256.Create(1f).WithElement(7, last), Vector256.Create(1f), Vector256.Create(2f)));
            Assert.Equal(isWithin, VectorMath128<float>.AreAllBetween(Vector128.Create(1f).WithElement(3, last), Vector128.Create(1f), Vector128.Create(2f)));
            Assert.Equal(isWithin, ScalarMath<float>.AreAllBetween(last, 1, 2));
            Assert.Equal(isWithin, PairMath<ScalarMath<float>, float, float>.AreAllBetween(new(1, last), new(1, 1), new(2, 2)));
            Assert.Equal(isWithin, PairMath<ScalarMath<float>, float, float>.AreAllBetween(new(last, 1), new(1, 1), new(2, 2)));
        });
    }

    /// <summary>As <c>torch.maximum</c>, on which AMSGrad's largest moment rests.</summary>
    [Fact]
    public void The_larger_of_two_is_not_a_number_where_one_is_not()
    {
        (float A, float B, float Expected)[] cases = [(1, 2, 2), (2, 1, 2), (float.NaN, 1, float.NaN), (1, float.NaN, float.NaN), (float.NaN, float.NaN, float.NaN), (float.NegativeInfinity, 1, 1)];
        Assert.All(cases, static c =>
        {
            Assert.Equal(c.Expected, VectorMath512<float>.Max(Vector512.Create(c.A), Vector512.Create(c.B))[3]);
            Assert.Equal(c.Expected, VectorMath256<float>.Max(Vector256.Create(c.A), Vector256.Create(c.B))[3]);
            Assert.Equal(c.Expected, VectorMath128<float>.Max(Vector128.Create(c.A), Vector128.Create(c.B))[3]);
            Assert.Equal(c.Expected, ScalarMath<float>.Max(c.A, c.B));
        });
    }

    [Fact]
    public void Roots_outside_the_range_of_the_iteration_are_the_nearest_in_each_lane()
    {
        // One number of four outside, and each kind of them.
        float[] outside = [0, float.Epsilon, 1.1754942e-38f, 3.4019932e38f, float.MaxValue, float.PositiveInfinity];
        Assert.All(outside, static x =>
        {
            Vector128<float> roots = IteratedRoots.Of<VectorMath128<float>, Vector128<float>, float>(Vector128.Create(4, x, 9, 16));
            Assert.Equal([2, MathF.Sqrt(x), 3, 4], Enumerable.Range(0, 4).Select(i => roots[i]));
        });
    }

    [Fact]
    public void SGD_without_momentum_has_a_pass()
    {
        using var parameter = new Parameter(ones(5));
        parameter.grad = ones(5);
        using var optimizer = new SGD([parameter], lr: 0.1);
        optim.Optimizer.StateDictionary state = optimizer.state_dict();
        Assert.NotNull(GroupUpdate.Prepare(Widths["scalar single"](null)[0], state.Options[0], state.State[0], parameter, clip: 1));
    }

    /// <summary>Whose elements lie in another order than the gradient's, or in no main memory at all, steps with the operations of TorchSharp.</summary>
    [Fact]
    public void Values_that_are_no_plain_array_have_no_pass()
    {
        using var turned = new Parameter(ones(2, 3).t());
        using var meta = new Parameter(ones(6, device: META));
        turned.grad = ones(3, 2);
        meta.grad = ones(6, device: META);
        Assert.All((Parameter[])[turned, meta], static parameter =>
        {
            using var optimizer = new SGD([parameter], lr: 0.1);
            optim.Optimizer.StateDictionary state = optimizer.state_dict();
            Assert.Null(GroupUpdate.Prepare(Widths["scalar single"](null)[0], state.Options[0], state.State[0], parameter, clip: 1));
        });
    }

    [Fact]
    public void Of_ways_to_round_the_first_with_the_bits_of_TorchSharp_is_taken_and_none_for_them_where_none_has()
    {
        FusedKernels right = StockRounding.KernelsFor(FlatArithmetic.BitIdentical, ScalarType.Float32)!;
        FusedKernels[] wrong = [.. Widths["256 single"](null).Where(static kernels => !StockRounding.IsAsStock(kernels, ScalarType.Float32))];
        Assert.NotEmpty(wrong);
        StockRounding.Arithmetics found = Choose([.. wrong, right, wrong[0]]);
        Assert.Same(right, found.Identical);
        Assert.Same(right, found.Fast);
        found = Choose(wrong);
        Assert.Null(found.Identical);
        Assert.Same(wrong[0], found.Fast);

        static StockRounding.Arithmetics Choose(FusedKernels[] candidates) =>
            StockRounding.Choose(Array.ConvertAll(candidates, static kernels => (new Func<FusedKernels>(() => kernels), new Func<FusedKernels>(() => kernels))), ScalarType.Float32);
    }

    [Fact]
    public void Of_orders_of_a_norm_the_first_with_the_bits_of_TorchSharp_is_taken_or_none()
    {
        StockNorm[] all =
        [
            new StockNorm<VectorMath128<float>, Vector128<float>, FusedProduct, RoundedProduct>(),
            new StockNorm<VectorMath512<float>, Vector512<float>, FusedProduct, RoundedProduct>(),
        ];
        StockNorm[] wrong = [.. all.Where(static norm => !norm.IsAsStock())];
        Assert.NotEmpty(wrong);
        Assert.Null(StockNorm.Choose(wrong));
        Assert.Same(StockNorm.Known, StockNorm.Choose([.. wrong, StockNorm.Known!, wrong[0]]));
    }

    /// <summary>TorchSharp may free a number under the step that reads it: the step throws, or takes another.</summary>
    [Fact]
    public void A_trial_in_which_TorchSharp_fails_is_made_again_and_the_last_failure_comes_out()
    {
        FusedKernels right = StockRounding.KernelsFor(FlatArithmetic.BitIdentical, ScalarType.Float32)!;
        int made = 0;
        Assert.True(StockRounding.AgreeInATrial(right, ScalarType.Float32, p => made++ < 2 ? throw new System.Runtime.InteropServices.ExternalException("toFloat") : new SGD([p], lr: 0.1)));
        made = 0;
        Assert.True(StockRounding.AgreeInATrial(right, ScalarType.Float32, p => new SGD([p], lr: made++ < 3 ? 0.1 * made : 0.5)));
        made = 0;
        Assert.False(StockRounding.AgreeInATrial(right, ScalarType.Float32, p => new SGD([p], lr: 0.1 * ++made)));
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => StockRounding.AgreeInATrial(right, ScalarType.Float32, static _ => throw new System.Runtime.InteropServices.ExternalException("toFloat")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_order_of_a_norm_is_told_from_other_orders(bool isWide)
    {
        // A machine has vectors of one width: a sum in lanes of another differs.
        bool isAsStock = isWide
            ? new StockNorm<VectorMath512<float>, Vector512<float>, RoundedProduct, FusedProduct>().IsAsStock()
            : new StockNorm<VectorMath128<float>, Vector128<float>, RoundedProduct, FusedProduct>().IsAsStock();
        Assert.True(!isAsStock || StockNorm.Known is not StockNorm<VectorMath256<float>, Vector256<float>, RoundedProduct, FusedProduct>);
    }

    /// <summary>The bytes of a parameter and its state after some steps in pieces that end within a vector.</summary>
    private static byte[] Steps(FusedKernel kernel, string name, ScalarType type, bool maximize)
    {
        using DisposeScope scope = NewDisposeScope();
        var random = new Random(23);
        var parameter = new Parameter(tensor(Numbers(random)).to(type));
        using OptimizerHelper optimizer = name == "AdamW"
            ? new AdamW([parameter], lr: 0.003, weight_decay: 0.1, amsgrad: true, maximize: maximize)
            : new Adam([parameter], lr: 0.003, weight_decay: 0.1, maximize: maximize);
        optim.Optimizer.StateDictionary state = optimizer.state_dict();
        for (int step = 0; step < 3; step++)
        {
            parameter.grad = tensor(Numbers(random)).to(type);
            GroupUpdate update = GroupUpdate.Prepare(new FusedKernels(kernel, kernel), state.Options[0], state.State[0], parameter, clip: step == 2 ? 0.5 : 1)!.Value;
            long middle = (update.Arguments.Count / 3) | 1;
            kernel.Run(update.Arguments, 0, middle);
            kernel.Run(update.Arguments, middle, update.Arguments.Count);
        }

        Tensor[] moments = state.State[0] switch
        {
            AdamW.State s => [s.exp_avg, s.exp_avg_sq, s.max_exp_avg_sq],
            Adam.State s => [s.exp_avg, s.exp_avg_sq],
            _ => throw new InvalidOperationException(name),
        };
        return [.. parameter.RawBytes(), .. parameter.grad!.RawBytes(), .. moments.SelectMany(static moment => moment.RawBytes())];
    }

    private static FusedKernels[] Roundings<TMath, TVector, T, TRoots>(StockRoots? roots)
        where TMath : IVectorMath<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRoots : IRoots =>
        [
            FusedKernels.Of<TMath, TVector, T, FusedProduct, FusedProduct, TRoots>(roots),
            FusedKernels.Of<TMath, TVector, T, FusedProduct, RoundedProduct, TRoots>(roots),
            FusedKernels.Of<TMath, TVector, T, RoundedProduct, FusedProduct, TRoots>(roots),
            FusedKernels.Of<TMath, TVector, T, RoundedProduct, RoundedProduct, TRoots>(roots),
        ];

    private static OptimizerHelper Make(string name, Parameter parameter) => name switch
    {
        "AdamW" => new AdamW([parameter], lr: 0.01, weight_decay: 0.1),
        "Adam" => new Adam([parameter], lr: 0.01, weight_decay: 0.1),
        _ => new SGD([parameter], lr: 0.01, momentum: 0.9, weight_decay: 0.1),
    };

    private static double UnitOf(float value) => MathF.BitIncrement(value) - value;

    private static float[] Numbers(Random random)
    {
        float[] numbers = new float[203];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (float)((random.NextDouble() - 0.5) * Math.Exp(4 * (random.NextDouble() - 0.5)));
        }

        return numbers;
    }

    private static void Copy(OptimizerHelper from, OptimizerHelper to)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        from.save_state_dict(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        to.load_state_dict(reader);
    }

    /// <summary>AdamW (Loshchilov and Hutter, 2019, algorithm 2) in double precision.</summary>
    private sealed class Reference(float[] start, double rate, double weightDecay)
    {
        private readonly double[] values = Array.ConvertAll(start, static x => (double)x);
        private readonly double[] first = new double[start.Length];
        private readonly double[] second = new double[start.Length];
        private int steps;

        public void Step(float[] gradient)
        {
            steps++;
            for (int i = 0; i < values.Length; i++)
            {
                first[i] = (0.9 * first[i]) + (0.1 * gradient[i]);
                second[i] = (0.999 * second[i]) + (0.001 * gradient[i] * gradient[i]);
                double unbiasedFirst = first[i] / (1 - Math.Pow(0.9, steps));
                double unbiasedSecond = second[i] / (1 - Math.Pow(0.999, steps));
                values[i] -= rate * ((unbiasedFirst / (Math.Sqrt(unbiasedSecond) + 1e-8)) + (weightDecay * values[i]));
            }
        }

        /// <summary>The root mean square of the differences.</summary>
        public double ErrorOf(float[] others) => Math.Sqrt(values.Zip(others, static (a, b) => (a - b) * (a - b)).Average());
    }
}
