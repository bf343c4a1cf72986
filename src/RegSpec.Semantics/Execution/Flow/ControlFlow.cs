using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using RegSpec.Semantics.Sources;

namespace RegSpec.Semantics.Execution;

/// <summary>
/// Runs the graph of one activation. A branch that is decided runs alone, so constant loops unroll by themselves; one that is not sends the state both
/// ways, and states that wait for one block are joined. A loop whose end is not decided is run until nothing new comes back to its head. A handler starts
/// from the join of all states its <c>try</c> went through; <c>finally</c> runs on every way out.
/// </summary>
internal sealed class ControlFlow
{
    private readonly Machine machine;
    private readonly Frame frame;
    private readonly MethodGraph graph;
    private readonly int outerHandlers;

    /// <summary>By the try region: all states in it, joined.</summary>
    private readonly Dictionary<ControlFlowRegion, State> tried = new();

    /// <summary>Handlers whose try went on since they last ran.</summary>
    private readonly SortedDictionary<int, ControlFlowRegion> due = new();

    private readonly Dictionary<int, LoopRun> loops = new();
    private State? exit;

    public ControlFlow(Machine machine, Frame frame, MethodGraph graph)
    {
        this.machine = machine;
        this.frame = frame;
        this.graph = graph;
        outerHandlers = machine.Heap.Handlers;
    }

    private Heap Heap => machine.Heap;

    /// <summary>Runs the body from the current state; the state afterwards is the join of all ends that are reached.</summary>
    public void Run()
    {
        if (Heap.State is not { } start)
        {
            return;
        }

        Run(0, graph.Blocks.Length - 1, start);
        Heap.Unwatch(outerHandlers);
        frame.Loops = frame.Context.Loops;
        Heap.State = exit;
    }

    /// <summary>Runs the blocks of a range; what leaves it through the end of a finally region is the result.</summary>
    private State? Run(int first, int last, State start)
    {
        var waiting = new Waiting();
        waiting.Add(first, isBack: false, start, Heap);
        State? end = null;
        while (Next(waiting, first, last) is var (ordinal, state, isBack))
        {
            if (machine.Budget.IsSpent)
            {
                break;
            }

            BasicBlock block = graph.Blocks[ordinal];
            if (graph.LoopEnd(ordinal) > 0 && !Enter(ordinal, ref state, isBack))
            {
                continue;
            }

            if (block.Kind == BasicBlockKind.Exit)
            {
                exit = Heap.Join(exit, state);
                continue;
            }

            end = Heap.Join(end, Execute(block, state, waiting));
        }

        return end;
    }

    /// <summary>The block to run next: the first that waits, but a loop begins another round only when everything in it has run.</summary>
    private (int Ordinal, State State, bool IsBack)? Next(Waiting waiting, int first, int last)
    {
        int handler = due.Keys.FirstOrDefault(ordinal => ordinal >= first && ordinal <= last);
        int ordinal = waiting.First();
        if (handler > 0 && (ordinal < 0 || handler <= ordinal) && !waiting.HasBackWithin(handler, graph))
        {
            ControlFlowRegion region = due[handler];
            due.Remove(handler);
            State? found = EnterHandler(region);
            if (found is not null)
            {
                waiting.Add(handler, isBack: false, found, Heap);
            }

            return Next(waiting, first, last);
        }

        int head = waiting.LastBack(ordinal, graph);
        if (head >= 0)
        {
            return (head, waiting.TakeBack(head), true);
        }

        return ordinal < 0 ? null : (ordinal, waiting.Take(ordinal), false);
    }

    /// <summary>The state in which a handler begins; null for one that runs here and goes on to the outside.</summary>
    private State? EnterHandler(ControlFlowRegion region)
    {
        ControlFlowRegion attempt = region.EnclosingRegion!.NestedRegions[0];
        if (!tried.TryGetValue(attempt, out State? state))
        {
            return null;
        }

        if (region.Kind != ControlFlowRegionKind.Finally)
        {
            return state.Fork();
        }

        // An exception passes through: what happens here happens, and then it goes on.
        Run(region.FirstBlockOrdinal, region.LastBlockOrdinal, state.Fork());
        return null;
    }

