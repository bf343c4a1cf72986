namespace RegSpec;

/// <summary>Before each step: the gradient of every parameter arrives in its buffer, and the parameter is still a trainable view of one.</summary>
/// <remarks>
/// Asking TorchSharp about each of 400 parameters takes as long as the flat step. So only those whose view shows no new gradient are
/// asked, and some others in turn. A gradient that is null, replaced, frozen or of a parameter the model no longer has never arrives:
/// that is found at once. What is replaced between backward and step is found at the next step at the latest; what is done to many, at once.
/// </remarks>
internal sealed class FlatGuard(ParameterGroups groups, IReadOnlyList<FlatBuffer> buffers)
{
    // Of all buffers; none has fewer than the least. A look costs .4 µs and the rest of the guard 1: more would be most of it, and only put off what nothing but a turn shows.
    private const int InTurn = 4;
    private const int LeastInTurn = 2;

    private readonly int share = Math.Max(LeastInTurn, InTurn / buffers.Count);

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
            IReadOnlyList<int> quiet = buffer.FindQuiet();
            foreach (int index in quiet)
            {
                Check(buffer, index, problems);
                isNewlyQuiet |= !buffer.WasQuiet(index);
            }

            CheckSome(buffer, problems);
            if (isStep)
            {
                buffer.Remember(quiet);
            }
        }

        turn++;
        if (problems.Any)
        {
            // One is wrong: now it is worth the time to tell all that are.
            CheckAll(problems);
            ThrowIfAny(problems);
        }

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
            for (int i = 0; i < buffer.Views.Length; i++)
            {
                Add(buffer, i, buffer.FaultOfPlace(i), problems);
            }
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

    private void CheckAll(CoverageProblems problems)
    {
        foreach (FlatBuffer buffer in buffers)
        {
            for (int i = 0; i < buffer.Views.Length; i++)
            {
                Add(buffer, i, buffer.FaultOfPlace(i) ?? buffer.FaultOfGradient(i), problems);
            }
        }
    }

    private void CheckSome(FlatBuffer buffer, CoverageProblems problems)
    {
        // One is asked all: each in its turn, where the others' turns come by shares and could always begin with the same ones.
        int count = buffer.Views.Length;
        int asked = (int)((uint)turn % (uint)count);
        Add(buffer, asked, buffer.FaultOfPlace(asked), problems);
        int first = (int)((uint)turn * (uint)share % (uint)count);
        for (int i = 0; i < Math.Min(share, count); i++)
        {
            Check(buffer, (first + i) % count, problems);
        }
    }

    private static void Check(FlatBuffer buffer, int index, CoverageProblems problems) =>
        Add(buffer, index, buffer.LooksRight(index) ? buffer.FaultOfGradient(index) : buffer.FaultOfPlace(index), problems);

    private static void Add(FlatBuffer buffer, int index, string? fault, CoverageProblems problems)
    {
        if (fault is not null)
        {
            problems.Add(buffer.Views[index].Row.Name, fault);
        }
    }

    private void ThrowIfAny(CoverageProblems problems) => problems.ThrowIfAny(groups.ModelName, "flat parameter groups");
}
