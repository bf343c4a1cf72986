using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The saved state of one parameter, with what must not have changed when it is loaded.</summary>
/// <param name="Name">Name in the plan.</param>
/// <param name="WeightDecay">λ in the plan.</param>
/// <param name="LearningRateScale">Learning-rate scale in the plan.</param>
/// <param name="Shape">Its dimensions, comma-separated.</param>
/// <param name="Type">Its dtype.</param>
/// <param name="Options">The options of its group, as TorchSharp writes them.</param>
/// <param name="State">Its own state, as TorchSharp writes it.</param>
internal sealed record ParameterState(string Name, double WeightDecay, double LearningRateScale, string Shape, ScalarType Type, byte[] Options, byte[] State)
{
    /// <summary>How the plan of this parameter differs from a saved one, in words; empty if it does not.</summary>
    public IEnumerable<string> DifferencesFrom(ParameterState saved)
    {
        if (Shape != saved.Shape)
        {
            yield return $"{Name}: shape [{saved.Shape}] was saved, [{Shape}] is now";
        }

        if (Type != saved.Type)
        {
            yield return $"{Name}: {saved.Type} was saved, {Type} is now";
        }

        if (WeightDecay != saved.WeightDecay)
        {
            yield return FormattableString.Invariant($"{Name}: λ = {saved.WeightDecay} was saved, λ = {WeightDecay} is now");
        }

        if (LearningRateScale != saved.LearningRateScale)
        {
            yield return FormattableString.Invariant($"{Name}: learning-rate scale {saved.LearningRateScale} was saved, {LearningRateScale} is now");
        }
    }
}
