using System.Collections.Generic;
using System.Linq;

namespace RegSpec.Semantics;

/// <content>What ends in collections that register nothing.</content>
internal sealed partial class ConstructionInterpreter
{
    /// <summary>Given to code that cannot be read: it may have registered them.</summary>
    private readonly HashSet<ModuleValue> handedOn = new();

    /// <summary>The modules and parameters made here that sit in this collection and, as far as construction shows, are registered nowhere.</summary>
    public IEnumerable<ModuleValue> LostIn(ModuleValue collection) => IsUncertain || handedOn.Contains(collection)
        ? Enumerable.Empty<ModuleValue>()
        : collection switch
        {
            ModuleValue.Choice choice => choice.Values.SelectMany(LostIn),
            ModuleValue.Pair pair => pair.Items.SelectMany(LostItems),
            ModuleValue.Reference when state.Container(collection) is { IsRegisteredElsewhere: false } container => container.Seen.SelectMany(LostItems),
            _ => Enumerable.Empty<ModuleValue>(),
        };

    /// <summary>What was put into a container that was filled after <c>RegisterComponents()</c>.</summary>
    public IEnumerable<ModuleValue> FilledLate(ModuleValue container) => !IsUncertain && state.Container(container) is { ChangedAfterRegistration: true } changed
        ? changed.Seen
        : Enumerable.Empty<ModuleValue>();

    private IEnumerable<ModuleValue> LostItems(ModuleValue item)
    {
        switch (item)
        {
            case ModuleValue.Choice choice:
                return choice.Values.SelectMany(LostItems);
            case ModuleValue.Pair:
            case ModuleValue.Reference when state.Container(item) is { Kind: ContainerKind.Unregistered }:
                return LostIn(item);
            case ModuleValue.Reference or ModuleValue.Created or ModuleValue.NewTensor { IsParameter: true }:
                return handedOn.Contains(item) || IsRegistered(item) ? Enumerable.Empty<ModuleValue>() : new[] { item };
            default:
                return Enumerable.Empty<ModuleValue>();
        }
    }
}
