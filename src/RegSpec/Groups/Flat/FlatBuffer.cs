using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The memory of one group: one vector of values, and from the first step on one of gradients, in which the parameters and their gradients are views.</summary>
internal sealed class FlatBuffer : IDisposable
{
    private readonly FlatLayout layout;
    private readonly TensorIdentity home;
    private readonly GradientWatch watch;
    private readonly bool[] wasQuiet;
    private Tensor[] gradientViews = [];

    private FlatBuffer(FlatLayout layout, Parameter values)
    {
        this.layout = layout;
        Values = values;
        home = TensorIdentity.Of(values);
        watch = new GradientWatch(layout, values);
        wasQuiet = new bool[layout.Views.Length];
    }

    /// <summary>All values, one dimension, padding included: what an optimizer steps.</summary>
    public Parameter Values { get; }

    /// <summary>All gradients in the same layout, or null before the first step.</summary>
    public Tensor? Gradients { get; private set; }

    /// <summary>The places of the parameters.</summary>
    public ReadOnlySpan<FlatView> Views => layout.Views;

    /// <summary>The parameters, in the order of their places.</summary>
    public IEnumerable<PlannedParameter> Rows => layout.Views.Select(static view => view.Row);

    /// <summary>The points w₀ of a decay that does not pull towards zero, in the same layout; or null.</summary>
    public Tensor? Anchors { get; private set; }

    /// <summary>The gradients as views of the buffer, one a parameter, in its shape; empty before the first step.</summary>
    public IReadOnlyList<Tensor> GradientViews => gradientViews;

    /// <summary>Whether the parameters are rows of this plan.</summary>
    public bool IsOf(IReadOnlyList<PlannedParameter> rows) => rows.Contains(layout.Views[0].Row);

    /// <summary>Moves the parameters into a new buffer; their gradients stay where they are until <see cref="Gather"/>.</summary>
    public static FlatBuffer Move(FlatLayout layout)
    {
        Parameter first = layout.Views[0].Row.Value;
        using DisposeScope scope = NewDisposeScope();
        using var noGradient = no_grad();
        var values = new Parameter(zeros(layout.Length, first.dtype, first.device));
        foreach (FlatView view in layout.Views)
        {
            Tensor place = view.Of(values);
            place.copy_(view.Row.Value);
            view.Row.Value.set_(place);
        }

        values.DetachFromDisposeScope();
        var buffer = new FlatBuffer(layout, values);
        buffer.ReadAnchors();
        return buffer;
    }

    /// <summary>Reads the points w₀ from the rows, where they have one.</summary>
    public void ReadAnchors()
    {
        if (layout.Views[0].Row.Towards != Reference.Initial)
        {
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        using var noGradient = no_grad();
        Anchors?.Dispose();
        Tensor anchors = zeros_like(Values);
        foreach (FlatView view in layout.Views)
        {
            view.Of(anchors).copy_(view.Row.Anchor!);
        }

        Anchors = anchors.DetachFromDisposeScope();
    }

    /// <summary>Reports parameters whose gradients cannot be gathered; to be asked for all buffers before <see cref="Gather"/> changes one.</summary>
    public void CheckBeforeGathering(CoverageProblems problems)
    {
        foreach (FlatView view in layout.Views)
        {
            using Tensor? gradient = view.Row.Value.grad;
            if (gradient is null)
            {
                problems.Add(view.Row.Name, "has no gradient at the first step: TorchSharp would skip it, a flat step decays it; use it in forward, freeze it (requires_grad = false, then Refresh()), or make the optimizer from the ParameterGroups themselves");
            }
            else if (gradient.is_sparse)
            {
                problems.Add(view.Row.Name, "has a sparse gradient, which cannot live in a buffer; make the layer with sparse: false, or the optimizer from the ParameterGroups themselves");
            }
        }
    }

    /// <summary>Copies the gradients into one buffer and makes them its views.</summary>
    public void Gather()
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGradient = no_grad();
        Tensor gradients = zeros_like(Values);
        gradientViews = Array.ConvertAll(layout.Views, view =>
        {
            Tensor place = view.Of(gradients);
            place.copy_(view.Row.Value.grad!);
            view.Row.Value.grad = place;
            return place.DetachFromDisposeScope();
        });
        Values.grad = gradients;
        Gradients = gradients.DetachFromDisposeScope();
    }

