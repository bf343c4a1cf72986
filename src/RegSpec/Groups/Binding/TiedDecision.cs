using RegSpec.Semantics.Vocabulary;

namespace RegSpec;

/// <summary>The fate of one tensor from all its uses: declared beats default, the strongest role counts.</summary>
/// <param name="Use">The use that decides.</param>
/// <param name="Decision">Its decision.</param>
/// <param name="IsScaleInvariant">Every use is proved scale-invariant.</param>
internal sealed record TiedDecision(ParameterUse Use, DecayDecision Decision, bool IsScaleInvariant)
{
    /// <summary>Decides, and reports uses that contradict each other.</summary>
    public static TiedDecision Of(TensorEntry entry, CoverageProblems problems)
    {
        bool isInvariant = entry.Uses.TrueForAll(static use => use.Proof is not null);
        var candidates = entry.Uses.ConvertAll(use => new TiedDecision(use, use.Decide(isInvariant), isInvariant));
        foreach (TiedDecision candidate in candidates)
        {
            candidate.ReportConflict(problems);
        }

        int strongest = candidates.Max(static c => c.Rank);
        List<TiedDecision> deciding = candidates.FindAll(c => c.Rank == strongest);
        TiedDecision chosen = deciding.MaxBy(static c => Strength(c.Use.Role))!;
        if (!chosen.Decision.IsDeclared)
        {
            // Declared uses must all agree; of defaults only those of the strongest role count.
            deciding.RemoveAll(c => Strength(c.Use.Role) != Strength(chosen.Use.Role));
        }

        foreach (TiedDecision other in deciding)
        {
            chosen.ReportDifference(other, entry.Name, problems);
        }

        return chosen;
    }

    /// <summary>Declared, by a collection's member, by a default, undecided.</summary>
    private int Rank =>
        Decision.IsDeclared ? 3
        : Decision.Source == DecisionSource.Undecided ? 0
        : Use.Collection is { IsDeclared: true } ? 2
        : 1;

    private static int Strength(Role role) => role switch
    {
        Role.Weight => 3,
        Role.RecurrentWeight => 2,
        Role.Embedding => 1,
        _ => 0,
    };

    private void ReportConflict(CoverageProblems problems)
    {
        if (Decision.ConflictIndex >= 0)
        {
            DeclarationSite site = Use.Place.SitesOf(Use.Path)[Decision.SiteIndex];
            problems.Add(Use.Path, FormattableString.Invariant(
                $"two declarations on {site.Name} name it, {Words(site.Declarations[Decision.DeclarationIndex])} and {Words(site.Declarations[Decision.ConflictIndex])}; keep one"));

            static string Words(DecayDeclaration d) => FormattableString.Invariant($"λ = {d.WeightDecay}") + (d.Towards == ReferencePoint.Initial ? " towards the initial value" : "");
        }
    }

    private void ReportDifference(TiedDecision other, string name, CoverageProblems problems)
    {
        if (other.Decision.WeightDecay != Decision.WeightDecay)
        {
            string problem = FormattableString.Invariant(
                $"tied, but {Use.Path} gets λ = {Decision.WeightDecay} ({Decision.Reason}) and {other.Use.Path} gets λ = {other.Decision.WeightDecay} ({other.Decision.Reason}); declare one λ for both");
            problems.Add(Use.Path, problem);
            problems.Add(other.Use.Path, problem);
        }

        if (other.Decision.Towards != Decision.Towards && Decision.WeightDecay > 0)
        {
            problems.Add(name, $"tied, but one of {Use.Path} and {other.Use.Path} decays towards its initial value and the other towards zero; declare one for both");
        }

        double scale = Use.Place.LearningRateScaleHere();
        double otherScale = other.Use.Place.LearningRateScaleHere();
        if (scale != otherScale)
        {
            problems.Add(name, FormattableString.Invariant(
                $"tied, but {Use.Path} has learning-rate scale {scale} and {other.Use.Path} has {otherScale}; declare one for both"));
        }
    }
}
