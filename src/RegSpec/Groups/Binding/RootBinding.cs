using RegSpec.Semantics.Vocabulary;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Binds one root: opens it, matches every use to <c>named_parameters()</c>, decides.</summary>
internal sealed class RootBinding
{
    private readonly nn.Module root;
    private readonly string prefix;
    private readonly CoverageProblems problems;
    private readonly TensorIndex index = new();

    /// <param name="root">The root.</param>
    /// <param name="prefix">What its paths start with: the index of the root when several are joined, else empty.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public RootBinding(nn.Module root, string prefix, CoverageProblems problems)
    {
        this.root = root;
        this.prefix = prefix;
        this.problems = problems;
        foreach ((string name, Parameter parameter) in root.named_parameters())
        {
            index.Add(RegisteredName.Join(prefix, name), parameter, problems);
        }
    }

    /// <summary>The tensors the root lists.</summary>
    public TensorIndex Tensors => index;

    /// <summary>One entry a tensor, in the order of <c>named_parameters()</c>.</summary>
    /// <param name="weightDecay">The root's class default given at run time, or null.</param>
    /// <param name="policy">Its policy, or null for the one declared on the class.</param>
    public IReadOnlyList<PlannedParameter> Bind(double? weightDecay, DecayPolicy? policy)
    {
        var walk = new ModuleWalk(problems);
        DeclaredPlace rootPlace = walk.OpenRoot(root, prefix);
        if (weightDecay is { } given)
        {
            ReflectedDeclarations.ReplaceDefault(rootPlace, given, policy);
        }

        int count = 0;
        foreach (ParameterUse use in walk.Uses)
        {
            count++;
            if (index.TryFind(use.Value, out TensorEntry? entry))
            {
                entry.Uses.Add(use);
            }
            else if (use.Value.requires_grad)
            {
                problems.Add(use.Path, UnregisteredAdvice(use));
            }
        }

        if (index.Entries.Count == 0 && count == 0)
        {
            string name = ModuleWalk.TypeName(root);
            problems.Add(RegisteredName.Join(prefix, name), $"named_parameters() is empty; call RegisterComponents() at the end of the constructor of {name}");
        }

        return index.Entries.Where(IsCovered).Select(Decide).ToArray();
    }

    private bool IsCovered(TensorEntry entry)
    {
        if (entry.Uses.Count == 0)
        {
            problems.Add(entry.Name, "is listed by named_parameters() but held by no registered module or member that can be opened; hold it in a field, or in ModuleList, ModuleDict or Sequential");
        }

        return entry.Uses.Count > 0;
    }

    private PlannedParameter Decide(TensorEntry entry)
    {
        TiedDecision tied = TiedDecision.Of(entry, problems);
        DecayDecision decision = tied.Decision;
        bool isUndecided = decision.Source == DecisionSource.Undecided && tied.Use.Role is Role.Weight or Role.RecurrentWeight or Role.Embedding;
        string reason = decision.Source == DecisionSource.Undecided && !isUndecided ? DecayRule.Describe(tied.Use.Role) : decision.Reason;
        double weightDecay = decision.WeightDecay ?? 0;
        var key = new GroupKey(weightDecay, tied.Use.Place.LearningRateScaleHere(), weightDecay > 0 ? (Reference)decision.Towards : Reference.Zero);
        FreeScale? invariance = tied.IsScaleInvariant ? new FreeScale([.. entry.Uses.Where(static use => use.Proof!.WithBias).Select(static use => RegisteredName.BiasBeside(use.Path))]) : null;
        if (tied.Use.LostProof is { } lost)
        {
            reason += "; scale-invariant only in training mode (" + lost.Text + "), and not all of it is in it";
        }

        // A tied table that is also an output layer gets gradients in every row.
        bool isFrozen = !entry.Wrappers[0].requires_grad;
        if (decision.IsPullToZero && !isFrozen && tied.Use.Padding is { } padding && entry.Uses.TrueForAll(static use => use.Padding is not null))
        {
            reason += "; " + padding.In(entry.Wrappers[0].shape[0]).Reason;
        }

        if (weightDecay > 0)
        {
            reason += DecayResolution.Condition(entry.Wrappers[0].dtype, weightDecay * key.LearningRateScale);
        }

        var fate = new Fate(key, reason + TiedWith(entry, tied.Use), invariance, isUndecided, isFrozen);
        return new PlannedParameter(entry.Name, entry.Wrappers, (ParameterRole)tied.Use.Role, fate);
    }

    /// <summary>The other places that use the tensor; a collection is another name for a place, not another use.</summary>
    private static string TiedWith(TensorEntry entry, ParameterUse deciding)
    {
        string[] others = entry.Uses.Where(use => use != deciding && use.Collection is null).Select(static use => use.Path).ToArray();
        return others.Length == 0 || deciding.Collection is not null ? "" : $"; {deciding.Path} tied with {string.Join(", ", others)}";
    }

    private static string UnregisteredAdvice(ParameterUse use)
    {
        string owner = ModuleWalk.TypeName(use.Owner);
        if (use.Value is not Parameter)
        {
            return "is a Tensor, which registers as a buffer; make it a torch.nn.Parameter";
        }

        if (use.Collection is { } collection)
        {
            return $"held by the collection {owner}.{collection.Name}, in which nothing is registered; use ModuleList or ModuleDict, or register each with register_module";
        }

        return use.Owner.named_parameters().Any()
            ? $"held by {owner} but not registered; assign every member before RegisterComponents(), and add to a ModuleList before it is registered"
            : $"held by {owner}, which registers nothing; call RegisterComponents() at the end of the constructor of {owner}";
    }
}
