namespace RegSpec.Semantics.Proofs;

/// <summary>Which tensors may share memory.</summary>
internal sealed partial class Algebra
{
    /// <summary>Memory that nothing else shares.</summary>
    private int NewStorage() => storages.New();

    private int JoinStorage(int a, int b) => storages.Join(a, b);

    /// <summary>A tensor that may have been overwritten with another: not homogeneous in anything that either depends on.</summary>
    public Degrees Clobbered(Degrees tensor, string why, Degrees before, Degrees after)
    {
        broken = tensor.Broken.Union(before.Broken).Union(after.Broken);
        Break(tensor, why);
        Break(before, why);
        Break(after, why);
        return Finished(tensor with { IsAny = false, IsNonNegative = false, IsEps = false, Varies = AxisSets.All });
    }
}
