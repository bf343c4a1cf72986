using System.Collections;

namespace RegSpec;

/// <summary>Which parameters of a model each policy, and each other system's default, would decay: made by <see cref="ParameterGroups.Compare"/>.</summary>
public sealed class DecayComparison : IReadOnlyList<DecayComparisonRow>
{
    private static readonly DecayPolicy[] Policies = Enum.GetValues<DecayPolicy>();

    private static readonly (PeerDefault Peer, string Title)[] Peers =
    [
        (PeerDefault.Timm, "timm"),
        (PeerDefault.HuggingFaceTrainer, "HF Trainer"),
        (PeerDefault.Detectron2, "detectron2"),
        (PeerDefault.NanoGpt, "nanoGPT"),
        (PeerDefault.Fastai, "fastai"),
        (PeerDefault.BigVision, "big_vision"),
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

    /// <summary>An aligned table: one row a parameter, one column a policy or system, λ where it decays; then how many tensors and elements.</summary>
    public override string ToString() => Table().ToAligned();

    /// <summary>The same table in Markdown.</summary>
    public string ToMarkdown() => Table().ToMarkdown();

    /// <inheritdoc/>
    public IEnumerator<DecayComparisonRow> GetEnumerator() => ((IEnumerable<DecayComparisonRow>)rows).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => rows.GetEnumerator();

    private TextTable Table()
    {
        var table = new TextTable(["name", "shape", "role", .. Policies.Select(static policy => policy.ToString()), .. Peers.Select(static peer => peer.Title)]);
        foreach (DecayComparisonRow row in rows)
        {
            table.Add(
            [
                row.Name,
                row.Shape,
                row.Role.ToString(),
                .. Policies.Select(policy => Mark(row.IsDecayedBy(policy))),
                .. Peers.Select(peer => Mark(row.IsDecayedBy(peer.Peer))),
            ]);
        }

        AddTotals(table, "tensors", static row => 1);
        AddTotals(table, "elements", static row => row.Elements);
        return table;

        static string Mark(bool isDecayed) => isDecayed ? "λ" : "0";
    }

    private void AddTotals(TextTable table, string what, Func<DecayComparisonRow, long> weight) => table.Add(
    [
        "decayed " + what,
        "of " + Digits.Grouped(rows.Sum(weight)),
        "",
        .. Policies.Select(policy => Digits.Grouped(rows.Where(row => row.IsDecayedBy(policy)).Sum(weight))),
        .. Peers.Select(peer => Digits.Grouped(rows.Where(row => row.IsDecayedBy(peer.Peer)).Sum(weight))),
    ]);
}
