using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Sources;

/// <summary>The compiler's graph of a body, with what running it needs to know: its loops, and which captures are places.</summary>
internal sealed class MethodGraph
{
    // Weak in the graph: whoever keeps the body alive keeps this.
    private static readonly ConditionalWeakTable<ControlFlowGraph, MethodGraph> Known = new();

    private readonly int[] loopEnd;
    private readonly int[][] loopsAround;
    private readonly HashSet<CaptureId> places = new();

    private MethodGraph(ControlFlowGraph graph)
    {
        Graph = graph;
        int count = graph.Blocks.Length;
        loopEnd = new int[count];
        loopsAround = new int[count][];
        bool captures = false;
        foreach (BasicBlock block in graph.Blocks)
        {
            NoteBackEdge(block.FallThroughSuccessor);
            NoteBackEdge(block.ConditionalSuccessor);
            foreach (IOperation operation in block.Operations)
            {
                captures |= operation is IFlowCaptureOperation;
                Yields |= operation is IReturnOperation;
            }
        }

        foreach (BasicBlock block in captures ? graph.Blocks : ImmutableArray<BasicBlock>.Empty)
        {
            foreach (IOperation operation in block.Operations)
            {
                FindPlaces(operation);
            }

            if (block.BranchValue is { } value)
            {
                FindPlaces(value);
            }
        }

        int[] heads = Enumerable.Range(0, count).Where(head => loopEnd[head] > 0).ToArray();
        for (int i = 0; i < count; i++)
        {
            loopsAround[i] = heads.Length == 0 ? heads : heads.Where(head => head <= i && loopEnd[head] >= i).ToArray();
        }
    }

    public ControlFlowGraph Graph { get; }

    public ImmutableArray<BasicBlock> Blocks => Graph.Blocks;

    /// <summary>It is the body of an iterator.</summary>
    public bool Yields { get; }

    public static MethodGraph Of(ControlFlowGraph graph) => Known.GetValue(graph, static g => new MethodGraph(g));

    /// <summary>The last block of the loop that a block heads; 0 for none.</summary>
    public int LoopEnd(int head) => loopEnd[head];

    /// <summary>The heads of the loops a block is in, its own included, from the outside in.</summary>
    public int[] LoopsAround(int block) => loopsAround[block];

    /// <summary>A capture is assigned through: it stands for a place, not for a value.</summary>
    public bool IsPlace(CaptureId capture) => places.Contains(capture);

    private void NoteBackEdge(ControlFlowBranch? branch)
    {
        if (branch is { Destination: { } target } && target.Ordinal <= branch.Source.Ordinal)
        {
            loopEnd[target.Ordinal] = System.Math.Max(loopEnd[target.Ordinal], branch.Source.Ordinal);
        }
    }

    private void FindPlaces(IOperation root)
    {
        foreach (IOperation operation in root.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IAssignmentOperation assignment:
                    AddTargets(assignment.Target);
                    if (assignment is ISimpleAssignmentOperation { IsRef: true } reference)
                    {
                        AddTargets(reference.Value);
                    }

                    break;
                case IIncrementOrDecrementOperation step:
                    AddTargets(step.Target);
                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                    AddTargets(argument.Value);
                    break;
            }
        }
    }

    private void AddTargets(IOperation target)
    {
        switch (target)
        {
            case IFlowCaptureReferenceOperation capture:
                places.Add(capture.Id);
                break;
            case ITupleOperation tuple:
                foreach (IOperation element in tuple.Elements)
                {
                    AddTargets(element);
                }

                break;
            case IConversionOperation conversion:
                AddTargets(conversion.Operand);
                break;
            case IFieldReferenceOperation { Instance: { Type.IsValueType: true } owner }:
                AddTargets(owner);
                break;
        }
    }
}
