using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>A snapshot as bytes: a mark, a version, the records, and a checksum over all of it.</summary>
internal static class StateFile
{
    private const int Version = 2;
    private static readonly byte[] Mark = "RegSpec optimizer state\n"u8.ToArray();

    /// <summary>Writes a snapshot; the stream stays open.</summary>
    public static void Write(Stream stream, OptimizerSnapshot snapshot)
    {
        using var hash = SHA256.Create();
        using (var hashed = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
        using (var writer = new BinaryWriter(hashed, Encoding.UTF8))
        {
            writer.Write(Mark);
            writer.Write(Version);
            writer.Write(snapshot.OptimizerType);
            writer.Write(snapshot.Groups.Count);
            foreach (GroupState group in snapshot.Groups)
            {
                WriteKey(writer, group.Key);
                WriteBlock(writer, group.Options);
            }

            writer.Write(snapshot.Parameters.Count);
            foreach (ParameterState parameter in snapshot.Parameters)
            {
                writer.Write(parameter.Name);
                WriteKey(writer, parameter.Key);
                writer.Write(parameter.Shape);
                writer.Write((int)parameter.Type);
                writer.Write(parameter.Group);
                WriteBlock(writer, parameter.Options);
                WriteBlock(writer, parameter.State);
                WriteBlock(writer, parameter.Anchor);
            }
        }

        stream.Write(hash.Hash!);
        stream.Flush();
    }

    /// <summary>Reads a snapshot up to its last byte; the stream stays open.</summary>
    /// <exception cref="InvalidDataException">The stream holds no snapshot, or a truncated or damaged one.</exception>
    public static OptimizerSnapshot Read(Stream stream)
    {
        using var hashed = new HashedReader(stream);
        try
        {
            return Read(hashed);
        }
        catch (EndOfStreamException end)
        {
            throw new InvalidDataException("The saved optimizer state is truncated.", end);
        }
        catch (Exception damage) when (damage is FormatException or ArgumentException)
        {
            // A length or a string that cannot be decoded.
            throw new InvalidDataException("The saved optimizer state is damaged.", damage);
        }
    }

    private static OptimizerSnapshot Read(HashedReader hashed)
    {
        using var reader = new BinaryReader(hashed, Encoding.UTF8, leaveOpen: true);
        if (!reader.ReadBytes(Mark.Length).AsSpan().SequenceEqual(Mark))
        {
            throw new InvalidDataException("This is no optimizer state saved by RegSpec.");
        }

        int version = reader.ReadInt32();
        if (version != Version)
        {
            throw new InvalidDataException($"The optimizer state was saved in version {version} of the format; this RegSpec reads version {Version}.");
        }

        string optimizer = reader.ReadString();
        var groups = new List<GroupState>();
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            groups.Add(new GroupState(ReadKey(reader), ReadBlock(reader)));
        }

        var parameters = new List<ParameterState>();
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            parameters.Add(new ParameterState(
                reader.ReadString(),
                ReadKey(reader),
                reader.ReadString(),
                (ScalarType)reader.ReadInt32(),
                reader.ReadInt32(),
                ReadBlock(reader),
                ReadBlock(reader),
                ReadBlock(reader)));
        }

        hashed.ReadAndCompareHash();
        return new OptimizerSnapshot(optimizer, groups, parameters);
    }

    private static void WriteKey(BinaryWriter writer, GroupKey key)
    {
        writer.Write(key.WeightDecay);
        writer.Write(key.LearningRateScale);
        writer.Write((int)key.Towards);
    }

    private static GroupKey ReadKey(BinaryReader reader) => new(reader.ReadDouble(), reader.ReadDouble(), (Reference)reader.ReadInt32());

    private static void WriteBlock(BinaryWriter writer, byte[] block)
    {
        writer.Write(block.Length);
        writer.Write(block);
    }

    private static byte[] ReadBlock(BinaryReader reader)
    {
        int length = reader.ReadInt32();
        if (length < 0)
        {
            throw new InvalidDataException("The saved optimizer state is damaged: a block has a negative length.");
        }

        // In pieces: a damaged length must end in a message about the file, not in an allocation of its size.
        using var block = new MemoryStream();
        byte[] piece = new byte[Math.Min(length, 1 << 20)];
        for (int left = length; left > 0;)
        {
            int read = reader.Read(piece, 0, Math.Min(left, piece.Length));
            if (read == 0)
            {
                throw new EndOfStreamException();
            }

            block.Write(piece, 0, read);
            left -= read;
        }

        return block.ToArray();
    }
}
