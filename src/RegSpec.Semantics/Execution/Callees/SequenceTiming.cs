using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Execution;

/// <summary>When the functions of a sequence run, which compute its elements one by one as somebody asks for them, and whether that can be seen.</summary>
internal sealed class SequenceTiming
{
    private readonly Machine machine;

    public SequenceTiming(Machine machine) => this.machine = machine;

    /// <summary>Whether nobody can tell when the functions of a sequence run, and for how many elements: they only look at modules and numbers.</summary>
    public bool IsTimeless(Value source) => Functions(source).All(LooksAlone);

    /// <summary>Whether functions of a sequence take turns in a way that is not followed: elements go through a chain one by one.</summary>
    public bool IsInterleaved(SequenceValue sequence)
    {
        Value source = sequence;
        while (source is SequenceValue { Kind: SequenceKind.Select or SequenceKind.Where } stage)
        {
            source = stage.Source;
        }

        if (ReferenceEquals(source, sequence))
        {
            // It may stop before one of its sources does.
            return sequence.Kind is SequenceKind.Zip or SequenceKind.Take && !IsTimeless(sequence);
        }

        return source is SequenceValue { Kind: not SequenceKind.Reverse } && !IsTimeless(source);
    }

    private static IEnumerable<Value> Functions(Value source) => source is not SequenceValue sequence ? Enumerable.Empty<Value>()
        : Functions(sequence.Source).Concat(sequence.Kind switch
        {
            SequenceKind.Select or SequenceKind.Where => sequence.Arguments,
            SequenceKind.Zip => Functions(sequence.Arguments[0]).Concat(sequence.Arguments.Skip(1)),
            _ => sequence.Arguments.SelectMany(Functions),
        });

    /// <summary>Whether nobody can tell when a function runs.</summary>
    public bool LooksAlone(Value? function) =>
        function is DelegateValue { Target: { } target } known
        && (target.MethodKind == MethodKind.AnonymousFunction ? known.Body is { } body && !Captures(body, target) : target is { MethodKind: MethodKind.Ordinary, IsStatic: true })
        && target.Parameters.Select(static parameter => parameter.Type).Append(target.ReturnType).All(IsPlain);

    /// <summary>A module, a number, text, or several of them: no tensor that somebody may write into, no object that somebody may change.</summary>
    private bool IsPlain(ITypeSymbol type) => type switch
    {
        { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_String } or { TypeKind: TypeKind.Enum } => true,
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.All(element => IsPlain(element.Type)),
        _ => machine.IsModule(type),
    };

    private static bool Captures(ControlFlowGraph body, IMethodSymbol lambda) =>
        body.Blocks.SelectMany(static b => b.BranchValue is { } value ? b.Operations.Append(value) : b.Operations).SelectMany(static o => o.DescendantsAndSelf()).Any(operation => operation switch
        {
            ILocalReferenceOperation { Local: { IsConst: false, ContainingSymbol: var owner } } => !SymbolEqualityComparer.Default.Equals(owner, lambda),
            IParameterReferenceOperation { Parameter.ContainingSymbol: var owner } => !SymbolEqualityComparer.Default.Equals(owner, lambda),
            IFlowAnonymousFunctionOperation or IInstanceReferenceOperation => true,
            _ => false,
        });
}
