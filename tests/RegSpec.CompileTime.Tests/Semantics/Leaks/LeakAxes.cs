namespace RegSpec.CompileTime.Tests;

/// <summary>What is done with the tensor that a channel carries.</summary>
internal enum LeakHow
{
    /// <summary>It is put into the channel and added to the output.</summary>
    Assigned,

    /// <summary>It takes the place of a normalised one.</summary>
    Replaced,

    /// <summary>The channel carries a normalised tensor of the output; the value is added into that in place.</summary>
    Written,

    /// <summary>The same into a view.</summary>
    ViewWritten,

    /// <summary>The same into a detached alias.</summary>
    DetachedWritten,

    /// <summary>An element is set.</summary>
    ElementSet,

    /// <summary>It is read as a C# number.</summary>
    Number,

    /// <summary>It decides a condition.</summary>
    Condition,

    /// <summary>It is an index.</summary>
    Index,

    /// <summary>It is a size.</summary>
    Size,

    /// <summary>It decides how often a loop runs.</summary>
    LoopCount,
}

/// <summary>When that happens.</summary>
internal enum LeakWhen
{
    BeforeTheNorm,
    AfterTheNorm,
    InABranch,
    InTry,

    /// <summary>In a <c>try</c> that undoes it, but throws before.</summary>
    InTryThatThrows,
    InCatch,
    InFinally,

    /// <summary>In the last turn of a loop.</summary>
    InALaterTurn,

    /// <summary>In one turn of a loop, read in the next.</summary>
    ForTheNextTurn,

    /// <summary>In a local function called later.</summary>
    InALocalFunction,

    /// <summary>At the end of a call, read by the next.</summary>
    InTheCallBefore,

    /// <summary>In the constructor: the weight itself is carried.</summary>
    InTheConstructor,

    /// <summary>In the initialiser of a field, from a parameter of the primary constructor.</summary>
    InAnInitialiser,
}

/// <summary>Where the outcome leaves the model.</summary>
internal enum LeakWhere
{
    Result,
    Array,
    List,
    Tuple,
    Dictionary,
    Record,
    OutParameter,
    FieldReadByParent,
    Argument,
    Event,
    Static,
}
