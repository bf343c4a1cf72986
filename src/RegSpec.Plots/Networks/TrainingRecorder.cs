using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec.Plots;

/// <summary>Watches what decay does to a network while it trains: the norms of its weights, lr/‖w‖² of those whose scale a normalization removes, and |γ| of its norms.</summary>
/// <remarks>Measuring costs one pass over the parameters; do it once an epoch, not once a step.</remarks>
public sealed class TrainingRecorder
{
    private readonly ParameterGroups groups;
    private readonly optim.Optimizer? optimizer;
    private readonly List<TrainingRecord> records = [];

    /// <param name="groups">The plan of the network.</param>
    /// <param name="optimizer">An optimizer made from these groups, for effective learning rates; null to record norms alone.</param>
    public TrainingRecorder(ParameterGroups groups, optim.Optimizer? optimizer = null)
    {
        ArgumentNullException.ThrowIfNull(groups);
        this.groups = groups;
        this.optimizer = optimizer;
    }

    /// <summary>Everything recorded, in order of time and plan.</summary>
    public IReadOnlyList<TrainingRecord> Records => records;

    /// <summary>Measures every parameter now.</summary>
    /// <param name="epoch">The moment: finite, later than the one before.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epoch"/> is not finite, or not later than the last one.</exception>
    public void Record(double epoch)
    {
        if (!double.IsFinite(epoch) || (records.Count > 0 && epoch <= records[^1].Epoch))
        {
            throw new ArgumentOutOfRangeException(nameof(epoch), epoch, records.Count > 0 ? $"Moments are recorded in order: the last one was {records[^1].Epoch}." : "A moment is a finite number.");
        }

        Dictionary<string, double> rates = optimizer is null ? [] : groups.EffectiveLearningRates(optimizer).ToDictionary(static rate => rate.Name, static rate => rate.Value);
        using IDisposable gradientsOff = no_grad();
        foreach (PlannedParameter parameter in groups)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor value = parameter.Value.to(ScalarType.Float64);
            records.Add(new TrainingRecord(
                epoch,
                parameter.Name,
                parameter.Role,
                parameter.IsScaleInvariant,
                value.norm().item<double>(),
                value.abs().mean().item<double>(),
                rates.TryGetValue(parameter.Name, out double rate) ? rate : null));
        }
    }
}