    /// <summary>Decides in which state a loop begins another round; false if nothing new has come.</summary>
    private bool Enter(int head, ref State state, bool isBack)
    {
        if (!isBack || !loops.TryGetValue(head, out LoopRun? loop))
        {
            loops[head] = new LoopRun { Head = state.Fork(), Facts = Heap.Facts };
            return true;
        }

        loop.Rounds++;
        if (!loop.IsUnknown && loop.IsDecided && loop.Rounds < Budget.Rounds)
        {
            (loop.IsDecided, loop.Head) = (false, state.Fork());
            return true;
        }

        loop.JoinedRounds++;
        if (loop.JoinedRounds > Budget.Fixpoint)
        {
            machine.Budget.GiveUp("a loop does not settle");
            return false;
        }

        State joined = loop.Head.Fork();
        joined = Heap.Join(joined, state)!;
        bool isSettled = loop.IsUnknown && Heap.Facts == loop.Facts && Heap.Same(loop.Head, joined);
        (loop.IsUnknown, loop.Head, loop.Facts, state) = (true, joined, Heap.Facts, joined.Fork());
        return !isSettled;
    }

    /// <summary>Runs one block and sends its state on; what ends a finally region is the result.</summary>
    private State? Execute(BasicBlock block, State state, Waiting waiting)
    {
        Heap.State = state;
        frame.Loops = frame.Context.Loops + graph.LoopsAround(block.Ordinal).Count(head => loops.TryGetValue(head, out LoopRun? loop) && loop.IsUnknown);
        Watch(block, state);
        EnterScopes(block);
        foreach (IOperation operation in block.Operations)
        {
            machine.Evaluator.Execute(operation, frame);
            if (!Heap.IsReachable)
            {
                return null;
            }
        }

        Value? value = block.BranchValue is { } branch ? machine.Evaluator.Evaluate(branch, frame) : null;
        if (!Heap.IsReachable || block.FallThroughSuccessor is not { } next)
        {
            return null;
        }

        if (block.ConditionalSuccessor is { } conditional && block.BranchValue is { } condition)
        {
            Branch(block, conditional, next, condition, value!, waiting);
            return null;
        }

        switch (next.Semantics)
        {
            case ControlFlowBranchSemantics.Return:
                if (value is not null)
                {
                    frame.Result = frame.Result is null ? value : machine.Lattice.Join(frame.Result, value);
                }

                Send(next, waiting);
                return null;
            case ControlFlowBranchSemantics.StructuredExceptionHandling:
                return Heap.State;
            case ControlFlowBranchSemantics.Throw:
                machine.Havoc.Leave(value, "it is in an exception");
                return null;
            case ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.None when next.Destination is not null:
                Send(next, waiting);
                return null;
            case ControlFlowBranchSemantics.Error:
                machine.Budget.GiveUp("the code has errors");
                return null;
            default:
                return null;
        }
    }

    private void Branch(BasicBlock block, ControlFlowBranch conditional, ControlFlowBranch next, IOperation condition, Value value, Waiting waiting)
    {
        bool jumpsIf = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
        bool? known = Numbers.AsBool(value);
        foreach (int head in graph.LoopsAround(block.Ordinal))
        {
            if (loops.TryGetValue(head, out LoopRun? loop) && (Leaves(conditional, head) || Leaves(next, head)))
            {
                loop.IsDecided |= known is not null;
                loop.IsUnknown |= known is null && (block.Ordinal == head || !loop.IsDecided && loop.Rounds > 0);
            }
        }

        if (known is { } outcome)
        {
            Send(outcome == jumpsIf ? conditional : next, waiting);
            return;
        }

        machine.Havoc.Observe(value, "it decides a branch: " + OperationPlace.Text(condition));
        State other = Heap.Fork();
        machine.Patterns.Narrow(condition, jumpsIf, frame);
        Send(conditional, waiting);
        Heap.State = other;
        machine.Patterns.Narrow(condition, !jumpsIf, frame);
        Send(next, waiting);
    }

    private bool Leaves(ControlFlowBranch branch, int head) => branch.Destination is not { } target || target.Ordinal < head || target.Ordinal > graph.LoopEnd(head);

    /// <summary>Sends the current state along a branch, through the finally regions on its way.</summary>
    private void Send(ControlFlowBranch branch, Waiting waiting)
    {
        if (branch.Semantics is ControlFlowBranchSemantics.StructuredExceptionHandling)
        {
            // The end of a filter that says no: the exception goes on.
            return;
        }

        State? state = Heap.State;
        foreach (ControlFlowRegion last in branch.FinallyRegions)
        {
            if (state is not null)
            {
                (int loopsBefore, int handlers) = (frame.Loops, Heap.Handlers);
                Heap.Unwatch(outerHandlers);
                state = Run(last.FirstBlockOrdinal, last.LastBlockOrdinal, state);
                frame.Loops = loopsBefore;
            }
        }

        if (state is not null && branch.Destination is { } target)
        {
            waiting.Add(target.Ordinal, target.Ordinal <= branch.Source.Ordinal, state, Heap);
        }
    }

