using System.Collections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// The parameters of a model with their L2 coefficients λ, and the optimizer groups made from them. The objective is
/// data loss + Σ λ/2 ‖w‖² for optimizers with coupled decay (all but AdamW), and AdamW's decoupled decay with the same λ.
/// </summary>
/// <remarks>
/// One row a tensor, in the order of <c>named_parameters()</c>; frozen parameters are listed and left out of the groups. Make the groups
/// after the model was moved or cast: TorchSharp replaces parameters then.
/// </remarks>
public sealed partial class ParameterGroups : IReadOnlyList<PlannedParameter>
{
    private readonly nn.Module[] roots;
    private readonly double? weightDecay;
    private readonly DecayPolicy? policy;
    private readonly PlannedParameter[] rows;
    private readonly Coverage coverage;
    private readonly LiveOptimizers optimizers = new();

    private ParameterGroups(nn.Module[] roots, double? weightDecay, DecayPolicy? policy)
    {
        ArgumentNullException.ThrowIfNull(roots);
        foreach (nn.Module root in roots)
        {
            ArgumentNullException.ThrowIfNull(root, nameof(roots));
        }

        if (roots.Length == 0)
        {
            throw new ArgumentException("At least one module is needed.", nameof(roots));
        }

        if (weightDecay is { } given)
        {
            ReflectedDeclarations.CheckWeightDecay(given, nameof(weightDecay));
        }

        this.roots = [.. roots];
        this.weightDecay = weightDecay;
        this.policy = policy;
        rows = BindAll();
        coverage = new Coverage(this.roots, rows);
        Groups = Regroup();
        coverage.Verify(Groups);
        Array.ForEach(rows, static row => row.KeepAnchor());
    }

    /// <summary>
    /// The trainable parameters by λ, its reference point and learning-rate scale, in order of first appearance: for schedulers and optimizers of
    /// one's own. A group whose parameters are all frozen is listed without them, so that schedulers know its rate before it trains.
    /// </summary>
    public IReadOnlyList<ParameterGroup> Groups { get; private set; }

    /// <summary>
    /// The learning rate of every group, in the order of <see cref="Groups"/> and of an optimizer's groups: for the array form of a scheduler
    /// that sets rates of its own (<c>CyclicLR(optimizer, groups.LearningRates(1e-3), groups.LearningRates(1e-2), …)</c>), whose form with one number gives every group the
    /// same rate. Of TorchSharp's <c>OneCycleLR</c> the array form is wrong too: <see cref="OneCycleLR"/>.
    /// </summary>
    /// <param name="lr">The rate of parameters without a learning-rate scale, finite and ≥ 0.</param>
    /// <returns>lr × <see cref="ParameterGroup.LearningRateScale"/>, one number a group.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lr"/> is negative or not finite.</exception>
    public double[] LearningRates(double lr)
    {
        if (!(lr >= 0) || !double.IsFinite(lr))
        {
            throw new ArgumentOutOfRangeException(nameof(lr), lr, "A learning rate is a finite number, 0 or above.");
        }

        return [.. Groups.Select(group => lr * group.LearningRateScale)];
    }

    /// <inheritdoc/>
    public int Count => rows.Length;

    /// <inheritdoc/>
    public PlannedParameter this[int index] => rows[index];

    /// <summary>Binds a module as declared on its class and members.</summary>
    /// <param name="module">The root.</param>
    /// <exception cref="ParameterCoverageException">A trainable parameter would be in no group or in two, a declared one does not exist, or nothing decides a weight's λ.</exception>
    public static ParameterGroups Of(nn.Module module) => new([module], weightDecay: null, policy: null);

    /// <summary>Binds a module with a class default given at run time; a policy declared on its class is kept.</summary>
    /// <param name="module">The root.</param>
    /// <param name="weightDecay">λ of the root's class default, finite and ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weightDecay"/> is negative or not finite.</exception>
    /// <exception cref="ParameterCoverageException">A trainable parameter would be in no group or in two, or a declared one does not exist.</exception>
    public static ParameterGroups Of(nn.Module module, double weightDecay) => new([module], weightDecay, policy: null);

    /// <summary>Binds a module with a class default and policy given at run time.</summary>
    /// <param name="module">The root.</param>
    /// <param name="weightDecay">λ of the root's class default, finite and ≥ 0.</param>
    /// <param name="policy">Which parameters it reaches.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weightDecay"/> is negative or not finite, or the policy is not one of the enum.</exception>
    /// <exception cref="ParameterCoverageException">A trainable parameter would be in no group or in two, or a declared one does not exist.</exception>
    public static ParameterGroups Of(nn.Module module, double weightDecay, DecayPolicy policy) =>
        Enum.IsDefined(policy)
            ? new([module], weightDecay, policy)
            : throw new ArgumentOutOfRangeException(nameof(policy), policy, "Unknown decay policy.");

    /// <summary>Joins several modules (encoder and decoder, actor and critic); names start with the index of the module.</summary>
    /// <param name="modules">The roots; no parameter may belong to two of them.</param>
    /// <exception cref="ParameterCoverageException">As for one module, or two roots share a parameter.</exception>
    public static ParameterGroups Of(params nn.Module[] modules) => new(modules, weightDecay: null, policy: null);

    /// <summary>
    /// Reads again what may have changed since the groups were made: which parameters are frozen, and the modes of the modules, on which proofs
    /// of scale invariance depend. For when no optimizer was made yet, or all were disposed; a living one goes to <see cref="Refresh(optim.Optimizer[])"/>.
    /// </summary>
    /// <returns>This.</returns>
    /// <exception cref="ParameterCoverageException">
    /// The model's parameters are no longer those bound, an unfrozen weight has no λ, or an optimizer made from these groups is alive and would
    /// miss or keep what changed. Nothing has changed then.
    /// </exception>
    public ParameterGroups Refresh() => Refresh([]);

