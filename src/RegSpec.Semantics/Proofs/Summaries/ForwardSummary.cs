using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>
/// A module class as other assemblies see it, whichever constructor made the instance and with whatever arguments. Values only.
/// Every statement about an input holds for all values of the weights and of the other inputs, every one about a weight for all inputs.
/// </summary>
/// <param name="InputCount">Number of parameters of <c>forward</c>.</param>
/// <param name="Result">The tensor that comes out; null where it is none, or is not followed.</param>
/// <param name="Inputs">By input and form: what becomes of it. What is not listed is not followed.</param>
/// <param name="Weights">Every weight by its path.</param>
/// <param name="Members">Members by which other assemblies reach weights.</param>
internal sealed record ForwardSummary(
    int InputCount,
    SummarizedResult? Result,
    EquatableArray<SummarizedInput> Inputs,
    EquatableArray<SummarizedWeight> Weights,
    EquatableArray<SummarizedMember> Members)
{
    /// <summary>What becomes of an outer candidate on which an input depends so.</summary>
    public Outcome? Find(int input, Component component, RankSet ranks)
    {
        foreach (SummarizedInput known in Inputs)
        {
            if (known.Input == input && InputForm.Find(known.Form) is { } form && form.Covers(component, ranks))
            {
                return known.Outcome;
            }
        }

        return null;
    }

    /// <summary>As lines of the current version.</summary>
    public IEnumerable<string> Write()
    {
        string count = InputCount.ToString(CultureInfo.InvariantCulture);
        yield return Result is not { } result
            ? SummaryLine.Of(SummaryLine.Forward, count)
            : SummaryLine.Of(
                SummaryLine.Forward,
                count,
                result.Ranks.Bits.ToString("x", CultureInfo.InvariantCulture),
                Outcome.Hex(result.Varies),
                result.IsNonNegative ? "nonnegative" : "",
                result.MayShareMemory ? "view" : "");
        foreach (SummarizedInput input in Inputs)
        {
            yield return SummaryLine.Of(SummaryLine.Input, input.Input.ToString(CultureInfo.InvariantCulture), input.Form, input.Outcome.Write());
        }

        foreach (SummarizedWeight weight in Weights)
        {
            yield return weight.Joint is { } joint
                ? SummaryLine.Of(SummaryLine.Weight, weight.Path, weight.Exact.Write(), joint.Write())
                : SummaryLine.Of(SummaryLine.Weight, weight.Path, weight.Exact.Write());
        }

        foreach (SummarizedMember member in Members)
        {
            yield return SummaryLine.Of(SummaryLine.Member, member.Path, member.Type, member.Name);
        }
    }

    /// <summary>The summary of lines; null for another version, or where a line of a known kind cannot be read.</summary>
    public static ForwardSummary? Read(int version, IReadOnlyList<string> lines)
    {
        if (version != SummaryLine.Version)
        {
            return null;
        }

        ForwardSummary? summary = null;
        var inputs = new List<SummarizedInput>();
        var weights = new List<SummarizedWeight>();
        var members = new List<SummarizedMember>();
        foreach (string line in lines)
        {
            IReadOnlyList<string> fields = SummaryLine.Fields(line);
            switch (fields[0])
            {
                case SummaryLine.Forward when summary is null && ReadForward(fields) is { } forward:
                    summary = forward;
                    break;
                case SummaryLine.Input when fields.Count == 4 && ReadCount(fields[1]) is { } index && InputForm.Find(fields[2]) is not null && Outcome.Read(fields[3]) is { } outcome:
                    inputs.Add(new SummarizedInput(index, fields[2], outcome));
                    break;
                case SummaryLine.Weight when fields.Count is 3 or 4 && Outcome.Read(fields[2]) is { } exact:
                    Outcome? joint = fields.Count == 4 ? Outcome.Read(fields[3]) : null;
                    if (fields.Count == 4 && joint is null)
                    {
                        return null;
                    }

                    weights.Add(new SummarizedWeight(fields[1], exact, joint));
                    break;
                case SummaryLine.Member when fields.Count == 4:
                    members.Add(new SummarizedMember(fields[1], fields[2], fields[3]));
                    break;
                case SummaryLine.Forward or SummaryLine.Input or SummaryLine.Weight or SummaryLine.Member:
                    return null;
            }
        }

        return summary is null ? null : summary with { Inputs = inputs.ToEquatableArray(), Weights = weights.ToEquatableArray(), Members = members.ToEquatableArray() };
    }

    private static ForwardSummary? ReadForward(IReadOnlyList<string> fields)
    {
        if (fields.Count < 2 || ReadCount(fields[1]) is not { } count)
        {
            return null;
        }

        var summary = new ForwardSummary(count, null, default, default, default);
        if (fields.Count == 2)
        {
            return summary;
        }

        return fields.Count == 6
            && byte.TryParse(fields[2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte ranks)
            && ranks != 0
            && Outcome.ReadAxes(fields[3]) is { } varies
            ? summary with { Result = new SummarizedResult(new RankSet(ranks), varies, fields[4].Length > 0, fields[5].Length > 0) }
            : null;
    }

    private static int? ReadCount(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : null;
}

/// <summary>The tensor that comes out.</summary>
/// <param name="Ranks">The ranks it may have.</param>
/// <param name="Varies">The axes along which it may vary.</param>
/// <param name="IsNonNegative">No element is negative.</param>
/// <param name="MayShareMemory">It may be, or be a view of, an input or something that outlives the call.</param>
internal sealed record SummarizedResult(RankSet Ranks, AxisSets Varies, bool IsNonNegative, bool MayShareMemory);

/// <summary>What becomes of an outer candidate that an input depends on.</summary>
/// <param name="Input">Index of the input.</param>
/// <param name="Form">Name of the <see cref="InputForm"/>.</param>
/// <param name="Outcome">What becomes of it.</param>
internal sealed record SummarizedInput(int Input, string Form, Outcome Outcome);

/// <summary>A weight of the class.</summary>
/// <param name="Path">Its path; a star stands for the name of any child.</param>
/// <param name="Exact">The weight alone.</param>
/// <param name="Joint">The weight with its bias; null where it has none.</param>
internal sealed record SummarizedWeight(string Path, Outcome Exact, Outcome? Joint);

/// <summary>A member by which other assemblies may reach a weight.</summary>
/// <param name="Path">Path of the weight.</param>
/// <param name="Type">Metadata name of the class that declares the member.</param>
/// <param name="Name">Its name.</param>
internal sealed record SummarizedMember(string Path, string Type, string Name);
