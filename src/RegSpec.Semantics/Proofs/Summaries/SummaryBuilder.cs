using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>Summaries of runs, one a constructor, as one that holds whichever constructor was called.</summary>
internal static class SummaryBuilder
{
    /// <summary>The lines of a class: what it proves by itself, and what others need to go on from there. None where there is nothing to say.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<ClassRun> runs, ScaleInvarianceFacts facts)
    {
        if (runs.Count == 0)
        {
            yield break;
        }

        foreach (ScaleInvarianceFact fact in facts.Proved)
        {
            InvarianceProof proof = fact.ForPlan;
            yield return SummaryLine.Of(SummaryLine.Proved, fact.Path, proof.Path, proof.WithBias ? "1" : "0");
        }

        var exposed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (ClassRun run in runs)
        {
            foreach (ParameterObject parameter in run.Domain.AllParameters)
            {
                if (parameter.IsExposed)
                {
                    exposed.UnionWith(parameter.Paths);
                }
            }
        }

        foreach (string path in exposed)
        {
            yield return SummaryLine.Of(SummaryLine.Exposed, path);
        }

        ForwardSummary summary = runs.Select(Of).Aggregate(Merge);
        foreach (string line in SaysNothing(summary) ? Array.Empty<string>() : summary.Write())
        {
            yield return line;
        }
    }

    /// <summary>Whether a caller would learn no more than that nothing is known.</summary>
    private static bool SaysNothing(ForwardSummary summary) =>
        summary.Inputs.All(static input => input.Outcome.Refusal is not null)
        && summary.Weights.All(static weight => weight.Exact.Refusal is not null && weight.Joint is null or { Refusal: not null });

    /// <summary>The summary of one run, after the class itself has been judged.</summary>
    /// <param name="run">The run; what it says of weights is no longer valid afterwards.</param>
    private static ForwardSummary Of(ClassRun run)
    {
        EquatableArray<SummarizedWeight> weights = run.Shown.ToEquatableArray();
        EquatableArray<SummarizedMember> members = run.VisibleMembers().ToEquatableArray();
        if (run.ForwardRun is not { } forward)
        {
            return new ForwardSummary(0, null, default, weights, members);
        }

        (SummarizedResult? result, IReadOnlyList<SummarizedInput> inputs) = run.Probe(forward);
        return new ForwardSummary(forward.Parameters.Length, result, inputs.ToEquatableArray(), weights, members);
    }

    /// <summary>What holds for an instance of either.</summary>
    public static ForwardSummary Merge(ForwardSummary a, ForwardSummary b)
    {
        var inputs = new List<SummarizedInput>();
        foreach (SummarizedInput input in a.Inputs)
        {
            // What is not listed is not followed.
            if (b.Inputs.FirstOrDefault(other => other.Input == input.Input && other.Form == input.Form) is { } same)
            {
                inputs.Add(input with { Outcome = Outcome.Merge(input.Outcome, same.Outcome) });
            }
        }

        SummarizedResult? result = a.Result is { } first && b.Result is { } second
            ? new SummarizedResult(first.Ranks | second.Ranks, first.Varies | second.Varies, first.IsNonNegative && second.IsNonNegative, first.MayShareMemory || second.MayShareMemory)
            : null;
        return new ForwardSummary(
            a.InputCount,
            result,
            inputs.ToEquatableArray(),
            a.Weights.Concat(b.Weights).GroupBy(static w => w.Path).OrderBy(static g => g.Key, StringComparer.Ordinal).Select(static g => g.Aggregate(Merge)).ToEquatableArray(),
            a.Members.Concat(b.Members).Distinct().ToEquatableArray());
    }

    /// <summary>One name of which either tensor may be behind.</summary>
    public static SummarizedWeight Merge(SummarizedWeight a, SummarizedWeight b)
    {
        // A weight without a bias is its own pair.
        Outcome? joint = a.Joint is null && b.Joint is null ? null : Outcome.Merge(a.Joint ?? a.Exact, b.Joint ?? b.Exact);
        return new SummarizedWeight(a.Path, Outcome.Merge(a.Exact, b.Exact), joint);
    }
}
