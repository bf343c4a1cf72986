using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>What TorchSharp's optimizers keep, one way for all kinds: groups, states, and how to make either.</summary>
internal static class OptimizerAccess
{
    /// <summary>The groups, as the list the optimizer steps.</summary>
    public static IList<ParamGroup> GroupsOf(OptimizerHelper optimizer) =>
        optimizer is IPlannedOptimizer planned ? planned.AllGroups : (IList<ParamGroup>)optimizer.ParamGroups;

    /// <summary>The states of parameters that the optimizer has stepped, in a group or not.</summary>
    public static IReadOnlyList<OptimizerState> StatesOf(OptimizerHelper optimizer, IReadOnlyList<Parameter> parameters)
    {
        // TorchSharp lists states by group; a group for the length of the question lists those asked for.
        IList<ParamGroup> groups = GroupsOf(optimizer);
        groups.Insert(0, new ParamGroup { Parameters = parameters, Options = groups[0].Options });
        try
        {
            return optimizer.state_dict().State.GetRange(0, parameters.Count);
        }
        finally
        {
            groups.RemoveAt(0);
        }
    }

    /// <summary>Gives a parameter the state it starts with.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="parameter">The parameter; it is in no group afterwards.</param>
    /// <param name="like">The group it will be in.</param>
    public static void CreateState(OptimizerHelper optimizer, Parameter parameter, ParamGroup like)
    {
        ParamGroup added = CreateGroup(optimizer, [parameter], like.Options);
        optimizer.add_param_group(added);
        GroupsOf(optimizer).Remove(added);
    }

    /// <summary>A group of the optimizer's kind, not yet in it, with options of its own.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="options">The options it starts with.</param>
    public static ParamGroup CreateGroup(OptimizerHelper optimizer, Parameter[] parameters, OptimizerOptions options)
    {
        ParamGroup group = optimizer switch
        {
            SGD => OptimizerGroup.SGD(parameters, 0, null),
            AdamW => OptimizerGroup.AdamW(parameters, 0, null),
            Adam => OptimizerGroup.Adam(parameters, 0, null),
            Adagrad => OptimizerGroup.Adagrad(parameters, 0, null),
            Adadelta => OptimizerGroup.Adadelta(parameters, 0, null),
            Adamax => OptimizerGroup.Adamax(parameters, 0, null),
            ASGD => OptimizerGroup.ASGD(parameters, 0, null),
            NAdam => OptimizerGroup.NAdam(parameters, 0, null),
            RAdam => OptimizerGroup.RAdam(parameters, 0, null),
            RMSProp => OptimizerGroup.RMSProp(parameters, 0, null),
            Rprop => OptimizerGroup.Rprop(parameters, 0, null),
            _ => throw new NotSupportedException($"{optimizer.GetType().Name} is no optimizer of TorchSharp whose groups can be mended; make it again from the groups."),
        };
        group.Options.LoadStateDict(options);
        return group;
    }

    /// <summary>Puts a group into an optimizer as it is: its parameters have states already.</summary>
    public static void Append(OptimizerHelper optimizer, ParamGroup group) => GroupsOf(optimizer).Add(group);
}
