using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The shape of a 1cycle schedule (Smith and Topin 2018, as PyTorch has it): factors on the largest rate, and momenta.</summary>
internal sealed class OneCycle
{
    private readonly Phase[] phases;
    private readonly int totalSteps;
    private readonly bool isLinear;

    /// <param name="totalSteps">Steps of the whole cycle.</param>
    /// <param name="risingShare">The share of them in which the rate rises.</param>
    /// <param name="isLinear">Straight lines in place of half cosines.</param>
    /// <param name="divFactor">The largest rate over the first.</param>
    /// <param name="finalDivFactor">The first rate over the last.</param>
    /// <param name="threePhases">The rate falls as it rose before it falls to its last value.</param>
    public OneCycle(int totalSteps, double risingShare, bool isLinear, double divFactor, double finalDivFactor, bool threePhases)
    {
        this.totalSteps = totalSteps;
        this.isLinear = isLinear;
        double first = 1 / divFactor, last = first / finalDivFactor, rising = risingShare * totalSteps;
        phases = threePhases
            ? [new(rising - 1, first, 1, 1, 0), new((2 * rising) - 2, 1, first, 0, 1), new(totalSteps - 1, first, last, 1, 1)]
            : [new(rising - 1, first, 1, 1, 0), new(totalSteps - 1, 1, last, 0, 1)];
    }

    /// <summary>The factor on the largest rate, and the share of the way from the least to the largest momentum.</summary>
    /// <param name="step">From 0.</param>
    /// <exception cref="InvalidOperationException">The cycle is over.</exception>
    public (double Rate, double Momentum) At(int step)
    {
        if (step > totalSteps)
        {
            throw new InvalidOperationException($"Step {step + 1} of a OneCycleLR of {totalSteps} steps; make it with a larger total_steps.");
        }

        double start = 0;
        int current = 0;
        while (step > phases[current].End && current < phases.Length - 1)
        {
            start = phases[current++].End;
        }

        Phase phase = phases[current];
        double share = phase.End == start ? 1 : (step - start) / (phase.End - start);
        return (Between(phase.FirstRate, phase.LastRate, share), Between(phase.FirstMomentum, phase.LastMomentum, share));
    }

    /// <summary>Sets the momentum of a group, which Adam and its kin call β₁; of others nothing.</summary>
    public static void SetMomentum(optim.ILearningRateController group, double momentum)
    {
        switch (group)
        {
            case optim.IBetas adaptive:
                adaptive.Betas = (momentum, adaptive.Betas.Item2);
                break;
            case optim.IMomentum plain:
                plain.Momentum = momentum;
                break;
        }
    }

    private double Between(double from, double to, double share) => isLinear ? from + ((to - from) * share) : to + ((from - to) / 2 * (Math.Cos(Math.PI * share) + 1));

    private readonly record struct Phase(double End, double FirstRate, double LastRate, double FirstMomentum, double LastMomentum);
}
