using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Tests;

public class DecayRuleTests
{
    private const double Lambda = 0.1;

    public static TheoryData<DecayPolicy, ParameterRole, bool, int> Cases()
    {
        var cases = new TheoryData<DecayPolicy, ParameterRole, bool, int>();
        foreach (DecayPolicy policy in Enum.GetValues<DecayPolicy>())
        {
            foreach (ParameterRole role in Enum.GetValues<ParameterRole>())
            {
                foreach (bool isInvariant in (bool[])[false, true])
                {
                    foreach (int dimensions in (int[])[0, 1, 2, 3, 4])
                    {
                        cases.Add(policy, role, isInvariant, dimensions);
                    }
                }
            }
        }

        return cases;
    }

    /// <summary>The policy table of the README, cell by cell (F08, F32, F46: the role decides, not the rank).</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void The_policy_table_holds(DecayPolicy policy, ParameterRole role, bool isInvariant, int dimensions)
    {
        bool isWeight = role is ParameterRole.Weight or ParameterRole.RecurrentWeight or ParameterRole.Embedding;
        bool isDecayed = policy switch
        {
            DecayPolicy.Everything => true,
            DecayPolicy.DeclaredOnly => false,
            DecayPolicy.Matrices => dimensions >= 2,
            DecayPolicy.Weights => isWeight,
            _ => isWeight && !isInvariant,
        };
        var facts = new ParameterFacts((Role)role, IsRaw: true, Dimensions: dimensions, InvarianceProof: isInvariant ? "a → b" : null);
        DecayDecision decision = DecayRule.Decide(facts, [Site(SiteKind.Class, "Net", "w", new DecayDeclaration(Lambda, (Policy)policy))]);
        Assert.Equal(isDecayed ? Lambda : 0, decision.WeightDecay);
        Assert.Equal((DecisionSource.Default, false), (decision.Source, decision.IsDeclared));
    }

    [Theory]
    [InlineData(ParameterRole.Weight, false, true)]
    [InlineData(ParameterRole.RecurrentWeight, false, true)]
    [InlineData(ParameterRole.Embedding, false, true)]
    [InlineData(ParameterRole.Bias, false, false)]
    [InlineData(ParameterRole.RecurrentBias, false, false)]
    [InlineData(ParameterRole.Gain, false, false)]
    [InlineData(ParameterRole.NormScale, false, false)]
    [InlineData(ParameterRole.NormScale, true, true)]
    [InlineData(ParameterRole.NormShift, true, true)]
    public void A_leaf_declaration_reaches_the_weights_of_a_layer_and_a_whole_norm(ParameterRole role, bool isNormalization, bool reached)
    {
        foreach (Policy policy in Enum.GetValues<Policy>().Except([Policy.Everything, Policy.Matrices]))
        {
            DecayDecision decision = DecayRule.Decide(
                new ParameterFacts((Role)role, OwnerIsNormalization: isNormalization, Dimensions: 2, InvarianceProof: "a → b"),
                [Site(SiteKind.Leaf, "fc", "p", new DecayDeclaration(0.3)), Site(SiteKind.Class, "Net", "fc.p", new DecayDeclaration(Lambda, policy))]);
            Assert.Equal(reached, decision.IsDeclared);
            Assert.Equal(reached ? 0.3 : 0, decision.WeightDecay);
        }
    }

    [Theory]
    [InlineData(ParameterRole.Gain)]
    [InlineData(ParameterRole.Unknown)]
    [InlineData(ParameterRole.Token)]
    public void A_leaf_declaration_on_a_raw_parameter_is_about_itself(ParameterRole role) =>
        Assert.Equal(0.3, DecayRule.Decide(
            new ParameterFacts((Role)role, IsRaw: true),
            [Site(SiteKind.Leaf, "gamma", "", new DecayDeclaration(0.3))]).WeightDecay);

    [Fact]
    public void F23_A_glob_beats_no_glob_at_one_place_and_inner_beats_outer()
    {
        var facts = new ParameterFacts(Role.Bias);
        DeclarationSite leaf = Site(SiteKind.Leaf, "fc", "bias", new DecayDeclaration(0.1), new DecayDeclaration(0.2, Parameters: "b*"));
        DeclarationSite outer = Site(SiteKind.Member, "body", "fc.bias", new DecayDeclaration(0.4, Parameters: "*"));
        Assert.Equal(0.2, DecayRule.Decide(facts, [leaf, outer]).WeightDecay);
        Assert.Equal(0.4, DecayRule.Decide(facts, [Site(SiteKind.Leaf, "fc", "bias"), outer]).WeightDecay);
    }

