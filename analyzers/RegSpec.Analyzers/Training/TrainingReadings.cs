using System;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace RegSpec.Analyzers;

/// <summary>The readings of a compilation's bodies, each made once for all rules.</summary>
internal sealed class TrainingReadings
{
    private static readonly ConditionalWeakTable<RegSpecCompilation, TrainingReadings> All = new();

    private readonly RegSpecCompilation compilation;
    private readonly PassedParameters passed;
    private readonly ConcurrentDictionary<SyntaxNode, TrainingReading> readings = new();
    private int bodiesRead;

    private TrainingReadings(RegSpecCompilation compilation)
    {
        this.compilation = compilation;
        passed = new PassedParameters(compilation);
    }

    /// <summary>How many bodies were read, for the test that each is read once.</summary>
    public int BodiesRead => bodiesRead;

    /// <summary>The readings of a compilation.</summary>
    public static TrainingReadings Of(RegSpecCompilation compilation) => All.GetValue(compilation, static key => new TrainingReadings(key));

    /// <summary>What a body does.</summary>
    public TrainingReading Of(IOperation body, CancellationToken cancellation) => readings.GetOrAdd(body.Syntax, _ =>
    {
        Interlocked.Increment(ref bodiesRead);
        return TrainingReader.Read(body, compilation, passed, cancellation);
    });
}
