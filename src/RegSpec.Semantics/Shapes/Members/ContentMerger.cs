using System.Collections.Generic;
using System.Linq;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Shapes;

/// <summary>What is known of a member that is assigned in more than one way.</summary>
internal static class ContentMerger
{
    public static MemberContent Merge(MemberContent first, MemberContent second) => (first, second) switch
    {
        _ when first == second => first,
        (MemberContent.Layer a, MemberContent.Layer b) when a.TypeName == b.TypeName => new MemberContent.Layer(a.TypeName, MergeParameters(a.Parameters, b.Parameters), a.IsComplete && b.IsComplete),
        (MemberContent.UserModule a, MemberContent.UserModule b) when a.Type == b.Type => new MemberContent.UserModule(a.Type, a.IsExact && b.IsExact, a.Shape ?? b.Shape),
        (MemberContent.RawParameter a, MemberContent.RawParameter b) => new MemberContent.RawParameter(
            a.Role == b.Role ? a.Role : Role.Unknown,
            a.Dimensions == b.Dimensions ? a.Dimensions : null,
            a.RequiresGrad == b.RequiresGrad ? a.RequiresGrad : null,
            a.IsRoleFromUse && b.IsRoleFromUse),
        (MemberContent.Container a, MemberContent.Container b) when a.Kind == b.Kind => Merge(a, b),
        (MemberContent.Nothing a, MemberContent.Nothing b) => new MemberContent.Nothing(Describe(a) + " or " + Describe(b)),
        _ => new MemberContent.Undetermined(Describe(first) + " or " + Describe(second)),
    };

    /// <summary>The first children of both, and whatever else either has.</summary>
    private static MemberContent.Container Merge(MemberContent.Container a, MemberContent.Container b)
    {
        EquatableArray<ContainerItem> common = CommonItems(a.Items, b.Items);
        bool isKnown = (a.IsComplete || a.Filling.Count > 0) && (b.IsComplete || b.Filling.Count > 0);
        return new MemberContent.Container(a.Kind, common, IsComplete: false)
        {
            Filling = isKnown
                ? a.Items.Skip(common.Count).Concat(b.Items.Skip(common.Count)).Select(static item => item.Content).Concat(a.Filling).Concat(b.Filling).Distinct().ToEquatableArray()
                : default,
        };
    }

    /// <summary>What a member holds, in words.</summary>
    public static string Describe(MemberContent content) => content switch
    {
        MemberContent.Layer layer => ShortName(layer.TypeName),
        MemberContent.UserModule module => module.Type.DisplayName,
        MemberContent.RawParameter => "Parameter",
        MemberContent.RawParameters => "ParameterList",
        MemberContent.TrainableTensor => "Tensor",
        MemberContent.Container { Kind: ContainerKind.Unregistered } => "a collection",
        MemberContent.Container container => container.Kind.ToString(),
        MemberContent.Undetermined undetermined => undetermined.Why,
        MemberContent.Nothing nothing => ShortName(nothing.TypeName),
        _ => "something else",
    };

    private static string ShortName(string typeName) => typeName.Substring(typeName.LastIndexOf('.') + 1);

    /// <summary>Parameters of both, in order; those that only one has, or has for certain, are optional.</summary>
    private static EquatableArray<LayerParameter> MergeParameters(EquatableArray<LayerParameter> first, EquatableArray<LayerParameter> second)
    {
        var merged = new List<LayerParameter>();
        int next = 0;
        foreach (LayerParameter parameter in first)
        {
            int match = IndexOf(second, parameter.Name, next);
            if (match < 0)
            {
                merged.Add(parameter with { Presence = Presence.Optional });
                continue;
            }

            AddOptional(second, next, match, merged);
            merged.Add(Merge(parameter, second[match]));
            next = match + 1;
        }

        AddOptional(second, next, second.Count, merged);
        return merged.ToEquatableArray();
    }

    private static void AddOptional(EquatableArray<LayerParameter> source, int from, int to, List<LayerParameter> into)
    {
        for (int i = from; i < to; i++)
        {
            into.Add(source[i] with { Presence = Presence.Optional });
        }
    }

    private static int IndexOf(EquatableArray<LayerParameter> parameters, string name, int from)
    {
        for (int i = from; i < parameters.Count; i++)
        {
            if (parameters[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static LayerParameter Merge(LayerParameter first, LayerParameter second) => first with
    {
        Dimensions = first.Dimensions == second.Dimensions ? first.Dimensions : null,
        Presence = first.Presence == Presence.Always && second.Presence == Presence.Always ? Presence.Always : Presence.Optional,
        Padding = PaddingRow.Merge(first.Padding, second.Padding),
    };

    private static EquatableArray<ContainerItem> CommonItems(EquatableArray<ContainerItem> first, EquatableArray<ContainerItem> second)
    {
        var common = new List<ContainerItem>();
        for (int i = 0; i < first.Count && i < second.Count && first[i].Name == second[i].Name; i++)
        {
            common.Add(new ContainerItem(first[i].Name, Merge(first[i].Content, second[i].Content)));
        }

        return common.ToEquatableArray();
    }
}
