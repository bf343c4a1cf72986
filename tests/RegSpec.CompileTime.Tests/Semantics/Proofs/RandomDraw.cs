namespace RegSpec.CompileTime.Tests;

/// <summary>The parameters and inputs a model is measured with.</summary>
/// <param name="Seed">Of the random stream that makes parameters and inputs.</param>
/// <param name="Noise">Standard deviation of what is added to the initial parameters.</param>
/// <param name="Scale">Factor of the parameters after that.</param>
internal sealed record RandomDraw(int Seed, double Noise, double Scale)
{
    /// <summary>What every model is measured with.</summary>
    public static readonly RandomDraw First = new(1, 0.2, 1);

    /// <summary>
    /// Parameters of other signs, and small ones under which nothing saturates: what is invariant under the first draw alone (a ReLU that
    /// lets everything pass, a sigmoid that is 1) is not invariant.
    /// </summary>
    public static readonly IReadOnlyList<RandomDraw> Others = [new(2, 1, 1), new(3, 1, 0.2), new(4, 1, -0.5)];
}
