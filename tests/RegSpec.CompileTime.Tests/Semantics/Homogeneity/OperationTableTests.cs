using RegSpec.Semantics;
using Xunit.Abstractions;

namespace RegSpec.CompileTime.Tests;

/// <summary>The tables of operations against live tensors: every entry is run, and every wrong degree is noticed.</summary>
[Collection(RandomStream.Name)]
public class OperationTableTests(ITestOutputHelper output)
{
    /// <summary>Set to anything, all operations are run; by default one in five.</summary>
    private const string AllVariable = "REGSPEC_ALL_OPERATIONS";

    private const int PerFile = 60, OneIn = 5;

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
        int step = Environment.GetEnvironmentVariable(AllVariable) is null ? OneIn : 1;
        ILookup<string, DegreeProbe> byOperation = DegreeProbe.All.ToLookup(probe => probe.Form.Operation);
        DegreeProbe[] chosen = [.. byOperation.Where((_, i) => i % step == 0).SelectMany(probes => probes)];
        var killed = new Dictionary<Mutant, bool>();
        foreach (DegreeProbe[] probes in chosen.Chunk(PerFile))
        {
            Dictionary<string, DegreeProbe> byName = probes.ToDictionary(probe => "M" + probe.Name);
            foreach (MeasuredModel model in Specimen.Measure(DegreeProbe.File(probes)))
            {
                OperationForm form = byName[model.Name].Form;
                IReadOnlyList<Finding> found = model.Compare();
                Assert.True(!found.Any(f => f.IsRefuted), form + "\n" + Finding.Print(found.Where(f => f.IsRefuted)));
                foreach (Mutant mutant in Mutant.Of(form.Operation))
                {
                    if (!killed.GetValueOrDefault(mutant))
                    {
                        killed[mutant] = Notices(found, model.Compare(OperationLookup.With(form.Operation, mutant.Entry)));
                    }
                }
            }
        }

        Mutant[] survivors = [.. killed.Where(pair => !pair.Value).Select(pair => pair.Key)];
        output.WriteLine($"{killed.Count} wrong entries for {killed.Keys.Select(m => m.Operation).Distinct().Count()} operations, {survivors.Length} survive");
        foreach (Mutant survivor in survivors)
        {
            output.WriteLine("  " + survivor + (Mutant.Explain(survivor) is { } reason ? ": " + reason : ""));
        }

        Assert.DoesNotContain(survivors, survivor => Mutant.Explain(survivor) is null);
    }

    /// <summary>A claim that a measurement refutes, or a proof lost that a measurement confirms.</summary>
    private static bool Notices(IReadOnlyList<Finding> before, IReadOnlyList<Finding> after) =>
        before.Zip(after).Any(pair => pair.Second.IsRefuted || (pair.First is { Claim: not null, IsInvariant: true } && pair.Second.Claim is null));
}
