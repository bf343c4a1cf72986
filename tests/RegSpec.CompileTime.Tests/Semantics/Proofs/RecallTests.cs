using System.Globalization;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace RegSpec.CompileTime.Tests;

/// <summary>Invariant weights of random programs about which nothing is claimed: how many, and for which reasons.</summary>
[Collection(RandomStream.Name)]
public class RecallTests(ITestOutputHelper output)
{
    /// <summary>Set it to 2000 for the table of reasons.</summary>
    private const string CountVariable = "REGSPEC_RECALL_PROGRAMS";

    private const int PerFile = 25, ProgramsInSuite = 100;

    [Fact]
    public void Most_weights_that_stay_invariant_for_other_parameters_are_found()
    {
        int programs = int.TryParse(Environment.GetEnvironmentVariable(CountVariable), CultureInfo.InvariantCulture, out int asked) ? asked : ProgramsInSuite;
        var seen = new List<(RandomProgram Program, Finding Finding, string Accident)>();
        foreach (int[] numbers in Enumerable.Range(0, programs).Chunk(PerFile))
        {
            Dictionary<string, RandomProgram> batch = numbers.Select(number => RandomForward.Of(number, 0)).ToDictionary(program => "MNet" + program.Seed);
            foreach (MeasuredModel model in Specimen.Measure(RandomForward.File(batch.Values), []))
            {
                Finding[] invariant = [.. model.Compare().Where(f => f.IsInvariant)];
                ScaleInvarianceReport[] others = invariant.Length == 0 ? [] : [.. RandomDraw.Others.Select(model.Again)];
                seen.AddRange(invariant.Select(finding => (batch[model.Name], finding, Accident(finding, others))));
            }
        }

        var lasting = seen.Where(s => s.Accident.Length == 0).ToLookup(s => s.Finding.Claim is not null);
        output.WriteLine($"{programs} programs: {seen.Count} weights measured invariant, {seen.Count(s => s.Finding.Claim is not null)} found;"
            + $" {lasting[true].Count() + lasting[false].Count()} invariant for other parameters too, {lasting[true].Count()} found");
        foreach (var accident in seen.Where(s => s.Accident.Length > 0).GroupBy(s => s.Accident))
        {
            output.WriteLine($"{accident.Count(),5}  {accident.Key}, {accident.Count(s => s.Finding.Claim is not null)} of them found");
        }

        foreach (var reason in lasting[false].GroupBy(s => Shape(s.Finding.Why)).OrderByDescending(g => g.Count()))
        {
            (RandomProgram program, Finding finding, _) = reason.MinBy(s => s.Program.Source.Length);
            output.WriteLine($"{reason.Count(),5}  {reason.Key}\n       {finding}\n{program.Source}{program.Parts}");
        }

        Assert.True(lasting[true].Count() > 2 * lasting[false].Count());
    }

    /// <summary>Why the weight is not invariant in general; empty if every draw finds it so.</summary>
    private static string Accident(Finding finding, ScaleInvarianceReport[] others)
    {
        List<string> alone = [.. Objections(others.Select(o => o[finding.Name]).Prepend(finding.Alone))];
        List<string> joint = finding.WithBias is { } pair ? [.. Objections(others.Select(o => o.Joint(finding.Name)!).Prepend(pair))] : ["has no bias"];
        return alone.Count == 0 || joint.Count == 0 ? "" : alone[0];
    }

    private static IEnumerable<string> Objections(IEnumerable<WeightVerification> draws)
    {
        foreach (WeightVerification draw in draws)
        {
            if (draw.Verdict == ScaleVerdict.Refuted)
            {
                yield return "refuted for some parameters";
            }

            // A slope is the ε of a norm only while it is small.
            if (draw is { Verdict: ScaleVerdict.UpToEps, Euler: > 0.01 })
            {
                yield return "has a slope and settles for large scales only";
            }
        }
    }

    private static string Shape(string why) => Regex.Replace(Regex.Replace(why, " at .*$", ""), "[0-9]+", "#");
}
