using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Shapes;

/// <summary>What a member of a module class holds, as far as the source tells.</summary>
internal abstract record MemberContent
{
    private MemberContent()
    {
    }

    /// <summary>A raw <c>Parameter</c> (or a Tensor-typed field that holds one).</summary>
    /// <param name="Role">From <c>[ParameterRole]</c> or the algebra; Unknown otherwise.</param>
    /// <param name="Dimensions">Where the creation shows it.</param>
    /// <param name="RequiresGrad">False where it is certainly created frozen; null where unknown; otherwise true.</param>
    /// <param name="IsRoleFromUse">The algebra gave the role, no attribute did.</param>
    internal sealed record RawParameter(Role Role, int? Dimensions, bool? RequiresGrad, bool IsRoleFromUse = false) : MemberContent;

    /// <summary>A <c>ParameterList</c> or <c>ParameterDict</c>; all its parameters share one role.</summary>
    internal sealed record RawParameters(Role Role) : MemberContent;

    /// <summary>A plain Tensor made with <c>requires_grad</c>: registered as a buffer, so no optimizer ever sees it.</summary>
    /// <param name="Dimensions">Where the creation shows it.</param>
    internal sealed record TrainableTensor(int? Dimensions) : MemberContent;

    /// <summary>A catalog layer of one certain type.</summary>
    /// <param name="TypeName">Metadata name, key of the catalog.</param>
    /// <param name="Parameters">Its parameters with the switches seen in the source.</param>
    /// <param name="IsComplete">It can have no others; false where its number of inner layers is not known.</param>
    internal sealed record Layer(string TypeName, EquatableArray<LayerParameter> Parameters, bool IsComplete = true) : MemberContent;

    /// <summary>A user's module class (declared type, or the one type it is ever assigned).</summary>
    /// <param name="Type">The class.</param>
    /// <param name="IsExact">The run-time type is certainly this one (created here with <c>new</c>, or sealed).</param>
    /// <param name="Shape">What it holds; null when not readable (metadata, abstract, recursion).</param>
    internal sealed record UserModule(TypeName Type, bool IsExact, ModuleShape? Shape) : MemberContent;

    /// <summary>A container.</summary>
    /// <param name="Kind">Which one; <see cref="ContainerKind.Unregistered"/> for collections of the base library.</param>
    /// <param name="Items">Children known from the source, by child name ("0", "conv").</param>
    /// <param name="IsComplete">The children are exactly these; false when filled in ways that cannot be followed.</param>
    internal sealed record Container(ContainerKind Kind, EquatableArray<ContainerItem> Items, bool IsComplete) : MemberContent
    {
        /// <summary>What any further child is, where construction adds an unknown number of them; none where nothing is known of them.</summary>
        public EquatableArray<MemberContent> Filling { get; init; }
    }

    /// <summary>A module whose type only the run time knows.</summary>
    /// <param name="Why">The reason, for tables ("Conv2d or Linear", "assigned from a parameter").</param>
    internal sealed record Undetermined(string Why) : MemberContent;

    /// <summary>A module that owns nothing (ReLU, Dropout), or a member that cannot hold a parameter: only listed when something is declared on it.</summary>
    internal sealed record Nothing(string TypeName) : MemberContent;
}

/// <summary>A child of a container.</summary>
/// <param name="Name">Registered name below the container.</param>
/// <param name="Content">What it is.</param>
internal sealed record ContainerItem(string Name, MemberContent Content);
