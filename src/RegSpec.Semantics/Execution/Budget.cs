using System.Runtime.CompilerServices;
using System.Threading;

namespace RegSpec.Semantics.Execution;

/// <summary>What one run may cost. Where it ends, everything is given up with the reason.</summary>
internal sealed class Budget
{
    /// <summary>Operations visited before the rest is given up.</summary>
    public const int Steps = 150_000;

    /// <summary>Calls inside one another before one is taken as unknown.</summary>
    public const int CallDepth = 40;

    /// <summary>Activations of one method on one object inside one another: recursion that ends is followed, other is not.</summary>
    public const int Recursion = 6;

    /// <summary>Objects of one model before the rest is taken as unknown.</summary>
    public const int Objects = 20_000;

    /// <summary>Rounds of a loop followed one by one when their number is known.</summary>
    public const int Rounds = 256;

    /// <summary>Rounds before a loop that does not settle is given up.</summary>
    public const int Fixpoint = 16;

    private readonly ITensorDomain domain;

    public Budget(ITensorDomain domain, CancellationToken cancellation)
    {
        this.domain = domain;
        Cancellation = cancellation;
    }

    public CancellationToken Cancellation { get; set; }

    /// <summary>Operations visited.</summary>
    public int Taken { get; private set; }

    public bool IsSpent => Taken >= Steps;

    /// <summary>Something was not followed to its end: states that would have come of it are missing.</summary>
    public bool HasGivenUp { get; private set; }

    /// <summary>Notes that something is not followed to its end.</summary>
    public void GiveUp(string why)
    {
        HasGivenUp = true;
        domain.SeeEverything(why);
    }

    /// <summary>Counts an operation; false where nothing more may be done.</summary>
    public bool Step()
    {
        Cancellation.ThrowIfCancellationRequested();
        if (++Taken == Steps)
        {
            GiveUp("the analysis stops after " + Steps + " operations");
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        return !IsSpent;
    }
}
