using System.Text.RegularExpressions;
using RegSpec.Analyzers;

namespace RegSpec.CompileTime.Tests.Documentation;

/// <summary>Every link within the repository leads somewhere, on the page and in the package.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> AllPages() => [.. Pages.All];

    [Fact]
    public void The_pages_that_readers_are_sent_to_exist()
    {
        string[] expected =
        [
            "README.md", "src/README.md", "src/RegSpec/README.md", "src/RegSpec/CHANGELOG.md", "analyzers/docs/README.md", "samples/README.md", "tests/README.md",
            ".github/CONTRIBUTING.md", ".github/SECURITY.md",
        ];
        Assert.Empty(expected.Except(Pages.All));
    }

    [Theory]
    [MemberData(nameof(AllPages))]
    public void Every_internal_link_leads_to_a_file_and_a_heading(string page)
    {
        string[] broken = [.. Targets(Pages.Read(page)).Where(target => !Leads(page, target))];

        Assert.Empty(broken);
    }

    [Theory]
    [InlineData("README.md", "analyzers/docs/REG0001.md", true)]
    [InlineData("README.md", "analyzers/docs/REG9999.md", false)]
    [InlineData("README.md", "https://github.com/regspec/regspec/blob/main/nowhere.md", false)]
    [InlineData("README.md", "src/README.md#no-such-heading", false)]
    [InlineData("analyzers/docs/REG0001.md", "README.md", true)]
    public void A_link_that_leads_nowhere_is_found(string page, string target, bool leads) => Assert.Equal(leads, Leads(page, target));

    [Theory]
    [InlineData("see [a](b.md#c) and ![p](d.png)", "b.md#c d.png")]
    [InlineData("[a](b.md \"title\") [c]( <d.md> )", "b.md d.md")]
    [InlineData("[a][b]\n\n[b]: c.md", "c.md")]
    [InlineData("<img src=\"p.png\" width=\"10\"><a href=\"q.md\">q</a>", "p.png q.md")]
    [InlineData("`[a](b.md)`\n\n```csharp\nRows[0](c.md)\n```", "")]
    public void A_link_is_found_however_it_is_written(string text, string targets) => Assert.Equal(targets, string.Join(' ', Targets(text)));

    [Fact]
    public void The_page_of_the_package_has_absolute_links_alone() =>
        Assert.All(
            Targets(Pages.Read(Pages.Package)),
            target => Assert.True(target.StartsWith("https://", StringComparison.Ordinal) || target.StartsWith('#'), target));

    private static IEnumerable<string> Targets(string page) => Link().Matches(WithoutCode(page)).Select(match => match.Groups["target"].Value);

    /// <summary>Addresses outside the repository are not looked at.</summary>
    private static bool Leads(string page, string target)
    {
        string root = Rules.Descriptors.First().HelpLinkUri;
        root = root[..(root.IndexOf("/blob/main/", StringComparison.Ordinal) + "/blob/main/".Length)];
        string path;
        if (target.StartsWith(root, StringComparison.Ordinal))
        {
            (page, path) = ("", target[root.Length..]);
        }
        else if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
        {
            return true;
        }
        else
        {
            path = target;
        }

        string[] parts = path.Split('#');
        string folder = Path.Combine(Pages.Repository, Path.GetDirectoryName(page) ?? "");
        string file = parts[0].Length == 0 ? Path.Combine(Pages.Repository, page) : Path.Combine(folder, parts[0]);
        return (File.Exists(file) || Directory.Exists(file)) && (parts.Length == 1 || HasHeading(file, parts[1]));
    }

    private static bool HasHeading(string file, string anchor) =>
        File.Exists(file) && Heading().Matches(WithoutCode(File.ReadAllText(file))).Any(match => Anchor(match.Groups["text"].Value) == anchor);

    /// <summary>As hosts of Markdown make them: lower case, spaces to hyphens, no other signs.</summary>
    private static string Anchor(string heading) => Sign().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string text) => Code().Replace(text.ReplaceLineEndings("\n"), "");

    /// <summary>In line, defined below, or as HTML.</summary>
    [GeneratedRegex(@"\]\(\s*<?(?<target>[^)\s>]+)>?(\s+""[^""]*"")?\s*\)|^ {0,3}\[[^\]]+\]:\s+<?(?<target>[^\s>]+)|\b(href|src)=""(?<target>[^""]+)""", RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex Sign();

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();
}