    /// <summary>
    /// Reads again what may have changed since the groups were made: which parameters are frozen, and the modes of the modules, on which proofs
    /// of scale invariance depend. Then it mends the optimizers given, in place: what was unfrozen joins its group, what was frozen leaves it and
    /// keeps its moments for later; moments, step counts, rates and the order of groups that schedulers know stay as they are.
    /// </summary>
    /// <param name="optimizers">The living optimizers of these groups.</param>
    /// <returns>This.</returns>
    /// <exception cref="ParameterCoverageException">
    /// The model's parameters are no longer those bound, an unfrozen weight has no λ, or another optimizer made from these groups is alive and
    /// would miss or keep what changed. Nothing has changed then.
    /// </exception>
    /// <exception cref="NotSupportedException">The groups of an optimizer cannot be changed (LBFGS), or it is one's own and a decay pulls towards a point that is not zero.</exception>
    /// <exception cref="InvalidOperationException">An optimizer holds no parameter of these groups.</exception>
    public ParameterGroups Refresh(params optim.Optimizer[] optimizers)
    {
        ArgumentNullException.ThrowIfNull(optimizers);
        Array.ForEach(optimizers, static optimizer => ArgumentNullException.ThrowIfNull(optimizer, nameof(optimizers)));
        Array.ForEach(optimizers, RefuseUnmendable);
        coverage.VerifyListing();
        (Fate[] before, IReadOnlyList<ParameterGroup> groupsBefore) = (Array.ConvertAll(rows, static row => row.Fate), Groups);
        try
        {
            TakeFates();
            Groups = Regroup();
            coverage.Verify(Groups);
            var problems = new CoverageProblems();
            this.optimizers.Check(rows, optimizers, problems);
            problems.ThrowIfAny(ModelName, "optimizers");
        }
        catch
        {
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i].Fate = before[i];
            }

            Groups = groupsBefore;
            throw;
        }

        Array.ForEach(rows, static row => row.KeepAnchor());
        foreach (OptimizerHelper optimizer in optimizers.Cast<OptimizerHelper>().Where(static o => o is not IPlannedOptimizer { Around: FlatStep }))
        {
            StockMending.Mend(optimizer, this.optimizers.LinkOf(optimizer, rows), rows);
        }

        foreach (IGrouping<FlatParameterGroups, OptimizerHelper> flat in optimizers.Cast<OptimizerHelper>().Where(static o => o is IPlannedOptimizer { Around: FlatStep }).GroupBy(static o => ((FlatStep)((IPlannedOptimizer)o).Around).Owner))
        {
            flat.Key.Relayout([.. flat]);
        }

        return this;
    }

    /// <inheritdoc/>
    public IEnumerator<PlannedParameter> GetEnumerator() => ((IEnumerable<PlannedParameter>)rows).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => rows.GetEnumerator();

    private void RefuseUnmendable(optim.Optimizer optimizer)
    {
        if (optimizer is not OptimizerHelper)
        {
            throw new NotSupportedException($"TorchSharp keeps the parameters of {optimizer.GetType().Name} in native code, where they cannot be changed: dispose it, call Refresh(), and make it again.");
        }

        if (optimizer is not IPlannedOptimizer && rows.FirstOrDefault(static r => r.Towards == Reference.Initial) is { } pulled)
        {
            throw new NotSupportedException($"{pulled.Name} decays towards its initial value, which only optimizers made by these groups do; one of your own would pull it to zero.");
        }
    }

    /// <summary>Decides anew, from the modules as they are.</summary>
    private void TakeFates()
    {
        Dictionary<nint, PlannedParameter> bound = PlannedParameter.ByHandle(rows);
        var problems = new CoverageProblems();
        var seen = new HashSet<PlannedParameter>(ReferenceEqualityComparer.Instance);
        foreach (PlannedParameter fresh in BindAll())
        {
            if (bound.TryGetValue(fresh.Value.Handle, out PlannedParameter? row))
            {
                row.Fate = fresh.Fate;
                seen.Add(row);
            }
        }

        foreach (PlannedParameter row in rows.Where(row => !seen.Contains(row)))
        {
            problems.Add(row.Name, "was tied to another parameter after the groups were made; make the groups again with ParameterGroups()");
        }

        problems.ThrowIfAny(ModelName);
    }

    private PlannedParameter[] BindAll()
    {
        var problems = new CoverageProblems();
        var rows = new List<PlannedParameter>();
        var earlier = new List<TensorIndex>();
        for (int i = 0; i < roots.Length; i++)
        {
            var binding = new RootBinding(roots[i], Coverage.PrefixOf(roots, i), problems);
            foreach (TensorEntry entry in binding.Tensors.Entries)
            {
                foreach (TensorIndex other in earlier)
                {
                    if (other.TryFind(entry.Wrappers[0], out TensorEntry? same))
                    {
                        problems.Add(entry.Name, $"is also {same.Name}: two roots share it; join a root that holds both, or leave one out");
                    }
                }
            }

            earlier.Add(binding.Tensors);
            rows.AddRange(binding.Bind(weightDecay, policy));
        }

        problems.ThrowIfAny(Coverage.NameOf(roots));
        return [.. rows];
    }

    private ParameterGroup[] Regroup() =>
        rows.Where(static r => !r.Value.IsInvalid)
            .GroupBy(static r => r.Key)
            .Select(static g => new ParameterGroup(g.Key, [.. g.Where(static r => !r.IsFrozen).Select(static r => r.Value)]))
            .ToArray();
}