    /// <summary>Sets the gradients to zero: those of the buffer, or before the first step those that exist.</summary>
    public void ZeroGradients()
    {
        using var noGradient = no_grad();
        if (Gradients is not null)
        {
            Gradients.zero_();
            watch.Forget();
            return;
        }

        foreach (FlatView view in layout.Views)
        {
            // One that was disposed has no gradient: the step says so.
            using Tensor? gradient = view.Row.Value.IsInvalid ? null : view.Row.Value.grad;
            gradient?.zero_();
        }
    }

    /// <summary>Whether a parameter, at a glance, is alive, trainable and at its place: three calls that allocate nothing.</summary>
    public bool LooksRight(int index)
    {
        FlatView view = layout.Views[index];
        Parameter value = view.Row.Value;
        return !value.IsInvalid && value.requires_grad && value.storage_offset() == view.Offset;
    }

    /// <summary>The views that show no gradient since the last step.</summary>
    public IReadOnlyList<int> FindQuiet() => watch.FindQuiet(Gradients!);

    /// <summary>A step is made with the gradients last looked at.</summary>
    /// <param name="quiet">The views that showed none.</param>
    public void Remember(IReadOnlyList<int> quiet)
    {
        watch.Remember();
        Array.Clear(wasQuiet);
        foreach (int index in quiet)
        {
            wasQuiet[index] = true;
        }
    }

    /// <summary>The step scaled the gradients it was made with.</summary>
    public void RememberScaled() => watch.RememberScaled(Gradients!);

    /// <summary>Whether a view showed no gradient at the last step either.</summary>
    public bool WasQuiet(int index) => wasQuiet[index];

    /// <summary>What is wrong with the place of a parameter, or null.</summary>
    public string? FaultOfPlace(int index)
    {
        FlatView view = layout.Views[index];
        Parameter value = view.Row.Value;
        if (value.IsInvalid)
        {
            return "was moved, cast or disposed after Flatten(); move the model first, then make the groups and flatten them";
        }

        if (!value.requires_grad)
        {
            return "was frozen after Flatten(); call Refresh() of the flat groups, and make the optimizer again";
        }

        return value.storage_offset() == view.Offset && IsInBuffer(value, view)
            ? null
            : "no longer lives in the buffer (flattened once more, or its storage was replaced); flatten once, and make the optimizer from the last FlatParameterGroups";
    }

    /// <summary>What is wrong with the gradient of a living parameter, or null.</summary>
    public string? FaultOfGradient(int index)
    {
        using Tensor? gradient = layout.Views[index].Row.Value.grad;
        if (gradient is null)
        {
            return "has no gradient: module.zero_grad() sets gradients to null, and TorchSharp would skip the parameter; call ZeroGrad() of the flat groups or zero_grad() of the optimizer";
        }

        return AreOne(gradientViews[index], gradient)
            ? null
            : "has a gradient outside the buffer: module.zero_grad() sets gradients to null and backward() makes new ones, backward(create_graph: true) and assignments replace them; call ZeroGrad() of the flat groups or zero_grad() of the optimizer, and change gradients in place";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        watch.Dispose();
        Array.ForEach(gradientViews, static view => view.Dispose());
        Gradients?.Dispose();
        Anchors?.Dispose();
        Values.Dispose();
    }

    private bool IsInBuffer(Tensor value, FlatView view)
    {
        if (value.numel() > 0 && value.device_type == DeviceType.CPU && value.is_contiguous())
        {
            return TensorMemory.AddressOf(value) == TensorMemory.AddressOf(Values) + (nint)(view.Offset * value.element_size());
        }

        // An identity that is a wrapper's tells nothing about memory (half precision on a GPU): the offset has to do.
        TensorIdentity identity = TensorIdentity.Of(value);
        return identity.IsWrapper || home.IsWrapper || identity.Address == home.Address;
    }

    /// <summary>Whether two wrappers are one tensor: a flag set through one and read through the other, and put back.</summary>
    private static bool AreOne(Tensor view, Tensor other)
    {
        if (other.requires_grad)
        {
            return false;
        }

        view.requires_grad = true;
        bool areOne = other.requires_grad;
        view.requires_grad = false;
        return areOne;
    }
}
