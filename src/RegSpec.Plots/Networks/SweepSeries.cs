namespace RegSpec.Plots;

/// <summary>One way of training, tried at several λ.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Points">What was reached at each λ, in any order.</param>
public sealed record SweepSeries(string Name, IReadOnlyList<SweepPoint> Points);

/// <summary>What several trainings with one λ reached.</summary>
/// <param name="WeightDecay">λ &gt; 0.</param>
/// <param name="Scores">One score a training (an accuracy, an error), finite; at least one.</param>
public sealed record SweepPoint(double WeightDecay, IReadOnlyList<double> Scores);
