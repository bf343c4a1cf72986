using System.Text.Json;
using System.Text.Json.Nodes;

namespace RegSpec.Tests.Generated;

/// <summary>What happens to stored statistics, solutions and models on their way: they are refused, or read as they were; never a third thing.</summary>
public class StoredFormTests
{
    private const int Mutations = 2000;

    private static readonly Home[] Homes = HomeData.Homes(60);

    private static readonly string Statistics = JsonSerializer.Serialize(HomeRidge.Statistics(Homes));

    private static readonly string Solution = JsonSerializer.Serialize(HomeRidge.Fit(Homes).Solution);

    private static readonly string Model = JsonSerializer.Serialize(HomeRidge.Fit(Homes));

    private static readonly string Selected = JsonSerializer.Serialize(HomeRidge.Select(Homes, LambdaSelection.KFold(4), [0.1, 1, 10]));

    private static readonly Patient[] Patients = PatientRowTests.Make(120);

    private static readonly string Learned = JsonSerializer.Serialize(PatientRidge.Select(Patients, LambdaSelection.KFold(4), [0.1, 1, 10]));

    private static readonly string Parts = JsonSerializer.Serialize(PatientRidge.Statistics(Patients));

    [Fact]
    public void A_mutation_is_refused_or_changes_nothing()
    {
        Random random = new(14);
        int refused = 0;
        for (int i = 0; i < Mutations; i++)
        {
            (string text, Func<string, string> read) = (i % 6) switch
            {
                0 => (Statistics, Again<RidgeStatistics>),
                1 => (Solution, Again<RidgeSolution>),
                2 => (Model, Again<RidgeModel<Home>>),
                3 => (Learned, Again<RidgeModel<Patient>>),
                4 => (Parts, Again<RidgeStatistics>),
                _ => (Selected, (Func<string, string>)Again<RidgeModel<Home>>),
            };
            string mutated = Mutate(text, random);
            try
            {
                Assert.Equal(text, read(mutated));
            }
            catch (JsonException exception)
            {
                refused++;
                Assert.NotEmpty(exception.Message);
            }
        }

        Assert.InRange(refused, Mutations / 2, Mutations);
    }

