using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The places of the parameters of one group in its buffer: each starts at a multiple of 64 bytes, so vector instructions see the same alignment as in a tensor of its own.</summary>
/// <param name="Views">The places, in the order of the group.</param>
/// <param name="Length">Elements of the buffer, padding included.</param>
internal sealed record FlatLayout(FlatView[] Views, long Length)
{
    private const long Alignment = 64;

    /// <summary>Lays the parameters of a group out.</summary>
    public static FlatLayout Of(IReadOnlyList<PlannedParameter> rows)
    {
        // The first place stays empty: a tensor of its own starts at 0, a view of this buffer never does.
        long unit = Alignment / rows[0].Value.element_size();
        long end = unit;
        var views = new FlatView[rows.Count];
        for (int i = 0; i < views.Length; i++)
        {
            Parameter value = rows[i].Value;
            using Tensor dense = empty_like(value);
            views[i] = new FlatView(rows[i], value.shape, dense.stride(), end);
            end += (value.numel() + unit - 1) / unit * unit;
        }

        return new FlatLayout(views, end);
    }

    /// <summary>Reports what cannot live in one buffer.</summary>
    public static void Check(IReadOnlyList<PlannedParameter> rows, CoverageProblems problems)
    {
        TensorKind first = TensorKind.Of(rows[0].Value);
        foreach (PlannedParameter row in rows)
        {
            Parameter value = row.Value;
            if (value.is_sparse)
            {
                problems.Add(row.Name, "is a sparse tensor, which cannot live in a buffer; make the optimizer from the ParameterGroups themselves");
            }
            else if (FaultOf(TensorKind.Of(value), rows[0].Name, first) is { } fault)
            {
                problems.Add(row.Name, fault);
            }
        }
    }

    /// <summary>What keeps one kind of tensor out of the buffer of another, or null.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="firstName">The name of the first parameter of the group.</param>
    /// <param name="first">The kind of that.</param>
    public static string? FaultOf(TensorKind kind, string firstName, TensorKind first) =>
        kind.Device == DeviceType.META ? "has no memory (meta device); load the model to a device first"
        : kind.Type != first.Type ? $"is {kind.Type} but {firstName} of the same group is {first.Type}; cast the model to one dtype, give them different λ or learning-rate scale, or make the optimizer from the ParameterGroups themselves"
        : kind != first ? $"is on {kind.Place} but {firstName} of the same group is on {first.Place}; move the model to one device, or make the optimizer from the ParameterGroups themselves"
        : null;
}
