using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Writes a copy of libLibTorchSharp.so that loads where libstdc++ is older than GCC 13.
/// The library asks for GLIBCXX_3.4.32 because of one symbol, the initialisation of the standard streams, which libtorch does anyway.
/// In the copy that symbol becomes a second reference to an import that is harmless to call, and the version it needed becomes GLIBCXX_3.4.30.
/// Where the host has the symbol the copy equals the original.
/// </summary>
/// <remarks>Compiled by MSBuild (RoslynCodeTaskFactory) against netstandard2.0.</remarks>
public sealed class BindToOlderLibstdcxx : Task
{
    private const string MissingSymbol = "_ZSt21ios_base_library_initv";
    private const string HarmlessSymbol = "_ZNSt6chrono3_V212steady_clock3nowEv";
    private const string MissingVersion = "GLIBCXX_3.4.32";
    private const string PresentVersion = "GLIBCXX_3.4.30";

    /// <summary>The library as its package has it; only read.</summary>
    [Required]
    public string Source { get; set; } = "";

    /// <summary>Where the copy goes; an existing file or link there is replaced.</summary>
    [Required]
    public string Destination { get; set; } = "";

    public override bool Execute()
    {
        var library = File.ReadAllBytes(Source);
        if (HostHasSymbol())
        {
            Log.LogMessage(MessageImportance.Low, "libstdc++ of this machine has {0}: nothing to change.", MissingSymbol);
        }
        else
        {
            try
            {
                new SymbolTable(library).Rebind();
            }
            catch (InvalidDataException e)
            {
                Log.LogError("{0} cannot be adapted to the libstdc++ of this machine, which lacks {1}: {2}", Source, MissingVersion, e.Message);
                return false;
            }

            Log.LogMessage(MessageImportance.Low, "Bound {0} to {1}.", Destination, PresentVersion);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Destination))!);
        // A link is removed, not followed: what it points to belongs to the package cache.
        File.Delete(Destination);
        File.WriteAllBytes(Destination, library);
        return true;
    }

    /// <summary>Asks the loader itself, so that its whole search order counts.</summary>
    private static bool HostHasSymbol()
    {
        const int lazy = 1;
        var libstdcxx = dlopen("libstdc++.so.6", lazy);
        return libstdcxx != IntPtr.Zero && dlsym(libstdcxx, MissingSymbol) != IntPtr.Zero;
    }

    [DllImport("libdl.so.2")]
    private static extern IntPtr dlopen(string file, int mode);

    [DllImport("libdl.so.2")]
    private static extern IntPtr dlsym(IntPtr handle, string symbol);

    /// <summary>The dynamic symbols of a little-endian ELF64 file and the versions they need.</summary>
    private sealed class SymbolTable
    {
        private const int SymbolSize = 24;
        private readonly byte[] file;
        private readonly Section symbols;
        private readonly Section strings;
        private readonly Section symbolVersions;
        private readonly Section neededVersions;

        public SymbolTable(byte[] file)
        {
            this.file = file;
            if (file.Length < 64 || UInt32(0) != 0x464C457F || file[4] != 2 || file[5] != 1)
            {
                throw new InvalidDataException("it is not a little-endian ELF64 file.");
            }

            var sections = Sections().ToList();
            symbols = sections.Single(s => s.Type == 11); // SHT_DYNSYM
            strings = sections[symbols.Link];
            symbolVersions = sections.Single(s => s.Type == 0x6FFFFFFF); // SHT_GNU_versym
            neededVersions = sections.Single(s => s.Type == 0x6FFFFFFE); // SHT_GNU_verneed
        }

        public void Rebind()
        {
            var versions = NeededVersions().ToList();
            var missing = versions.SingleOrDefault(v => v.Name == MissingVersion);
            if (missing is null)
            {
                return; // A build of the library that never asks for it.
            }

            var present = versions.SingleOrDefault(v => v.Name == PresentVersion) ?? throw new InvalidDataException("it does not ask for " + PresentVersion + ".");
            var count = symbols.Size / SymbolSize;
            var users = Enumerable.Range(0, count).Where(i => (UInt16(symbolVersions.Offset + 2 * i) & 0x7FFF) == missing.Index).ToList();
            if (users.Count != 1 || SymbolName(users[0]) != MissingSymbol)
            {
                throw new InvalidDataException("more depends on " + MissingVersion + " than " + MissingSymbol + ": " + string.Join(", ", users.Select(SymbolName)) + ".");
            }

            var harmless = Enumerable.Range(0, count).FirstOrDefault(i => SymbolName(i) == HarmlessSymbol);
            if (harmless == 0)
            {
                throw new InvalidDataException("it does not import " + HarmlessSymbol + ".");
            }

            // st_name and the version index of the one symbol; vna_hash and vna_name of the version. The symbol is undefined, so the hash table does not hold it.
            Copy(symbols.Offset + SymbolSize * harmless, symbols.Offset + SymbolSize * users[0], 4);
            Copy(symbolVersions.Offset + 2 * harmless, symbolVersions.Offset + 2 * users[0], 2);
            Copy(present.Offset, missing.Offset, 4);
            Copy(present.Offset + 8, missing.Offset + 8, 4);
        }

        private IEnumerable<Section> Sections()
        {
            var (table, entrySize, count) = (Int(UInt64(40)), UInt16(58), UInt16(60));
            for (var header = table; header < table + entrySize * count; header += entrySize)
            {
                yield return new Section { Type = UInt32(header + 4), Offset = Int(UInt64(header + 24)), Size = Int(UInt64(header + 32)), Link = Int(UInt32(header + 40)) };
            }
        }

        /// <summary>All versions asked of all libraries: a chain of libraries, each with a chain of versions.</summary>
        private IEnumerable<NeededVersion> NeededVersions()
        {
            var library = neededVersions.Offset;
            while (true)
            {
                var version = library + Int(UInt32(library + 8));
                for (var left = UInt16(library + 2); left > 0; left--)
                {
                    yield return new NeededVersion { Offset = version, Index = UInt16(version + 6), Name = Text(UInt32(version + 8)) };
                    version += Int(UInt32(version + 12));
                }

                var next = Int(UInt32(library + 12));
                if (next == 0)
                {
                    yield break;
                }

                library += next;
            }
        }

        private string SymbolName(int symbol) => Text(UInt32(symbols.Offset + SymbolSize * symbol));

        private string Text(uint offset)
        {
            var start = strings.Offset + Int(offset);
            return Encoding.ASCII.GetString(file, start, Array.IndexOf(file, (byte)0, start) - start);
        }

        private void Copy(int from, int to, int bytes) => Buffer.BlockCopy(file, from, file, to, bytes);

        private ushort UInt16(int offset) => BitConverter.ToUInt16(file, offset);

        private uint UInt32(int offset) => BitConverter.ToUInt32(file, offset);

        private ulong UInt64(int offset) => BitConverter.ToUInt64(file, offset);

        private static int Int(ulong value) => checked((int)value);
    }

    private sealed class Section
    {
        public uint Type;
        public int Offset;
        public int Size;
        public int Link;
    }

    private sealed class NeededVersion
    {
        public int Offset;
        public int Index;
        public string Name = "";
    }
}
