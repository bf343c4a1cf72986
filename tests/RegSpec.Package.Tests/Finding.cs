using System.Text.Json;

namespace RegSpec.Package.Tests;

/// <summary>One diagnostic of a build.</summary>
internal sealed record Finding(string Id, string Level, string File, int Line)
{
    /// <summary>Reads a log in SARIF 2.1, ordered by id.</summary>
    public static IReadOnlyList<Finding> Read(string log)
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllText(log));
        return
        [
            .. from run in document.RootElement.GetProperty("runs").EnumerateArray()
               from result in run.GetProperty("results").EnumerateArray()
               let place = result.GetProperty("locations")[0].GetProperty("physicalLocation")
               let id = result.GetProperty("ruleId").GetString()!
               orderby id
               select new Finding(
                   id,
                   result.GetProperty("level").GetString()!,
                   Path.GetFileName(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!),
                   place.GetProperty("region").GetProperty("startLine").GetInt32()),
        ];
    }
}
