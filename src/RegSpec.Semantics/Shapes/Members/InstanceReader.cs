using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Shapes;

/// <summary>Reads the members of a module off the heap: one object, or one for each constructor that makes the class.</summary>
internal sealed class InstanceReader
{
    private const string WhyReassigned = "assigned outside the constructors";

    private readonly TorchSymbols symbols;
    private readonly Func<INamedTypeSymbol, ModuleShape?> shapeOf;
    private readonly Func<BuiltModel, HeapObject, bool, ModuleShape?> shapeOfObject;
    private readonly ContentReader contents;
    private readonly Dictionary<(BuiltModel Model, INamedTypeSymbol Owner), HashSet<string>> assignedLater = new();

    /// <param name="symbols">The symbols of the compilation.</param>
    /// <param name="shapeOf">The shape of a class of which an instance is made elsewhere.</param>
    /// <param name="shapeOfObject">The shape of an object of the heap; the flag says that it is there in any case.</param>
    public InstanceReader(TorchSymbols symbols, Func<INamedTypeSymbol, ModuleShape?> shapeOf, Func<BuiltModel, HeapObject, bool, ModuleShape?> shapeOfObject)
    {
        this.symbols = symbols;
        this.shapeOf = shapeOf;
        this.shapeOfObject = shapeOfObject;
        contents = new ContentReader(symbols, this);
    }

    public ModuleShape? ShapeOf(INamedTypeSymbol type) => shapeOf(type);

    public ModuleShape? ShapeOf(BuiltModel model, HeapObject thing, bool isCertain) => shapeOfObject(model, thing, isCertain);

    /// <summary>The shape of a class by its instances.</summary>
    /// <param name="layout">What symbols show of it.</param>
    /// <param name="instances">One for each way to make it; none if it cannot be followed.</param>
    /// <param name="statics">The heap on which static members are read.</param>
    public ModuleShape Read(ClassLayout layout, IReadOnlyList<Instance> instances, Func<BuiltModel> statics)
    {
        var members = new List<MemberShape>();
        foreach (MemberLayout member in layout.Members)
        {
            if (Read(member, instances, statics) is { } shape)
            {
                members.Add(shape);
            }
        }

        Registration registration = RegistrationOf(instances);
        return layout.Empty with
        {
            Members = members.ToEquatableArray(),
            Registration = registration == Registration.ByParent && layout.Empty.HasUnreadableBase ? Registration.Unclear : registration,
        };
    }

    private static Registration RegistrationOf(IReadOnlyList<Instance> instances)
    {
        List<Registration> all = instances
            .Select(static instance => instance.Registry switch
            {
                { HasRun: true } => Registration.Own,
                { HasRun: false, Entries.Count: > 0 } => Registration.Own,
                { HasRun: false } => Registration.ByParent,
                _ => Registration.Unclear,
            })
            .Distinct()
            .ToList();
        return all.Count switch
        {
            0 => Registration.ByParent,
            1 => all[0],
            _ => Registration.Unclear,
        };
    }

    private MemberShape? Read(MemberLayout member, IReadOnlyList<Instance> instances, Func<BuiltModel> statics)
    {
        List<(Instance Instance, Value Value)> held = Held(member, instances, statics);
        bool isReassigned = instances.Any(static instance => instance.Model.IsUncertain)
            || (member.Member.IsMutable && symbols.IsSource(member.Owner) && instances.Any(instance => AssignedLater(instance.Model, member.Owner).Contains(member.Member.Symbol.Name)));
        Assignment assignment = member.CanHold ? Assigned(held.Select(static one => one.Value)) : Assignment.Never;
        MemberContent? content = member.CanHold ? ContentOf(member, held, isReassigned, assignment) : null;
        if (content is null && !member.IsDeclared)
        {
            return null;
        }

        List<MemberRegistration> registrations = member.Member.Symbol.IsStatic ? new() : instances.Select(instance => MemberRegistration.Of(instance, member.Key)).ToList();
        bool isDoubtful = isReassigned
            || (assignment == Assignment.Never && !symbols.IsSource(member.Owner))
            || (assignment != Assignment.Never && registrations.Exists(static registration => registration.IsDoubtful));
        bool isCollection = content is MemberContent.Container { Kind: ContainerKind.Unregistered };
        return member.Shape with
        {
            RegisteredName = registrations.Select(static registration => registration.HandName).Distinct().ToList() is [{ } name] ? name : member.Shape.RegisteredName,
            Content = content ?? new MemberContent.Nothing(TypeNames.Display(member.Member.Type)),
            Assignment = isDoubtful ? Assignment.Maybe : assignment,
            AssignedAfterRegistration = registrations.Exists(static registration => registration.IsLate || registration.Late.Count > 0),
            IsRegisteredElsewhere = isCollection && held.Count > 0 && held.TrueForAll(one => one.Value is NullValue || one.Instance.IsTrained(one.Value)),
            Lost = content is MemberContent.Container ? LostIn(member, held, registrations) : EquatableArray<MemberContent>.Empty,
        };
    }

