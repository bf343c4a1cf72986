using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests;

/// <summary>What would go past a parameter throws, names it, and leaves every value as it was.</summary>
public partial class FlatGuardTests
{
    [Fact]
    public void A_parameter_frozen_later_is_refused_until_Refresh()
    {
        using var training = new Training();
        training.Step();
        training.Model.head.weight!.requires_grad = false;
        training.Backward();
        ParameterCoverageException error = training.Refused(training.Optimizer.step);
        Assert.Equal(["head.weight"], error.Names);
        Assert.Contains("was frozen after Flatten(); call Refresh()", error.Message);
    }

    [Theory]
    [InlineData("float64")]
    [InlineData("half and back")]
    public void A_model_cast_later_is_refused(string cast)
    {
        using var training = new Training();
        training.Step();
        training.Model.to(cast == "float64" ? ScalarType.Float64 : ScalarType.Float16);
        if (cast != "float64")
        {
            training.Model.to(ScalarType.Float32);
        }

        training.Backward();
        var error = Assert.Throws<ParameterCoverageException>(() => training.Optimizer.step());
        Assert.Contains("head.weight", error.Names);
        Assert.Contains("lstm.weight_ih_l0", error.Names);
        Assert.Contains("make the groups", error.Message);
    }

    [Fact]
    public void A_model_cast_before_the_first_step_is_refused_as_such()
    {
        using var training = new Training();
        training.Model.to(ScalarType.Float64);
        training.Backward();
        var error = Assert.Throws<ParameterCoverageException>(() => training.Optimizer.step());
        Assert.Contains("cast", error.Message);
        Assert.DoesNotContain("at the first step", error.Message);
    }

    [Fact]
    public void A_parameter_assigned_anew_is_refused()
    {
        using var training = new Training();
        training.Step();
        training.Flat.ZeroGrad();
        training.Model.head.weight = new Parameter(randn(3, 13));
        training.Backward();
        var error = Assert.Throws<ParameterCoverageException>(() => training.Optimizer.step());
        Assert.Equal(["head.weight"], error.Names);
    }

    [Fact]
    public void A_parameter_whose_old_wrapper_is_alive_but_no_longer_in_the_model_is_refused()
    {
        using var model = new Swapping();
        using FlatParameterGroups flat = ParameterGroups.Of(model, 0.1).Flatten();
        using SGD optimizer = flat.SGD(0.1);
        model.call(ones(3)).backward();
        optimizer.step();
        optimizer.zero_grad();
        model.call(ones(3)).backward();
        optimizer.step();

        model.Swap();
        optimizer.zero_grad();
        model.call(ones(3)).backward();
        var error = Assert.Throws<ParameterCoverageException>(() => optimizer.step());
        Assert.Equal(["weight"], error.Names);
        Assert.Contains("was replaced after the groups were made", error.Message);
    }

    [Fact]
    public void Parameters_set_to_other_memory_are_refused()
    {
        using var training = new Training();
        training.Step();
        Tensor vector = nn.utils.parameters_to_vector(training.Model.parameters());
        nn.utils.vector_to_parameters(vector, training.Model.parameters());
        training.Flat.ZeroGrad();
        training.Backward();
        Assert.Contains("no longer lives in the buffer", training.Refused(training.Optimizer.step).Message);
    }

    [Fact]
    public void The_optimizer_of_groups_flattened_once_more_is_refused()
    {
        using var training = new Training();
        training.Step();
        using FlatParameterGroups again = training.Groups.Flatten();
        training.Flat.ZeroGrad();
        training.Backward();
        Assert.Contains("flattened once more", training.Refused(training.Optimizer.step).Message);
        using AdamW optimizer = again.AdamW();
        optimizer.step();
    }

    [Fact]
    public void Mixed_dtypes_in_a_group_are_refused_before_anything_moves()
    {
        using var model = new Pair(Linear(3, 3), Linear(3, 3, dtype: ScalarType.Float64));
        ParameterGroups groups = ParameterGroups.Of(model, 0.1);
        var error = Assert.Throws<ParameterCoverageException>(() => groups.Flatten());
        Assert.Equal(["second.weight", "second.bias"], error.Names);
        Assert.Contains("Float64", error.Message);
        Assert.Contains("cast the model to one dtype", error.Message);
        Assert.All(groups, row => Assert.Equal(0, row.Value.storage_offset()));
    }

