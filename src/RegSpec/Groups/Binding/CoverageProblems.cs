using System.Text;

namespace RegSpec;

/// <summary>Collects what is wrong with the groups of a model, so that one exception tells all of it.</summary>
internal sealed class CoverageProblems
{
    private readonly List<(string Name, string Problem)> found = [];

    /// <summary>Whether anything was found.</summary>
    public bool Any => found.Count > 0;

    /// <summary>A parameter and what is wrong with it, with the remedy; equal sentences are printed once.</summary>
    public void Add(string name, string problem) => found.Add((name, problem));

    /// <summary>Throws if anything was found.</summary>
    /// <param name="model">Name of the model class.</param>
    /// <param name="what">What would not be right.</param>
    /// <exception cref="ParameterCoverageException">Something was found.</exception>
    public void ThrowIfAny(string model, string what = "parameter groups")
    {
        if (found.Count == 0)
        {
            return;
        }

        var message = new StringBuilder($"The {what} of {model} would not be right.");
        foreach (IGrouping<string, string> sameProblem in found.GroupBy(static f => f.Problem, static f => f.Name))
        {
            message.Append("\n  ").AppendJoin(", ", sameProblem.Distinct()).Append(": ").Append(sameProblem.Key).Append('.');
        }

        throw new ParameterCoverageException(message.ToString(), found.Select(static f => f.Name).Distinct().ToArray());
    }
}
