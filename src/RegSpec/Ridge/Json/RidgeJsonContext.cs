using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>Serialisation code written at build time, so that trimming keeps it.</summary>
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, UseStringEnumConverter = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RidgeStatisticsJson))]
[JsonSerializable(typeof(RidgeSolutionJson))]
[JsonSerializable(typeof(RidgeModelJson))]
internal sealed partial class RidgeJsonContext : JsonSerializerContext;
