namespace RegSpec.Benchmarks.Ridge;

/// <summary>The runs of one task by one system.</summary>
internal sealed class Runs(RidgeProcess process, string task)
{
    private readonly List<Measurement> all = [];

    public string System => process.Name;

    public string Task => task;

    /// <summary>Least wall time: what else ran on the machine only adds.</summary>
    public double Seconds => all.Min(run => run.Seconds);

    public double Processor => all.Min(run => run.Processor);

    /// <summary>Greatest peak: later runs reuse what the first one took.</summary>
    public double Megabytes => all.Max(run => run.Megabytes);

    public double[] Answer => all[0].Answer;

    public static Runs? Of(RidgeProcess? process, string task) => process is null ? null : new Runs(process, task);

    public void Add() => all.Add(process.Measure(task));
}
