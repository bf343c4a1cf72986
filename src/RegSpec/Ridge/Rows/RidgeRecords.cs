using System.ComponentModel;

namespace RegSpec;

/// <summary>Rows of an annotated type that are no objects of it: records of files, readers and frames, read once, one after the other. RegSpec.Data derives from it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RidgeRecords
{
    /// <summary>What messages call them.</summary>
    public abstract string Argument { get; }

    /// <summary>Reads the next record.</summary>
    /// <param name="values">
    /// Receives the values of the features, then the targets: 0 and 1 for each level of an enum, the number of a string's level, NaN for what is missing and may be. All else is finite.
    /// </param>
    /// <param name="levels">Gives the numbers of strings' levels.</param>
    /// <param name="weight">Its weight, finite and ≥ 0; 1 without.</param>
    /// <param name="group">What it belongs to; null without groups.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ArgumentException">The record cannot be used; the message names it by its 0-based place.</exception>
    public abstract bool Read(Span<double> values, RidgeLevels levels, out double weight, out object? group);
}