    [Fact]
    public void Two_that_differ_at_one_place_are_a_conflict_and_two_that_agree_are_not()
    {
        var facts = new ParameterFacts(Role.Weight);
        DecayDecision differ = DecayRule.Decide(facts, [Site(SiteKind.Leaf, "fc", "weight", new DecayDeclaration(0.1, Parameters: "w*"), new DecayDeclaration(0.2, Parameters: "*t"))]);
        Assert.Equal((0, 1), (differ.DeclarationIndex, differ.ConflictIndex));
        DecayDecision agree = DecayRule.Decide(facts, [Site(SiteKind.Leaf, "fc", "weight", new DecayDeclaration(0.1, Parameters: "w*"), new DecayDeclaration(0.1, Parameters: "*t"))]);
        Assert.Equal(-1, agree.ConflictIndex);
    }

    [Fact]
    public void A_member_keeps_the_policy_around_it_but_is_not_dead_under_DeclaredOnly()
    {
        DeclarationSite member = Site(SiteKind.Member, "body", "fc.bias", new DecayDeclaration(0.3));
        Assert.Equal(0.3, Decide(Role.Bias, member, Policy.Everything));
        Assert.Equal(0, Decide(Role.Bias, member, Policy.Weights));
        Assert.Equal(0, Decide(Role.Bias, member, Policy.DeclaredOnly));
        Assert.Equal(0.3, Decide(Role.Weight, member, Policy.DeclaredOnly));

        static double? Decide(Role role, DeclarationSite member, Policy policy) =>
            DecayRule.Decide(new ParameterFacts(role), [member, Site(SiteKind.Class, "Net", "body.fc.bias", new DecayDeclaration(Lambda, policy))]).WeightDecay;
    }

    [Fact]
    public void Without_any_declaration_a_parameter_is_undecided()
    {
        DecayDecision decision = DecayRule.Decide(new ParameterFacts(Role.Weight), [Site(SiteKind.Class, "Net", "fc.weight")]);
        Assert.Equal((DecisionSource.Undecided, (double?)null), (decision.Source, decision.WeightDecay));
    }

    [Fact]
    public void F45_The_users_reason_is_the_reason() =>
        Assert.Equal("tuned", DecayRule.Decide(new ParameterFacts(Role.Weight), [Site(SiteKind.Leaf, "fc", "weight", new DecayDeclaration(0.1, Because: "tuned"))]).Reason);

    [Fact]
    public void Roles_and_policies_have_the_values_of_the_public_enums()
    {
        Assert.Equal(
            Enum.GetValues<ParameterRole>().Select(r => (r.ToString(), (int)r)),
            Enum.GetValues<Role>().Select(r => (r.ToString(), (int)r)));
        Assert.Equal(
            Enum.GetValues<DecayPolicy>().Select(p => (p.ToString(), (int)p)),
            Enum.GetValues<Policy>().Select(p => (p.ToString(), (int)p)));
        Assert.Equal(
            Enum.GetValues<Reference>().Select(r => (r.ToString(), (int)r)),
            Enum.GetValues<ReferencePoint>().Select(r => (r.ToString(), (int)r)));
    }

    [Theory]
    [InlineData("weight", "weight", true)]
    [InlineData("weight", "Weight", false)]
    [InlineData("weight", "weights", false)]
    [InlineData("weight", "fc.weight", false)]
    [InlineData("*weight", "fc.weight", true)]
    [InlineData("weight_hh_*", "weight_hh_l0_reverse", true)]
    [InlineData("weight_hh_*", "weight_ih_l0", false)]
    [InlineData("encoder.*.bias", "encoder.layers.0.bias", true)]
    [InlineData("encoder.*.bias", "encoder.bias", false)]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "weight", false)]
    [InlineData("a;b", "b", true)]
    [InlineData(" a ; b ", "b", true)]
    [InlineData("a;b", "a;b", false)]
    [InlineData("*a*b*", "xxaxxbxx", true)]
    [InlineData("*ab*ab", "abab", true)]
    [InlineData("*ab*ab", "aba", false)]
    [InlineData("a**b", "ab", true)]
    public void F44_Globs_match_whole_names(string glob, string name, bool matches) => Assert.Equal(matches, Glob.Matches(glob, name));

    [Fact]
    public void Globs_of_many_stars_stay_fast() =>
        Assert.False(Glob.Matches(string.Concat(Enumerable.Repeat("*a", 40)) + "b", new string('a', 4000)));

    private static DeclarationSite Site(SiteKind kind, string name, string relativeName, params DecayDeclaration[] declarations) =>
        new(kind, name, relativeName, declarations);
}
