namespace RegSpec;

/// <summary>Before each step: every parameter is still a view of its buffer, is trainable, and its gradient arrives in the buffer.</summary>
/// <remarks>
/// Asking TorchSharp for 400 gradients takes as long as the flat step. So every parameter gets the cheap look, the gradients whose view
/// shows nothing new get the close one (a replaced gradient leaves its view as it was), and a few others in turn: a gradient that is
/// replaced between backward and step is found at the next step at the latest.
/// </remarks>
internal sealed class FlatGuard(ParameterGroups groups, IReadOnlyList<FlatBuffer> buffers)
{
    private const int InTurn = 8;

    private int turn;

    /// <summary>Gathers the gradients before the first step; afterwards throws where one would be stale.</summary>
    /// <param name="isStep">A step follows with the gradients as they are now.</param>
    /// <exception cref="ParameterCoverageException">The flat groups are stale; names, and what to do.</exception>
    public void Verify(bool isStep)
    {
        if (buffers[0].Gradients is null)
        {
            Gather();
        }

        var problems = new CoverageProblems();
        bool isNewlyQuiet = false;
        foreach (FlatBuffer buffer in buffers)
        {
            LookAtAll(buffer, problems);
            IReadOnlyList<int> quiet = buffer.FindQuiet();
            foreach (int index in quiet)
            {
                CheckGradient(buffer, index, problems);
                isNewlyQuiet |= !buffer.WasQuiet(index);
            }

            LookAtSome(buffer, problems);
            if (isStep)
            {
                buffer.Remember(quiet);
            }
        }

        turn++;
        ThrowIfAny(problems);

        // No gradient arrives either where the model has another parameter by now.
        if (isNewlyQuiet)
        {
            groups.VerifyCoverage();
        }
    }

    private void Gather()
    {
        var problems = new CoverageProblems();
        foreach (FlatBuffer buffer in buffers)
        {
            LookAtAll(buffer, problems);
        }

        ThrowIfAny(problems);
        foreach (FlatBuffer buffer in buffers)
        {
            buffer.CheckBeforeGathering(problems);
        }

        if (problems.Any)
        {
            // A parameter the model no longer has gets no gradient: that is the better message.
            groups.VerifyCoverage();
            ThrowIfAny(problems);
        }

        foreach (FlatBuffer buffer in buffers)
        {
            buffer.Gather();
        }
    }

    private static void LookAtAll(FlatBuffer buffer, CoverageProblems problems)
    {
        for (int i = 0; i < buffer.Views.Length; i++)
        {
            if (!buffer.LooksRight(i))
            {
                problems.Add(buffer.Views[i].Row.Name, buffer.FaultOfPlace(i)!);
            }
        }
    }

    private void LookAtSome(FlatBuffer buffer, CoverageProblems problems)
    {
        int count = buffer.Views.Length;
        int first = (int)((uint)turn * InTurn % (uint)count);
        if (!buffer.Views[first].Row.Value.IsInvalid && buffer.FaultOfPlace(first) is { } fault)
        {
            problems.Add(buffer.Views[first].Row.Name, fault);
        }

        for (int i = 0; i < Math.Min(InTurn, count); i++)
        {
            CheckGradient(buffer, (first + i) % count, problems);
        }
    }

    private static void CheckGradient(FlatBuffer buffer, int index, CoverageProblems problems)
    {
        PlannedParameter row = buffer.Views[index].Row;
        if (!row.Value.IsInvalid && buffer.FaultOfGradient(index) is { } fault)
        {
            problems.Add(row.Name, fault);
        }
    }

    private void ThrowIfAny(CoverageProblems problems) => problems.ThrowIfAny(groups.ModelName, "flat parameter groups");
}
