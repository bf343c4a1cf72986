using System.Collections.Generic;
using System.Linq;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Generators;

/// <summary>The lines of <c>Describe</c>, with the accessors and declaration arrays they use.</summary>
internal sealed class DescribeBody
{
    private const string Module = "global::TorchSharp.torch.nn.Module";
    private const string Tensor = "global::TorchSharp.torch.Tensor";
    private const string RawParameter = "global::TorchSharp.Modules.Parameter";

    private static readonly string[] RoleNames = Enum.GetValues(typeof(Role)).Cast<Role>().Select(static role => "global::RegSpec.ParameterRole." + role).ToArray();

    private readonly GroupsModel model;
    private readonly NameScope names;
    private readonly Dictionary<string, ScaleInvarianceFact> proofs = new();
    private readonly List<string> lines = new();
    private readonly List<DeclarationArray> arrays = new();
    private readonly List<Accessor> accessors = new();

    private DescribeBody(GroupsModel model)
    {
        this.model = model;
        // Members of the class and of object, and the parameters of Describe, which would hide an accessor of their name.
        names = new NameScope(
            model.ClassName, "ParameterGroups", "Register", "Describe", "model", "module", "plan",
            "Equals", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString", "Finalize");
    }

    /// <summary>One line a parameter or nested module.</summary>
    public IReadOnlyList<string> Lines => lines;

    /// <summary>The declarations of members, in member order.</summary>
    public IReadOnlyList<DeclarationArray> Arrays => arrays;

    /// <summary>How private members are read, in member order.</summary>
    public IReadOnlyList<Accessor> Accessors => accessors;

    /// <summary>Whether a line reads the model itself.</summary>
    public bool UsesModel { get; private set; }

    public static DescribeBody Of(GroupsModel model)
    {
        var body = new DescribeBody(model);
        body.AddClass();
        if (!model.IsForeign)
        {
            body.FindProofs();
            for (int i = 0; i < model.Plan.Shape.Members.Count; i++)
            {
                body.AddMember(model.Plan.Shape.Members[i]);
            }
        }

        return body;
    }

    private void AddClass()
    {
        ModuleShape shape = model.Plan.Shape;
        string arguments = CSharpText.Literal(shape.DeclaringClass ?? shape.Type.DisplayName);
        foreach (string declaration in DeclarationText.Of(shape.Declarations, shape.LearningRateScale, layerwise: null))
        {
            arguments += ", " + declaration;
        }

        lines.Add("plan.Class(" + arguments + ");");
    }

    private void FindProofs()
    {
        foreach (ScaleInvarianceFact fact in model.Plan.Proofs)
        {
            proofs[fact.Path] = fact;
        }
    }

    private void AddMember(MemberShape member)
    {
        // A hidden field is never registered: the guard names it by its class.
        string place = member.IsHidden ? member.DeclaringType + "." + member.RegisteredName : member.RegisteredName;
        string name = CSharpText.Literal(place);
        if (IsByName(member) && (member.IsHidden || IsUnregistered(member)))
        {
            return;
        }

        if (IsUnregistered(member))
        {
            // Nothing registers what a static member or a plain collection holds: the guard looks inside and names it.
            if (!member.IsRegisteredElsewhere || member.IsDeclared)
            {
                Add("Collection", name, Read(member), Declarations(member), required: true, proof: null);
            }

            return;
        }

        bool assigned = member.Assignment == Assignment.Always;
        switch (member.Content)
        {
            case MemberContent.RawParameter raw:
                Add("Parameter", name, Value(member) + ", " + Role(raw.Role), Declarations(member), assigned, Proof(place));
                break;
            case MemberContent.TrainableTensor when !IsByName(member):
                Add("Parameter", name, Value(member) + ", " + Role(Semantics.Vocabulary.Role.Unknown), Declarations(member), required: false, proof: null);
                break;
            case MemberContent.RawParameters raw:
                Add("Parameters", name, Value(member) + ", " + Role(raw.Role), Declarations(member), assigned, proof: null);
                break;
            case MemberContent.Layer { Parameters.Count: > 0 } layer:
                AddLayer(member, place, layer);
                AddPaddingRows(place, layer);
                break;
            case MemberContent.Layer or MemberContent.UserModule or MemberContent.Container or MemberContent.Undetermined:
                Add("Module", name, Value(member), Declarations(member), assigned, proof: null);
                AddProofsBelow(place);
                AddPaddingRows(place, member.Content);
                break;
        }
    }

    private void AddLayer(MemberShape member, string place, MemberContent.Layer layer)
    {
        string? declarations = Declarations(member);
        string opening = "plan.Layer(" + CSharpText.Literal(place) + ", " + Value(member) + (declarations is null ? "" : ", " + declarations) + ")";
        if (layer.Parameters.Count == 1)
        {
            lines.Add(opening + Line(layer.Parameters[0]) + ";");
            return;
        }

        lines.Add(opening);
        for (int i = 0; i < layer.Parameters.Count; i++)
        {
            lines.Add("    " + Line(layer.Parameters[i]) + (i == layer.Parameters.Count - 1 ? ";" : ""));
        }

        string Line(LayerParameter parameter)
        {
            bool required = member.Assignment == Assignment.Always && parameter.Presence == Presence.Always;
            return "." + parameter.Role + "(" + CSharpText.Literal(parameter.Name) + Proven(Proof(place + "." + parameter.Name)) + Unless(required) + ")";
        }
    }

    /// <summary>Which rows stand for padding is known where a table is made, and nowhere later.</summary>
    private void AddPaddingRows(string place, MemberContent content)
    {
        switch (content)
        {
            case MemberContent.Layer layer:
                foreach (LayerParameter parameter in layer.Parameters)
                {
                    if (parameter.Padding is { } padding)
                    {
                        lines.Add("plan.PaddingRow(" + CSharpText.Literal(place + "." + parameter.Name) + (padding.Index is { } index ? ", " + index.ToString(System.Globalization.CultureInfo.InvariantCulture) : "") + ");");
                    }
                }

                break;
            case MemberContent.Container container:
                foreach (ContainerItem item in container.Items)
                {
                    AddPaddingRows(place + "." + item.Name, item.Content);
                }

                break;
            case MemberContent.UserModule { IsExact: true, Shape: { } shape }:
                foreach (MemberShape member in shape.Members)
                {
                    AddPaddingRows(place + "." + member.RegisteredName, member.Content);
                }

                break;
        }
    }

    /// <summary>Proofs about what a nested module holds, also where only the run time can open it.</summary>
    private void AddProofsBelow(string place)
    {
        foreach (ScaleInvarianceFact fact in model.Plan.Proofs)
        {
            if (fact.Path.StartsWith(place + ".", StringComparison.Ordinal))
            {
                InvarianceProof proof = fact.ForPlan;
                lines.Add("plan.ScaleInvariant(" + CSharpText.Literal(fact.Path) + ", " + CSharpText.Literal(proof.Path) + (proof.WithBias ? ", withBias: true);" : ");"));
            }
        }
    }

    private void Add(string method, string name, string arguments, string? declarations, bool required, InvarianceProof? proof)
    {
        lines.Add("plan." + method + "(" + name + ", " + arguments + (declarations is null ? "" : ", " + declarations) + Unless(required) + Proven(proof) + ");");
    }

    private static string Unless(bool required) => required ? "" : ", required: false";

    private static string Proven(InvarianceProof? proof) =>
        proof is null ? "" : ", scaleInvariant: " + CSharpText.Literal(proof.Path) + (proof.WithBias ? ", withBias: true" : "");

    private InvarianceProof? Proof(string path) => proofs.TryGetValue(path, out ScaleInvarianceFact? fact) ? fact.ForPlan : null;

    private static string Role(Role role) => RoleNames[(int)role];

    /// <summary>The name of the array with the member's declarations, or null without any.</summary>
    private string? Declarations(MemberShape member)
    {
        if (!member.IsDeclared)
        {
            return null;
        }

        string name = names.Give(member.Name + "Declarations");
        arrays.Add(new DeclarationArray(name, DeclarationText.Of(member.Declarations, member.LearningRateScale, member.LayerwiseLearningRate)));
        return name;
    }

    private static bool IsUnregistered(MemberShape member) =>
        member.IsStatic || member.Content is MemberContent.Container { Kind: ContainerKind.Unregistered };

    private bool IsByName(MemberShape member) => model.Type.Arity > 0 || member.Access.Kind == AccessKind.ByName;

    /// <summary>The member's value as a Module or a Tensor, whatever type it is declared with.</summary>
    private string Value(MemberShape member)
    {
        bool isRaw = member.Content is MemberContent.RawParameter or MemberContent.TrainableTensor;
        if (IsByName(member))
        {
            return "plan." + (isRaw ? "OwnParameter(" : "Child(") + CSharpText.Literal(member.RegisteredName) + ")";
        }

        string declared = member.Access.FieldType.TrimEnd('?');
        bool isKnown = isRaw ? declared is Tensor or RawParameter : IsModule(declared, member.Content);
        return Read(member) + (isKnown ? "" : " as " + (isRaw ? Tensor : Module));
    }

    /// <summary>Interfaces and <c>object</c> may hold modules too; those need a cast.</summary>
    private static bool IsModule(string declared, MemberContent content) =>
        declared == Module
        || declared.StartsWith(Module + "<", StringComparison.Ordinal)
        || declared.StartsWith("global::TorchSharp.Modules.", StringComparison.Ordinal)
        || (content is MemberContent.UserModule { Type: { } type } && declared == type.QualifiedName);

    private string Read(MemberShape member)
    {
        MemberAccess access = member.Access;
        if (access.Kind == AccessKind.Direct)
        {
            UsesModel |= !member.IsStatic;
            return (member.IsStatic ? access.DeclaringType : "model") + "." + CSharpText.Identifier(access.FieldName);
        }

        UsesModel = true;
        string name = CSharpText.Identifier(names.Give(member.Name));
        accessors.Add(new Accessor(name, member.IsStatic, access));
        return name + "(model)";
    }

    /// <summary>A field of the generated class that holds a member's declarations.</summary>
    internal readonly record struct DeclarationArray(string Name, IReadOnlyList<string> Expressions);

    /// <summary>An <c>[UnsafeAccessor]</c> method of the generated class.</summary>
    internal readonly record struct Accessor(string Name, bool IsStatic, MemberAccess Field);
}
