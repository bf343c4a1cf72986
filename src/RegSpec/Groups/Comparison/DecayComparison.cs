using System.Collections;

namespace RegSpec;

/// <summary>Which parameters of a model each policy, and each other system's default, would decay: made by <see cref="ParameterGroups.Compare"/>.</summary>
public sealed class DecayComparison : IReadOnlyList<DecayComparisonRow>
{
    private static readonly DecayPolicy[] Policies = Enum.GetValues<DecayPolicy>();

    /// <summary>Characters of a line: longer parameter names are shortened in their middle.</summary>
    private const int Width = 120;

    private static readonly (PeerDefault Peer, string Letter, string Title)[] Peers =
    [
        (PeerDefault.Timm, "t", "timm"),
        (PeerDefault.HuggingFaceTrainer, "h", "Hugging Face Trainer"),
        (PeerDefault.Detectron2, "d", "detectron2"),
        (PeerDefault.NanoGpt, "n", "nanoGPT"),
        (PeerDefault.Fastai, "f", "fastai"),
        (PeerDefault.BigVision, "b", "big_vision"),
    ];

    private static readonly (string Letter, string Title, Func<DecayComparisonRow, bool> IsDecayed)[] Columns =
    [
        .. Policies.Select(static policy => (policy.ToString()[..1], "policy " + policy, (Func<DecayComparisonRow, bool>)(row => row.IsDecayedBy(policy)))),
        .. Peers.Select(static peer => (peer.Letter, peer.Title, (Func<DecayComparisonRow, bool>)(row => row.IsDecayedBy(peer.Peer)))),
    ];

    private readonly DecayComparisonRow[] rows;

    internal DecayComparison(IEnumerable<DecayComparisonRow> rows) => this.rows = [.. rows];

    /// <inheritdoc/>
    public int Count => rows.Length;

    /// <inheritdoc/>
    public DecayComparisonRow this[int index] => rows[index];

    /// <summary>Number of tensors a policy decays.</summary>
    /// <param name="policy">The policy.</param>
    public int Decayed(DecayPolicy policy) => rows.Count(row => row.IsDecayedBy(policy));

    /// <summary>Number of tensors another system's default decays.</summary>
    /// <param name="peer">The system.</param>
    public int Decayed(PeerDefault peer) => rows.Count(row => row.IsDecayedBy(peer));

    /// <summary>An aligned table of at most 120 columns: one row a parameter, one letter a policy or system, λ where it decays; then the legend of the letters, with how many tensors and elements each decays.</summary>
    public override string ToString() => Table(isShort: true).ToAligned() + "\n" + Legend().ToAligned();

    /// <summary>The same two tables in Markdown.</summary>
    public string ToMarkdown() => Table(isShort: false).ToMarkdown() + "\n" + Legend().ToMarkdown();

    /// <inheritdoc/>
    public IEnumerator<DecayComparisonRow> GetEnumerator() => ((IEnumerable<DecayComparisonRow>)rows).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => rows.GetEnumerator();

    private TextTable Table(bool isShort)
    {
        string[] header = ["name", "shape", "role", .. Columns.Select(static column => column.Letter)];
        int beside = Columns.Length * 3 + 4
            + Math.Max(header[1].Length, rows.Max(static row => row.Shape.Length))
            + Math.Max(header[2].Length, rows.Max(static row => row.Role.ToString().Length));
        var table = new TextTable(header);
        foreach (DecayComparisonRow row in rows)
        {
            table.Add(
            [
                isShort ? Shorten(row.Name, Width - beside) : row.Name,
                row.Shape,
                row.Role.ToString(),
                .. Columns.Select(column => column.IsDecayed(row) ? "λ" : "0"),
            ]);
        }

        return table;
    }

    private TextTable Legend()
    {
        var table = new TextTable(["", "decayed by", "tensors", "elements"]);
        foreach ((string letter, string title, Func<DecayComparisonRow, bool> isDecayed) in Columns)
        {
            DecayComparisonRow[] decayed = [.. rows.Where(isDecayed)];
            table.Add([letter, title, Share(decayed.Length, rows.Length), Share(decayed.Sum(static row => row.Elements), rows.Sum(static row => row.Elements))]);
        }

        return table;

        static string Share(long part, long whole) => Digits.Grouped(part) + " of " + Digits.Grouped(whole);
    }

    /// <summary>A name with its middle left out: the start tells the place, the end the parameter.</summary>
    private static string Shorten(string name, int width)
    {
        int left = (width - 1) / 2;
        return name.Length <= width || left < 1 ? name : name[..left] + "…" + name[^(width - 1 - left)..];
    }
}
