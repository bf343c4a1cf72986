using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Shapes;

/// <summary>
/// The parameters of a module class for the plans of other assemblies: every layer and raw parameter below it by its path. What only the class
/// itself can decide (it declares something inside), or what its own source does not show, stays for the run time.
/// </summary>
internal static class SummarizedShape
{
    /// <summary>A catalog layer: path, type, whether it certainly exists, whether these are all its parameters, one field a parameter.</summary>
    private const string Layer = "layer";

    /// <summary>A raw parameter: path, whether it certainly exists, role, dimensions, whether it needs a gradient.</summary>
    private const string Raw = "raw";

    /// <summary>What the run time opens: path, reason.</summary>
    private const string Opened = "opened";

    private const string Yes = "1";

    /// <summary>Lines of a summary.</summary>
    public static IEnumerable<string> Write(ModuleShape shape)
    {
        var lines = new List<string>();
        foreach (MemberShape member in shape.Members)
        {
            Write(member, "", isCertain: true, lines);
        }

        if (shape.HasUnreadableBase)
        {
            lines.Add(SummaryLine.Of(Opened, "*", "a base class lies in another assembly"));
        }

        return lines;
    }

    private static void Write(MemberShape member, string parent, bool isCertain, List<string> lines)
    {
        string path = Join(parent, member.RegisteredName);
        if (member.IsStatic || member.IsHidden)
        {
            return;
        }

        if (member.IsDeclared)
        {
            lines.Add(SummaryLine.Of(Opened, path, "declared inside " + member.DeclaringType));
            return;
        }

        Write(member.Content, path, isCertain && member.Assignment == Assignment.Always, lines);
    }

    private static void Write(MemberContent content, string path, bool isCertain, List<string> lines)
    {
        switch (content)
        {
            case MemberContent.Layer layer:
                var fields = new string[5 + layer.Parameters.Count];
                (fields[0], fields[1], fields[2], fields[3], fields[4]) = (Layer, path, layer.TypeName, isCertain ? Yes : "", layer.IsComplete ? Yes : "");
                for (int i = 0; i < layer.Parameters.Count; i++)
                {
                    fields[5 + i] = Write(layer.Parameters[i]);
                }

                lines.Add(SummaryLine.Of(fields));
                break;
            case MemberContent.RawParameter raw:
                lines.Add(SummaryLine.Of(Raw, path, isCertain ? Yes : "", raw.Role.ToString(), Number(raw.Dimensions), raw.RequiresGrad is { } grad ? grad ? Yes : "0" : ""));
                break;
            case MemberContent.UserModule { IsExact: true, Shape: { Declarations.Count: 0, LearningRateScale: null, HasUnreadableBase: false } shape }:
                foreach (MemberShape member in shape.Members)
                {
                    Write(member, path, isCertain, lines);
                }

                break;
            case MemberContent.Container { IsComplete: true, Kind: not ContainerKind.Unregistered } container:
                foreach (ContainerItem item in container.Items)
                {
                    Write(item.Content, Join(path, item.Name), isCertain, lines);
                }

                break;
            case MemberContent.Nothing:
                break;
            default:
                lines.Add(SummaryLine.Of(Opened, path, "known to its own assembly alone"));
                break;
        }
    }

    /// <summary>Name, role, dimensions, presence, whether it is frozen; of a table with a padding row its index as well.</summary>
    private static string Write(LayerParameter p)
    {
        var parts = new List<string> { p.Name, p.Role.ToString(), Number(p.Dimensions), p.Presence == Presence.Always ? Yes : "", p.IsFrozen ? Yes : "" };
        if (p.Padding is { } padding)
        {
            parts.Add(padding.Index?.ToString(CultureInfo.InvariantCulture) ?? "");
        }

        return SummaryLine.Field(parts.ToArray());
    }

    /// <summary>The shape of a class by its lines: members by their paths, without access; null where a line cannot be read.</summary>
    /// <param name="known">What symbols show of the class: its name and class-level declarations.</param>
    /// <param name="version">Version of the lines.</param>
    /// <param name="lines">The lines.</param>
    public static ModuleShape? Read(ModuleShape known, int version, IReadOnlyList<string> lines)
    {
        if (version != SummaryLine.Version)
        {
            return null;
        }

        var members = new List<MemberShape>();
        foreach (IReadOnlyList<string> fields in lines.Select(SummaryLine.Fields))
        {
            MemberContent? content;
            bool isCertain = false;
            switch (fields[0])
            {
                case Layer when fields.Count >= 5:
                    content = ReadLayer(fields);
                    isCertain = fields[3] == Yes;
                    break;
                case Raw when fields.Count == 6 && Enum.TryParse(fields[3], out Role role):
                    content = new MemberContent.RawParameter(role, ReadNumber(fields[4]), fields[5].Length == 0 ? null : fields[5] == Yes);
                    isCertain = fields[2] == Yes;
                    break;
                case Opened when fields.Count == 3:
                    content = new MemberContent.Undetermined(fields[2]);
                    break;
                case Layer or Raw or Opened:
                    return null;
                default:
                    continue;
            }

            if (content is null)
            {
                return null;
            }

            members.Add(new MemberShape(
                fields[1],
                fields[1],
                known.Type.DisplayName,
                IsInherited: false,
                new MemberAccess(AccessKind.ByName, fields[1], "", known.Type.QualifiedName),
                content,
                isCertain ? Assignment.Always : Assignment.Maybe,
                IsStatic: false,
                AssignedAfterRegistration: false,
                default,
                LearningRateScale: null));
        }

        return known with
        {
            Members = members.ToEquatableArray(),
            HasUnreadableBase = false,
            Proofs = ProvedWeights.In(version, lines)
                .Select(static p => new ScaleInvarianceFact(p.Path, p.Proof.WithBias ? InvarianceKind.Joint : InvarianceKind.Exact, p.Proof.Path, UpToEps: false))
                .ToEquatableArray(),
        };
    }

    private static MemberContent? ReadLayer(IReadOnlyList<string> fields)
    {
        var parameters = new List<LayerParameter>();
        foreach (string field in fields.Skip(5))
        {
            IReadOnlyList<string> parts = SummaryLine.Split(field, ';');
            if (parts.Count is not (5 or 6) || !Enum.TryParse(parts[1], out Role role))
            {
                return null;
            }

            parameters.Add(new LayerParameter(parts[0], role, ReadNumber(parts[2]), parts[3] == Yes ? Presence.Always : Presence.Optional, parts[4] == Yes)
            {
                Padding = parts.Count == 6 ? new PaddingRow(long.TryParse(parts[5], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long row) ? row : null) : null,
            });
        }

        return new MemberContent.Layer(fields[2], parameters.ToEquatableArray(), fields[4] == Yes);
    }

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static int? ReadNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static string Join(string parent, string name) => parent.Length == 0 ? name : parent + "." + name;
}
