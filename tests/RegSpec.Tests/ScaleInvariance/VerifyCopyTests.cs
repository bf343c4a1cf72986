using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

/// <summary>A measurement takes place on copies, and leaves no trace on the model.</summary>
[Collection(RandomStream.Name)]
public class VerifyCopyTests
{
    public static TheoryData<string> Models => [.. VerifiedModels.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_in_float32_is_measured_in_float64_and_keeps_every_bit(string name)
    {
        (Module model, Func<IReadOnlyList<Tensor>> outputs, Tensor[] inputs) = VerifiedModels.Make(name);
        optim.Optimizer optimizer = optim.Adam(model.parameters().Distinct());
        Train(optimizer, outputs);
        model.eval();
        List<string> before = Everything(model, inputs);
        Tensor[] wrappers = [.. model.parameters()];

        ScaleInvarianceReport report = ScaleInvariance.Verify(model, outputs, inputs);

        Assert.True(report.IsInDouble, report.WhyNotInDouble);
        Assert.Equal(before, Everything(model, inputs));
        Assert.Equal(wrappers, model.parameters());
        Assert.Contains(report.Weights, weight => weight.Verdict is not ScaleVerdict.NotRun);
        model.train();
        Train(optimizer, outputs);
        List<string> trained = Contents(model, inputs);

        // The same, without a measurement in between.
        (model, outputs, inputs) = VerifiedModels.Make(name);
        optimizer = optim.Adam(model.parameters().Distinct());
        Train(optimizer, outputs);
        Train(optimizer, outputs);
        Assert.Equal(Contents(model, inputs), trained);
    }

    [Theory]
    [InlineData("convolutions", "conv.weight + conv.bias")]
    [InlineData("closure", "first.weight")]
    [InlineData("one memory", "right")]
    public void In_float64_an_invariant_weight_is_told_to_nine_digits(string name, string weight)
    {
        (Module model, Func<IReadOnlyList<Tensor>> outputs, Tensor[] inputs) = VerifiedModels.Make(name);
        WeightVerification found = ScaleInvariance.Verify(model, outputs, inputs).Weights.Single(w => w.Name == weight);
        Assert.True(name == "convolutions" ? found.Verdict == ScaleVerdict.UpToEps : found is { Verdict: ScaleVerdict.Exact, Change: < 1e-9 }, found.ToString());
    }

    [Fact]
    public void Tied_weights_are_scaled_together()
    {
        foreach (string name in new[] { "tied wrapper", "tied tensor" })
        {
            (Module model, Func<IReadOnlyList<Tensor>> outputs, Tensor[] inputs) = VerifiedModels.Make(name);
            ScaleInvarianceReport report = ScaleInvariance.Verify(model, outputs, inputs);
            // Before a norm, the embedding alone would be invariant; as the head it is not.
            Assert.Equal(ScaleVerdict.Refuted, report["embedding.weight"].Verdict);
        }
    }

    [Fact]
    public void Frozen_parameters_stay_frozen_and_are_not_asked_about()
    {
        (Module model, Func<IReadOnlyList<Tensor>> outputs, Tensor[] inputs) = VerifiedModels.Make("frozen");
        ScaleInvarianceReport report = ScaleInvariance.Verify(model, outputs, inputs);
        Assert.DoesNotContain(report.Weights, weight => weight.Name == "first.weight");
        Assert.False(model.get_parameter("first.weight")!.requires_grad);
    }

    [Fact]
    public void A_graph_that_waits_for_its_backward_pass_is_not_disturbed()
    {
        (Module model, Func<IReadOnlyList<Tensor>> outputs, Tensor[] inputs) = VerifiedModels.Make("convolutions");
        Tensor loss = outputs()[0].sum();
        ScaleInvariance.Verify(model, outputs, inputs);
        loss.backward();
        Assert.All(model.parameters(), p => Assert.NotNull(p.grad));
    }

    [Fact]
    public void What_a_pass_stores_is_put_back()
    {
        var model = new Remembering();
        Tensor input = randn(4, 5);
        model.call(input);
        (Tensor last, int count) = (model.Last!, model.Count);
        ScaleInvarianceReport report = ScaleInvariance.Verify(model, input);
        Assert.True(report.IsInDouble, report.WhyNotInDouble);
        Assert.Same(last, model.Last);
        Assert.Equal(count, model.Count);
        Assert.Equal(ScalarType.Float32, model.Last!.dtype);
        Assert.Single(model.History);
        Assert.Equal(["first"], model.Named.Keys);
        // Each pass starts from the same state, or the history would have changed the outputs.
        Assert.Equal(ScaleVerdict.Exact, report["first.weight"].Verdict);
    }

    [Fact]
    public void A_model_that_names_a_type_is_measured_in_its_own()
    {
        var model = new NamesType();
        Tensor input = randn(4, 5);
        List<string> before = Everything(model, [input]);
        ScaleInvarianceReport report = ScaleInvariance.Verify(model, input);
        Assert.False(report.IsInDouble);
        Assert.Contains("dtype", report.WhyNotInDouble, StringComparison.Ordinal);
        Assert.Contains(report.WhyNotInDouble, report.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, Everything(model, [input]));
        Assert.Equal(ScaleVerdict.Exact, report["first.weight"].Verdict);
        Assert.Equal(ScaleVerdict.Refuted, report["head.weight"].Verdict);
    }

    [Fact]
    public void A_model_with_other_outputs_in_float64_is_measured_in_its_own_type()
    {
        var model = new DependsOnType();
        ScaleInvarianceReport report = ScaleInvariance.Verify(model, randn(4, 5));
        Assert.Contains("outputs differ", report.WhyNotInDouble, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_of_the_model_leaves_it_as_it_was()
    {
        (Module model, _, Tensor[] inputs) = VerifiedModels.Make("LSTM");
        List<string> before = Everything(model, inputs);
        int calls = 0;
        var thrower = (Module<Tensor, Tensor>)model;
        Assert.Throws<NotSupportedException>(() => ScaleInvariance.Verify(
            model,
            () => ++calls > 3 ? throw new NotSupportedException() : [thrower.call(inputs[0])],
            inputs));
        Assert.Equal(before, Everything(model, inputs));
        Assert.Equal(ScalarType.Float32, get_default_dtype());
    }

    private static void Train(optim.Optimizer optimizer, Func<IReadOnlyList<Tensor>> outputs)
    {
        optimizer.zero_grad();
        random.manual_seed(2);
        outputs()[0].square().sum().backward();
        optimizer.step();
    }

    /// <summary>Every bit of every tensor, then the handle of every wrapper, the mode of every module, and the random state.</summary>
    private static List<string> Everything(Module model, Tensor[] inputs)
    {
        List<string> contents = Contents(model, inputs);
        contents.AddRange(model.named_parameters().Select(p => $"{p.name} {p.parameter.Handle} {p.parameter.requires_grad} {Address(p.parameter)}"));
        contents.AddRange(model.named_buffers().Select(p => $"{p.name} {p.buffer.Handle}"));
        contents.AddRange(model.named_modules().Select(m => $"{m.name} {m.module.training}"));
        contents.Add(Bits(random.get_rng_state()));
        return contents;
    }

    private static List<string> Contents(Module model, Tensor[] inputs) =>
    [
        .. model.named_parameters().Select(p => p.name + Bits(p.parameter) + (p.parameter.grad is { } gradient ? Bits(gradient) : "no gradient")),
        .. model.named_buffers().Select(p => p.name + Bits(p.buffer)),
        .. inputs.Select(Bits),
    ];

    private static nint Address(Tensor tensor) => TensorIdentity.Of(tensor).Address;

    private static string Bits(Tensor tensor) => tensor.dtype + Convert.ToHexString(tensor.detach().contiguous().bytes);

    private sealed class Remembering : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(5, 4, hasBias: false);

        public Remembering()
            : base(nameof(Remembering)) => RegisterComponents();

        public Tensor? Last { get; private set; }

        public int Count { get; private set; }

        public List<Tensor> History { get; } = [];

        public Dictionary<string, Tensor> Named { get; } = [];

        public override Tensor forward(Tensor x)
        {
            Tensor h = functional.normalize(first.call(x));
            Tensor result = h * (1 + (Count++ * 0.1)) + History.Count;
            Last = h.detach();
            History.Add(Last);
            Named[History.Count == 1 ? "first" : "again"] = Last;
            return result;
        }
    }

    private sealed class NamesType : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(5, 4, hasBias: false), head = Linear(4, 2);

        public NamesType()
            : base(nameof(NamesType)) => RegisterComponents();

        public override Tensor forward(Tensor x) => head.call(functional.normalize(first.call(x.to_type(ScalarType.Float32))));
    }

    private sealed class DependsOnType : Module<Tensor, Tensor>
    {
        private readonly Linear first = Linear(5, 4);

        public DependsOnType()
            : base(nameof(DependsOnType)) => RegisterComponents();

        public override Tensor forward(Tensor x) => first.call(x) + (x.dtype == ScalarType.Float32 ? 0 : 1);
    }
}
