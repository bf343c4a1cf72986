using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using Xunit.Abstractions;

namespace RegSpec.CompileTime.Tests;

/// <summary>The tables of operations against live tensors: every entry is run, and every wrong degree is noticed.</summary>
[Collection(RandomStream.Name)]
public class OperationTableTests(ITestOutputHelper output)
{
    /// <summary>Set to anything, all operations are run; by default one in twenty.</summary>
    private const string AllVariable = "REGSPEC_ALL_OPERATIONS";

    private const int PerFile = 60, OneIn = 20;

    [Fact]
    public void Every_operation_has_a_sample_or_a_reason_for_having_none()
    {
        HashSet<string> covered = [.. OperationForm.All.Select(form => form.Operation), .. OperationSamples.Exempt.Keys];
        Assert.DoesNotContain(OperationForm.Reachable, name => !name.EndsWith('_') && !covered.Contains(name));
        Assert.DoesNotContain(LayerOperationCatalog.All.Keys, name => !covered.Contains(name));
    }

    [Fact]
    public void No_claim_about_a_single_operation_is_refuted_and_every_wrong_degree_is_noticed()
    {
        (_, Mutant[] survivors) = Survivors(DegreeProbe.All, Mutant.Of, mutant => mutant.Operation, mutant => mutant.Entry);
        Assert.DoesNotContain(survivors, survivor => Mutant.Explain(survivor) is null);
    }

    /// <summary>
    /// Beyond degrees: what the table says of axes, offsets, pieces, signs and memory. A wrong entry that survives claims nothing that a measurement
    /// refutes and loses nothing that it confirms: mostly a rule that fits too, where the table says less than is true (gather, diagonal, moveaxis).
    /// </summary>
    [Fact]
    public void Wrong_rules_for_offsets_pieces_signs_and_memory_are_noticed()
    {
        (int wrong, RuleMutant[] survivors) = Survivors(OffsetProbe.All, RuleMutant.Of, mutant => mutant.Operation, mutant => mutant.Entry);
        Assert.True(survivors.Length < wrong / 6, $"{survivors.Length} of {wrong}");
    }

    /// <summary>Runs the probes; the number of wrong entries, and those that no probe notices.</summary>
    private (int Wrong, TMutant[] Survivors) Survivors<TMutant>(IEnumerable<OperationProbe> probes, Func<string, IEnumerable<TMutant>> wrong, Func<TMutant, string> operation, Func<TMutant, OperationEntry> entry)
        where TMutant : notnull
    {
        int step = Environment.GetEnvironmentVariable(AllVariable) is null ? OneIn : 1;
        OperationProbe[] chosen = [.. probes.ToLookup(probe => probe.Form.Operation).Where((_, i) => i % step == 0).SelectMany(all => all)];
        var killed = new Dictionary<TMutant, bool>();
        List<string> refuted = [], refused = [];
        foreach (OperationProbe[] some in chosen.Chunk(PerFile))
        {
            Dictionary<string, OperationProbe> byName = some.ToDictionary(probe => "M" + probe.Name);
            foreach (MeasuredModel model in Specimen.Measure(OperationProbe.File(some), refused))
            {
                OperationForm form = byName[model.Name].Form;
                IReadOnlyList<Finding> found = model.Compare();
                refuted.AddRange(found.Where(f => f.IsRefuted).Select(f => form + "\n" + f + byName[model.Name].Source));
                foreach (TMutant mutant in wrong(form.Operation))
                {
                    if (!killed.GetValueOrDefault(mutant))
                    {
                        killed[mutant] = Notices(found, model.Compare(OperationLookup.With(form.Operation, entry(mutant))));
                    }
                }
            }
        }

        TMutant[] survivors = [.. killed.Where(pair => !pair.Value).Select(pair => pair.Key)];
        output.WriteLine($"{chosen.Length} probes ({refused.Count} that torch does not run), {killed.Count} wrong entries for {killed.Keys.Select(operation).Distinct().Count()} operations, {survivors.Length} survive");
        refused.ForEach(output.WriteLine);
        refuted.ForEach(output.WriteLine);
        foreach (TMutant survivor in survivors)
        {
            output.WriteLine("  " + survivor);
        }

        Assert.True(refuted.Count == 0, string.Join("\n", refuted.Take(5)));
        return (killed.Count, survivors);
    }

    /// <summary>A claim that a measurement refutes, or a proof lost that a measurement confirms.</summary>
    private static bool Notices(IReadOnlyList<Finding> before, IReadOnlyList<Finding> after) =>
        before.Zip(after).Any(pair => pair.Second.IsRefuted || (pair.First is { Claim: not null, IsInvariant: true } && pair.Second.Claim is null));
}