    [Fact]
    public void Each_missing_member_is_named()
    {
        foreach ((string text, Func<string, string> read) in new[] { (Statistics, (Func<string, string>)Again<RidgeStatistics>), (Solution, Again<RidgeSolution>), (Selected, Again<RidgeModel<Home>>), (Learned, Again<RidgeModel<Patient>>), (Parts, Again<RidgeStatistics>) })
        {
            foreach (string path in Members(JsonNode.Parse(text)!))
            {
                JsonNode root = JsonNode.Parse(text)!;
                string[] parts = path.Split('/');
                JsonObject parent = parts[..^1].Aggregate(root.AsObject(), (node, part) => node[part]!.AsObject());
                parent.Remove(parts[^1]);
                Assert.Contains($"'{parts[^1]}'", Assert.Throws<JsonException>(() => read(root.ToJsonString())).Message.Replace("\"", "'", StringComparison.Ordinal), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("\"Version\":3", "\"Version\":4", "The stored ridge solution has the version 4, this library reads version 3")]
    [InlineData("\"Version\":3", "\"Version\":1", "The stored ridge solution has the version 1")]
    [InlineData("\"Lambda\":2.5", "\"Lambda\":-1", "The stored ridge solution is damaged: 'Lambda' is -1; it must be finite and ≥ 0.")]
    [InlineData("\"Lambda\":2.5", "\"Lambda\":\"NaN\"", "The stored ridge solution is damaged: 'Lambda' is NaN")]
    [InlineData("\"Lambda\":2.5", "\"Lambda\":1", "The stored ridge solution was changed after it was stored")]
    [InlineData("\"Scales\":[", "\"Scales\":[0,", "The stored ridge solution is damaged: 'Scales' has 13 values for 12 columns.")]
    [InlineData("\"Format\":\"ridge solution\"", "\"Format\":\"ridge model\"", "This is a stored 'ridge model', not a 'ridge solution'.")]
    [InlineData("\"Lambda\":2.5", "\"Lambda\":2.5,\"Lambda\":2.5", "The stored ridge solution has 'Lambda' twice.")]
    [InlineData("\"Lambda\":2.5", "\"Lambda\":2.5,\"Lamda\":2.5", "The stored ridge solution cannot be read: The JSON property 'Lamda' could not be mapped")]
    [InlineData("\"Digest\"", "\"Comment\":1,\"Digest\"", "The stored ridge solution has an unknown member 'Comment'.")]
    public void What_is_wrong_is_said(string stored, string changed, string message)
    {
        Assert.Contains(stored, Solution, StringComparison.Ordinal);
        Assert.StartsWith(message, Assert.Throws<JsonException>(() => Again<RidgeSolution>(Solution.Replace(stored, changed, StringComparison.Ordinal))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0), InlineData(-2.0)]
    public void A_scale_that_is_not_positive_is_named(double scale)
    {
        JsonNode root = JsonNode.Parse(Solution)!;
        root["Content"]!["Scales"]![0] = scale;
        Assert.Contains("'Scales' of 'Area' is", Assert.Throws<JsonException>(() => Again<RidgeSolution>(root.ToJsonString())).Message, StringComparison.Ordinal);
    }

    private static string Again<T>(string text) => JsonSerializer.Serialize(JsonSerializer.Deserialize<T>(text));

    private static IEnumerable<string> Members(JsonNode node, string path = "") => node is not JsonObject members ? [] : members.SelectMany(member =>
        member.Value is JsonObject inner && member.Key != "FoldOfRow" ? Members(inner, path + member.Key + "/").Append(path + member.Key) : [path + member.Key]);

    private static string Mutate(string text, Random random)
    {
        if (random.Next(5) == 0)
        {
            int at = random.Next(1, text.Length);
            return random.Next(2) == 0 ? text[..at] : text.Remove(at, 1);
        }

        JsonNode root = JsonNode.Parse(text)!;
        List<JsonNode> places = [];
        Collect(root, places);
        JsonNode place = places[random.Next(places.Count)];
        if (place is JsonObject members)
        {
            string[] names = [.. members.Select(member => member.Key)];
            string name = names[random.Next(names.Length)];
            JsonNode? value = members[name];
            members.Remove(name);
            switch (random.Next(4))
            {
                case 0:
                    members.Insert(random.Next(names.Length), name, value);   // in another order
                    break;
                case 1:
                    members[name] = Wrong(random);
                    break;
                case 2:
                    members[name] = null;
                    break;
            }
        }
        else if (place is JsonArray { Count: > 0 } items)
        {
            int at = random.Next(items.Count);
            JsonNode? value = items[at];
            items.RemoveAt(at);
            switch (random.Next(4))
            {
                case 0:
                    items.Insert(random.Next(items.Count + 1), value);
                    break;
                case 1:
                    items.Insert(at, Wrong(random));
                    break;
                case 2:
                    items.Insert(at, value);
                    items.Insert(at, value?.DeepClone());
                    break;
            }
        }

        return root.ToJsonString();
    }

    private static JsonNode? Wrong(Random random) => random.Next(10) switch
    {
        0 => JsonValue.Create("NaN"),
        1 => JsonValue.Create("Infinity"),
        2 => JsonValue.Create("text"),
        3 => JsonValue.Create(-1),
        4 => JsonValue.Create(1e300),
        5 => new JsonArray(),
        6 => new JsonObject(),
        7 => JsonValue.Create(true),
        8 => JsonValue.Create(0),
        _ => null,
    };

    private static void Collect(JsonNode? node, List<JsonNode> places)
    {
        if (node is JsonObject or JsonArray)
        {
            places.Add(node);
        }

        foreach (JsonNode? inner in node switch { JsonObject members => members.Select(member => member.Value), JsonArray items => items, _ => [] })
        {
            Collect(inner, places);
        }
    }
}