    [Fact]
    public void Several_devices_and_the_meta_device_are_refused()
    {
        using var meta = new Pair(Linear(3, 3, device: META), Linear(3, 3, device: META));
        var error = Assert.Throws<ParameterCoverageException>(() => ParameterGroups.Of(meta, 0.1).Flatten());
        Assert.Equal(4, error.Names.Count);
        Assert.Contains("meta device", error.Message);
        using var mixed = new Pair(Linear(3, 3, hasBias: false), Linear(3, 3, hasBias: false, device: META));
        Assert.Equal(["second.weight"], Assert.Throws<ParameterCoverageException>(() => ParameterGroups.Of(mixed, 0.1).Flatten()).Names);
    }

    /// <summary>A device that this machine need not have.</summary>
    [Theory]
    [InlineData(ScalarType.Float32, DeviceType.CUDA, 1, "is on cuda:1 but fc.weight of the same group is on cuda:0; move the model to one device")]
    [InlineData(ScalarType.Float32, DeviceType.CPU, -1, "is on cpu but fc.weight of the same group is on cuda:0")]
    [InlineData(ScalarType.BFloat16, DeviceType.CUDA, 0, "is BFloat16 but fc.weight of the same group is Float32")]
    [InlineData(ScalarType.Float32, DeviceType.META, -1, "has no memory")]
    [InlineData(ScalarType.Float32, DeviceType.CUDA, 0, null)]
    public void A_buffer_has_one_dtype_and_one_device(ScalarType type, DeviceType device, int index, string? fault)
    {
        string? found = FlatLayout.FaultOf(new TensorKind(type, device, index), "fc.weight", new TensorKind(ScalarType.Float32, DeviceType.CUDA, 0));
        Assert.StartsWith(fault ?? "", found ?? "", StringComparison.Ordinal);
        Assert.Equal(fault is null, found is null);
        using Tensor here = ones(1);
        Assert.Equal("cpu", TensorKind.Of(here).Place);
    }

    [Fact]
    public void Two_dtypes_in_two_groups_train()
    {
        using var twins = new Twins<Pair>(
            () => new Pair(new Annotated(0.1), Linear(3, 3, dtype: ScalarType.Float64, hasBias: false)),
            (model, _) => ((Annotated)model.First).fc.weight!.square().sum() + ((Annotated)model.First).fc.bias!.square().sum() + ((Linear)model.Second).weight!.square().sum(),
            weightDecay: 0.2);
        Assert.Equal(3, twins.Flat.Groups.Count);
        using Adam ours = twins.Flat.Adam(0.02);
        using Adam stock = twins.TwinGroups.Adam(0.02);
        twins.Train(ours, stock, steps: 20);
        twins.AssertEqual();
    }

    [Fact]
    public void Sparse_gradients_are_refused()
    {
        using var model = new Pair(Embedding(5, 3, sparse: true), Linear(3, 2));
        using FlatParameterGroups flat = ParameterGroups.Of(model, 0.1).Flatten();
        using SGD optimizer = flat.SGD(0.1);
        ((Linear)model.Second).call(((Embedding)model.First).call(tensor(new long[] { 1, 2 }))).sum().backward();
        var error = Assert.Throws<ParameterCoverageException>(() => optimizer.step());
        Assert.Equal(["first.weight"], error.Names);
        Assert.Contains("sparse: false", error.Message);
    }

    [Fact]
    public void Tied_parameters_step_once_and_stay_tied()
    {
        using var model = new Tied();
        model.head.weight = model.emb.weight!;
        ParameterGroups groups = model.ParameterGroups();
        using FlatParameterGroups flat = groups.Flatten();
        using SGD optimizer = flat.SGD(0.5);
        for (int step = 0; step < 3; step++)
        {
            model.emb.weight!.Fill(1);
            optimizer.zero_grad();
            model.head.call(model.emb.call(tensor(new long[] { 1, 2 }))).sum().backward();
            float[] gradient = model.emb.weight!.grad!.Floats();
            Assert.Equal(gradient, model.head.weight!.grad!.Floats());
            optimizer.step();
            Assert.Equal(gradient.Select(g => 1 - (0.5f * (g + 0.1f))), model.emb.weight!.Floats(), (a, b) => Math.Abs(a - b) < 1e-5);
            Assert.Equal(model.emb.weight!.Floats(), model.head.weight!.Floats());
        }
    }

    [Fact]
    public void Parameters_that_share_a_part_of_their_memory_are_refused()
    {
        using var model = new Pair(Linear(4, 3, hasBias: false), Linear(4, 2, hasBias: false));
        Parameter whole = ((Linear)model.First).weight!;
        using (no_grad())
        {
            ((Linear)model.Second).weight!.set_(whole.narrow(0, 1, 2));
        }

        var error = Assert.Throws<ParameterCoverageException>(() => ParameterGroups.Of(model, 0.1).Flatten());
        Assert.Equal(["second.weight"], error.Names);
        Assert.Contains("shares memory with first.weight", error.Message);
        Assert.Equal(0, whole.storage_offset());
    }