    /// <summary>Whoever handles an exception of this block finds any state it goes through.</summary>
    private void Watch(BasicBlock block, State state)
    {
        // Around the root of a function's graph lie regions of the method it is written in: whoever runs that watches for them.
        Heap.Unwatch(outerHandlers);
        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null && region.Kind != ControlFlowRegionKind.Root; region = region.EnclosingRegion)
        {
            if (region.Kind != ControlFlowRegionKind.Try || IsOnlyDisposal(region.EnclosingRegion!))
            {
                continue;
            }

            if (tried.TryGetValue(region, out State? known))
            {
                Heap.Join(known, state);
            }
            else
            {
                tried.Add(region, known = state.Fork());
            }

            Heap.Watch(known);
            foreach (ControlFlowRegion handler in region.EnclosingRegion!.NestedRegions)
            {
                if (handler.Kind != ControlFlowRegionKind.Try)
                {
                    due[handler.FirstBlockOrdinal] = handler;
                }
            }
        }
    }

    /// <summary>The finally region that the compiler made for a <c>using</c> or <c>foreach</c> over what the framework disposes: nothing in it depends on the state.</summary>
    private bool IsOnlyDisposal(ControlFlowRegion region)
    {
        if (region.Kind != ControlFlowRegionKind.TryAndFinally)
        {
            return false;
        }

        ControlFlowRegion last = region.NestedRegions[1];
        for (int i = last.FirstBlockOrdinal; i <= last.LastBlockOrdinal; i++)
        {
            if (!graph.Blocks[i].Operations.All(operation => operation.IsImplicit && machine.Callees.IsHarmlessDisposal(operation)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A block that begins a scope begins the life of its variables: one that a closure may have kept stands for all of its rounds.</summary>
    private void EnterScopes(BasicBlock block)
    {
        if (!frame.IsCaptured)
        {
            return;
        }

        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null && region.FirstBlockOrdinal == block.Ordinal; region = region.EnclosingRegion)
        {
            foreach (ILocalSymbol local in region.Locals)
            {
                if (frame.Owns(local))
                {
                    Heap.MakeWeak(frame.Declare(local, Heap));
                }
            }
        }
    }

    /// <summary>How the run of a loop stands.</summary>
    private sealed class LoopRun
    {
        /// <summary>What its head last began with.</summary>
        public State Head { get; set; } = null!;

        /// <summary>Facts known then.</summary>
        public int Facts { get; set; }

        /// <summary>Nobody knows when it ends.</summary>
        public bool IsUnknown { get; set; }

        /// <summary>Since the head last ran, a condition that can end the loop was decided.</summary>
        public bool IsDecided { get; set; }

        public int Rounds { get; set; }

        public int JoinedRounds { get; set; }
    }

    /// <summary>States that wait for a block, joined: those that come from above, and those that come back to the head of a loop.</summary>
    private sealed class Waiting
    {
        private readonly SortedDictionary<int, State> forward = new();
        private readonly SortedDictionary<int, State> back = new();

        public void Add(int ordinal, bool isBack, State state, Heap heap)
        {
            SortedDictionary<int, State> states = isBack ? back : forward;
            states[ordinal] = states.TryGetValue(ordinal, out State? other) ? heap.Join(other, state)! : state;
        }

        public int First() => forward.Count == 0 ? -1 : forward.Keys.First();

        /// <summary>The innermost loop that waits for another round while nothing in it waits to be run.</summary>
        public int LastBack(int first, MethodGraph graph)
        {
            int found = -1;
            foreach (int head in back.Keys)
            {
                if (first < 0 || first > graph.LoopEnd(head))
                {
                    found = head;
                }
            }

            return found;
        }

        /// <summary>Whether a loop that began before a block, and goes on, waits for another round.</summary>
        public bool HasBackWithin(int ordinal, MethodGraph graph) => back.Keys.Any(head => graph.LoopEnd(head) < ordinal);

        public State Take(int ordinal) => Take(forward, ordinal);

        public State TakeBack(int ordinal) => Take(back, ordinal);

        private static State Take(SortedDictionary<int, State> states, int ordinal)
        {
            State state = states[ordinal];
            states.Remove(ordinal);
            return state;
        }
    }
}
