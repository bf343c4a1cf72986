namespace RegSpec.Generators;

/// <summary>Names of the pipeline steps, for tests that ask why a step ran.</summary>
internal static class TrackingNames
{
    /// <summary>Attributes of a class or its members gathered into one model a class.</summary>
    public const string Groups = nameof(Groups);

    /// <summary>Assembly-level <c>[WeightDecayFor]</c> gathered, all of one file together.</summary>
    public const string ForeignGroupsOfFile = nameof(ForeignGroupsOfFile);

    /// <summary>The same, one model a class.</summary>
    public const string ForeignGroups = nameof(ForeignGroups);

    /// <summary>The summaries of the assembly.</summary>
    public const string AllSummaries = nameof(AllSummaries);

    /// <summary>Types annotated for ridge regression, one model a type.</summary>
    public const string Ridge = nameof(Ridge);
}
