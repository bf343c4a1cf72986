using System.Linq;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Sources;

namespace RegSpec.Analyzers;

/// <summary>Finds members whose parameters certainly exist and certainly are not registered.</summary>
internal static class UnregisteredMembers
{
    /// <summary>Why the member's parameters are lost; null when they are not, or when it is not certain.</summary>
    public static UnregisteredMember? Find(MemberShape member)
    {
        if (member.Content is MemberContent.TrainableTensor && !member.IsStatic)
        {
            return new UnregisteredMember(UnregisteredCause.Tensor, "a plain Tensor is registered as a buffer; make it a Parameter");
        }

        if (member.Content is MemberContent.Container { Kind: ContainerKind.Unregistered })
        {
            return !member.IsRegisteredElsewhere && member.Lost.Any(HoldsParameters)
                ? new UnregisteredMember(UnregisteredCause.Collection, "TorchSharp does not look into collections; use a ModuleList")
                : null;
        }

        if (!HoldsParameters(member.Content) && !(member.AssignedAfterRegistration && member.Lost.Any(HoldsParameters)))
        {
            return null;
        }

        return member.IsStatic ? new UnregisteredMember(UnregisteredCause.Static, "static members are not registered")
            : member.IsHidden ? new UnregisteredMember(UnregisteredCause.Hidden, "it hides the member of the same name in '" + member.DeclaringType + "', which is dropped")
            : member.AssignedAfterRegistration ? new UnregisteredMember(UnregisteredCause.Late, "it is set or filled after RegisterComponents() has run")
            : InSequential(member.Content);
    }

    /// <summary>Whether the content certainly has a trainable parameter.</summary>
    public static bool HoldsParameters(MemberContent content) => content switch
    {
        MemberContent.Layer layer => layer.Parameters.Any(parameter => parameter is { Presence: Presence.Always, IsFrozen: false }),
        MemberContent.RawParameter raw => raw.RequiresGrad != false,
        MemberContent.RawParameters or MemberContent.TrainableTensor => true,
        MemberContent.UserModule { Shape: { } shape } => shape.Members.Any(member => !member.IsStatic && HoldsParameters(member.Content)),
        MemberContent.Container container => container.Items.Any(item => HoldsParameters(item.Content)),
        _ => false,
    };

    /// <summary>Sequential does not call <c>RegisterComponents()</c> of what is put into it; fields and ModuleList do.</summary>
    private static UnregisteredMember? InSequential(MemberContent content)
    {
        switch (content)
        {
            case MemberContent.UserModule { Shape: { } shape } when !ReportsItself(shape):
                return shape.Members.Where(member => !member.IsStatic).Select(member => InSequential(member.Content)).FirstOrDefault(found => found is not null);
            case MemberContent.Container { Kind: ContainerKind.Sequential } container:
                return container.Items.Select(item => Silent(item.Content) ?? InSequential(item.Content)).FirstOrDefault(found => found is not null);
            case MemberContent.Container { Kind: not ContainerKind.Unregistered } container:
                return container.Items.Select(item => InSequential(item.Content)).FirstOrDefault(found => found is not null);
            default:
                return null;
        }
    }

    private static UnregisteredMember? Silent(MemberContent item) =>
        item is MemberContent.UserModule { IsExact: true, Shape: { Registration: Registration.ByParent, HasUnreadableBase: false } shape } && HoldsParameters(item)
            ? new UnregisteredMember(
                UnregisteredCause.NoRegistration,
                "'" + shape.Type.DisplayName + "' in the Sequential does not call RegisterComponents()",
                shape.Type)
            : null;

    /// <summary>A class with declarations is analysed on its own account.</summary>
    private static bool ReportsItself(ModuleShape shape) =>
        shape.DeclaringClass is not null || shape.Members.Any(member => member.Declarations.Count > 0);
}
