using TorchSharp.Modules;

namespace RegSpec;

/// <summary>The state an optimizer keeps for one of its own parameters, by the parameters of the plan that are in it.</summary>
/// <param name="options">The options of its group.</param>
internal abstract class StateHolder(OptimizerOptions options)
{
    protected OptimizerOptions Options => options;

    /// <summary>The state of every parameter of the plan that is in it.</summary>
    public abstract IEnumerable<ParameterState> Take();

    /// <summary>Reads saved states; nothing changes before the returned action is run.</summary>
    /// <exception cref="InvalidOperationException">They cannot be held together.</exception>
    public abstract Action Prepare(IReadOnlyDictionary<string, ParameterState> saved);

    protected static byte[] Bytes(Action<BinaryWriter> save)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer))
        {
            save(writer);
        }

        return buffer.ToArray();
    }

    protected static void Load(byte[] bytes, Action<BinaryReader> load)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        load(reader);
    }

    protected ParameterState StateOf(PlannedParameter row, OptimizerState state) => new(
        row.Name,
        row.WeightDecay,
        row.LearningRateScale,
        string.Join(", ", row.Value.shape),
        row.Value.dtype,
        Bytes(options.SaveStateDict),
        Bytes(state.SaveStateDict));
}

/// <summary>The state of one parameter of the plan.</summary>
internal sealed class SingleStateHolder(OptimizerOptions options, OptimizerState state, PlannedParameter row) : StateHolder(options)
{
    public override IEnumerable<ParameterState> Take() => [StateOf(row, state)];

    public override Action Prepare(IReadOnlyDictionary<string, ParameterState> saved) => () =>
    {
        Load(saved[row.Name].Options, Options.LoadStateDict);
        Load(saved[row.Name].State, state.LoadStateDict);
    };
}