    [Fact]
    public void A_buffer_that_is_a_view_of_a_parameter_is_refused()
    {
        using var layer = Linear(4, 3, hasBias: false);
        layer.register_buffer("shadow", layer.weight!.detach());
        var error = Assert.Throws<ParameterCoverageException>(() => ParameterGroups.Of(layer, 0.1).Flatten());
        Assert.Equal(["weight"], error.Names);
        Assert.Contains("shares memory with shadow", error.Message);
    }

    [Fact]
    public void A_model_frozen_as_a_whole_is_refused()
    {
        using Linear layer = Linear(2, 2);
        layer.weight!.requires_grad = false;
        layer.bias!.requires_grad = false;
        Assert.Equal(["weight", "bias"], Assert.Throws<ParameterCoverageException>(() => ParameterGroups.Of(layer, 0.1).Flatten()).Names);
    }

    [Fact]
    public void A_step_without_a_new_gradient_steps_again()
    {
        using var twins = new Twins<Sequences>(() => new Sequences(), (model, seed) => model.Loss(seed));
        using Adam ours = twins.Flat.Adam();
        using Adam stock = twins.TwinGroups.Adam();
        twins.Backward(0);
        for (int step = 0; step < 5; step++)
        {
            ours.step();
            stock.step();
        }

        twins.AssertEqual();
    }

    [Fact]
    public void Gradients_accumulate_over_batches()
    {
        using var twins = new Twins<Sequences>(() => new Sequences(), (model, seed) => model.Loss(seed));
        using Adam ours = twins.Flat.Adam();
        using Adam stock = twins.TwinGroups.Adam();
        for (int step = 0; step < 20; step++)
        {
            twins.Backward(3 * step);
            twins.Backward((3 * step) + 1);
            ours.step();
            stock.step();
            if (step % 3 == 0)
            {
                ours.zero_grad();
                stock.zero_grad();
            }
        }

        twins.AssertEqual();
    }

    [Fact]
    public void An_optimizer_without_decay_refuses_it_and_SGD_refuses_to_grow()
    {
        using var model = new Sequences();
        using FlatParameterGroups flat = model.ParameterGroups().Flatten();
        Assert.Contains("L2Penalty()", Assert.Throws<NotSupportedException>(() => flat.Rprop()).Message);
        Assert.Throws<NotSupportedException>(() => flat.SGD(0.1, maximize: true));
    }

    /// <summary>A flat AdamW on <see cref="Sequences"/>.</summary>
    private sealed class Training : IDisposable
    {
        private int batch;

        public Training()
        {
            Groups = Model.ParameterGroups();
            Flat = Groups.Flatten();
            Optimizer = Flat.AdamW();
        }

        public Sequences Model { get; } = new();

        public ParameterGroups Groups { get; }

        public FlatParameterGroups Flat { get; }

        public AdamW Optimizer { get; }

        public void Backward() => Model.Loss(batch++).backward();

        public void Step()
        {
            Optimizer.zero_grad();
            Backward();
            Optimizer.step();
        }

        /// <summary>The error of an action that changes no value.</summary>
        public ParameterCoverageException Refused(Action action)
        {
            byte[][] before = [.. Groups.Select(row => row.Value.RawBytes())];
            var error = Assert.Throws<ParameterCoverageException>(action);
            Assert.Equal(before, Groups.Select(row => row.Value.RawBytes()));
            return error;
        }

        public ParameterCoverageException Refused(Func<Func<Tensor>?, Tensor?> step) => Refused(() => { step(null); });

        public void Dispose()
        {
            Optimizer.Dispose();
            Flat.Dispose();
            Model.Dispose();
        }
    }

    /// <summary>A model that registers another parameter in place of the one it had, which stays alive.</summary>
    private sealed class Swapping : Module<Tensor, Tensor>
    {
        private readonly Parameter first = new(ones(3));
        private readonly Parameter second = new(ones(3));
        private bool isSwapped;

        public Swapping()
            : base(nameof(Swapping)) => register_parameter("weight", first);

        public void Swap()
        {
            isSwapped = true;
            _internal_params.Remove("weight");
            register_parameter("weight", second);
        }

        public override Tensor forward(Tensor x) => ((isSwapped ? second : first) * x).square().sum();
    }
}
