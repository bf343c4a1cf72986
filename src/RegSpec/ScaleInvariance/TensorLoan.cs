using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// While it lasts, a model's tensors are copies, in float64 or in their own type, and the tensors themselves are out of reach:
/// each wrapper that the model holds points to a copy, and points back afterwards.
/// </summary>
/// <remarks>
/// Modules, closures and optimizers hold wrappers, so the model computes on the copies and nobody's object is replaced. Tensors that
/// are one stay one, those that share memory share it, frozen ones stay frozen. Layers that TorchSharp implements natively hold their
/// tensors without a wrapper: <see cref="NativeLayer"/>.
/// </remarks>
internal sealed class TensorLoan : IDisposable
{
    private readonly List<(Tensor Wrapper, nint Handle)> lent = [];
    private readonly List<NativeLayer> natives = [];
    private readonly DisposeScope scope = NewDisposeScope();

    /// <param name="tensors">Wrappers.</param>
    /// <param name="modules">All modules that hold them.</param>
    /// <param name="inDouble">Floating-point copies are in float64 rather than in their own type.</param>
    public TensorLoan(IEnumerable<Tensor> tensors, IEnumerable<nn.Module> modules, bool inDouble)
    {
        try
        {
            natives.AddRange(modules.Select(NativeLayer.Of).OfType<NativeLayer>());
            Tensor[] kept = [.. natives.SelectMany(layer => layer.Kept)];
            HashSet<nint> storages = [.. kept.Select(tensor => TensorIdentity.Of(tensor).Address)];
            foreach (IGrouping<nint, Tensor> storage in tensors.Where(IsLendable).GroupBy(tensor => TensorIdentity.Of(tensor).Address))
            {
                if (!storages.Contains(storage.Key))
                {
                    Lend([.. storage], inDouble);
                }
            }

            natives.ForEach(layer => layer.Lend(inDouble));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach ((Tensor wrapper, nint handle) in lent)
        {
            Handle(wrapper) = handle;
        }

        natives.ForEach(layer => layer.Return());
        natives.Clear();
        lent.Clear();
        scope.Dispose();
    }

    /// <summary>A copy belongs to no graph: what was computed from a parameter and kept stays as it is.</summary>
    private static bool IsLendable(Tensor tensor) => !tensor.IsInvalid && tensor.is_leaf && !tensor.is_sparse && tensor.device_type != DeviceType.META;

    private void Lend(List<Tensor> sharing, bool inDouble)
    {
        if (sharing.Count == 1)
        {
            Point(sharing[0], Copy(sharing[0].detach(), inDouble).requires_grad_(sharing[0].requires_grad));
            return;
        }

        // Views of one memory: the copies are views of one copy of it.
        long extent = sharing.Max(tensor => tensor.storage_offset() + 1 + tensor.shape.Zip(tensor.stride()).Sum(axis => Math.Max(0, axis.First - 1) * axis.Second));
        Tensor memory = Copy(sharing[0].detach().as_strided([extent], [1], 0), inDouble);
        var pairs = new List<(Tensor Wrapper, Tensor Copy)>();
        foreach (Tensor tensor in sharing)
        {
            Tensor? one = pairs.Find(pair => AreOne(pair.Wrapper, tensor)).Copy;
            pairs.Add((tensor, one ?? memory.as_strided(tensor.shape, tensor.stride(), tensor.storage_offset()).requires_grad_(tensor.requires_grad)));
        }

        pairs.ForEach(pair => Point(pair.Wrapper, pair.Copy));
    }

    /// <summary>Two wrappers of one tensor, rather than two tensors on one memory.</summary>
    private static bool AreOne(Tensor first, Tensor second) =>
        TensorIdentity.Of(first) == TensorIdentity.Of(second) && first.shape.SequenceEqual(second.shape) && TensorIdentity.ShareGradient(first, second);

    private static Tensor Copy(Tensor tensor, bool inDouble) => !inDouble || !(tensor.is_floating_point() || tensor.is_complex())
        ? tensor.clone()
        : tensor.to(tensor.is_complex() ? ScalarType.ComplexFloat64 : ScalarType.Float64, copy: true);

    private void Point(Tensor wrapper, Tensor copy)
    {
        lent.Add((wrapper, wrapper.Handle));
        Handle(wrapper) = copy.Handle;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "handle")]
    private static extern ref nint Handle(Tensor tensor);
}