    /// <summary>Names that methods of a class assign to, those that construction called not counted.</summary>
    private HashSet<string> AssignedLater(BuiltModel model, INamedTypeSymbol owner)
    {
        if (!assignedLater.TryGetValue((model, owner), out HashSet<string>? names))
        {
            CancellationToken cancellation = model.Machine.Cancellation;
            var followed = new HashSet<SyntaxNode>(model.Machine.Bodies.Ran.OfType<IMethodSymbol>().SelectMany(method => Declarations.Of(method.PartialImplementationPart ?? method, cancellation)));
            assignedLater.Add((model, owner), names = LaterAssignments.In(owner, followed, model.Machine.Sources, cancellation));
        }

        return names;
    }

    /// <summary>The values a member may have, each with the instance that has it.</summary>
    private static List<(Instance Instance, Value Value)> Held(MemberLayout member, IReadOnlyList<Instance> instances, Func<BuiltModel> statics)
    {
        if (member.Member.Symbol.IsStatic)
        {
            BuiltModel model = statics();
            return model.ReadStatic(member.Key) is { } value ? Lattice.Alternatives(value).Select(one => (new Instance(model, null), one)).ToList() : new();
        }

        return instances.SelectMany(instance => Lattice.Alternatives(instance.Read(member.Key) ?? Value.Null).Select(one => (instance, one))).ToList();
    }

    private MemberContent? ContentOf(MemberLayout member, List<(Instance Instance, Value Value)> held, bool isReassigned, Assignment assignment)
    {
        ITypeSymbol type = member.Member.Type;
        MemberContent? content = null;
        foreach ((Instance instance, Value value) in held)
        {
            if (value is not NullValue && contents.Read(instance.Model, value, type, member.Role, assignment == Assignment.Always && held.Count == 1) is { } one)
            {
                content = content is null ? one : ContentMerger.Merge(content, one);
            }
        }

        if (held.TrueForAll(static one => one.Value is NullValue))
        {
            content = contents.FromType(type, "never assigned here", member.Role);
        }

        if (!isReassigned || contents.FromType(type, WhyReassigned, member.Role) is not { } other)
        {
            return content;
        }

        return content is null || assignment == Assignment.Never ? other : ContentMerger.Merge(content, other);
    }

    /// <summary>Null on some path, or known only by a type that allows null, is no certain assignment.</summary>
    private static Assignment Assigned(IEnumerable<Value> values)
    {
        bool isAssigned = false;
        bool mayBeNull = false;
        foreach (Value value in values)
        {
            isAssigned |= value is not NullValue;
            mayBeNull |= value is NullValue { IsAgainstAnnotation: false } or OpaqueValue { Type: not { NullableAnnotation: NullableAnnotation.NotAnnotated } };
        }

        return !isAssigned ? Assignment.Never : mayBeNull ? Assignment.Maybe : Assignment.Always;
    }

    /// <summary>What was made here, sits in a collection that registers nothing, or came too late into a container, and is registered nowhere else.</summary>
    private EquatableArray<MemberContent> LostIn(MemberLayout member, List<(Instance Instance, Value Value)> held, List<MemberRegistration> registrations)
    {
        IEnumerable<(Instance Instance, Value Value)> lost = held
            .SelectMany(one => one.Instance.LostIn(one.Value).Select(value => (one.Instance, value)))
            .Concat(registrations.SelectMany(registration => registration.Late.Select(value => (registration.Instance, value))));
        return lost
            .Where(static one => !one.Instance.Model.IsUncertain)
            .Select(one => contents.Read(one.Instance.Model, one.Value, member.Member.Type, Role.Unknown, isCertain: true))
            .SelectMany(static one => one is null ? Enumerable.Empty<MemberContent>() : new[] { one })
            .Distinct()
            .ToEquatableArray();
    }
}
