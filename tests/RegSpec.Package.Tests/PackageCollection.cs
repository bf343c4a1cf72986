namespace RegSpec.Package.Tests;

/// <summary>All tests share one packing; the builds in them run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PackageCollection : ICollectionFixture<PackedRegSpec>
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "package";
}
