namespace RegSpec;

/// <summary>
/// The parameter groups would not be right: a trainable parameter would be in no group or in two, a declared one does not exist, or
/// nothing decides its weight decay. Thrown before the first step, with the names and what to do; by flat groups before any step that
/// would go past a parameter or its gradient.
/// </summary>
public sealed class ParameterCoverageException : InvalidOperationException
{
    internal ParameterCoverageException(string message, IReadOnlyList<string> names)
        : base(message) => Names = names;

    /// <summary>The parameters concerned, by dotted name from the root.</summary>
    public IReadOnlyList<string> Names { get; }
}
