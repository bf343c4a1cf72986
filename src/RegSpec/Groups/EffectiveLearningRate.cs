namespace RegSpec;

/// <summary>How fast the direction of a scale-invariant weight turns: for such a weight a step of SGD at rate lr equals one at lr/‖w‖² on the unit sphere.</summary>
/// <param name="Name">The weight's name in the plan.</param>
/// <param name="LearningRate">The learning rate of its group now.</param>
/// <param name="Norm">‖w‖; of the weight with its bias where they are scale-free together.</param>
public sealed record EffectiveLearningRate(string Name, double LearningRate, double Norm)
{
    /// <summary>lr/‖w‖².</summary>
    public double Value => LearningRate / (Norm * Norm);
}
