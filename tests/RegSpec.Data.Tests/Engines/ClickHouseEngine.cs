using System.Data.Common;
using System.Text;
using ClickHouse.Driver.ADO;

namespace RegSpec.Data.Tests;

/// <summary>
/// A ClickHouse server by its address. Servers before 21 lack the format that ClickHouse.Driver reads: a <see cref="ClickHouseRelay"/> between the two writes their
/// answers in it, statements pass through unchanged.
/// </summary>
public sealed class ClickHouseEngine : Engine
{
    private readonly HttpClient http = new();
    private readonly Uri server;
    private readonly ClickHouseRelay relay;

    public ClickHouseEngine(Uri server)
    {
        this.server = server;
        relay = new ClickHouseRelay(server);
    }

    public override string Name => "ClickHouse";

    public override SqlDialect Dialect => SqlDialect.ClickHouse;

    public override DbConnection Connect() => Connect(relay);

    /// <summary>A relay of one's own, to look at statements or to break.</summary>
    public ClickHouseRelay Relay() => new(server);

    public static DbConnection Connect(ClickHouseRelay relay) => new ClickHouseConnection($"Host=127.0.0.1;Port={relay.Port};User=default;Compression=false;JsonReadMode=None;JsonWriteMode=None");

    // In the body: an address has at most 16 KB, a statement over 301 columns more.
    public override void Execute(string sql) => Post("", sql);

    public override void Create(string table, TableData data)
    {
        string type(ColumnKind kind) => kind switch
        {
            ColumnKind.Number => "Nullable(Float64)",
            ColumnKind.Integer => "Nullable(Int64)",
            ColumnKind.Truth => "Nullable(UInt8)",
            ColumnKind.Text => "Nullable(String)",
            ColumnKind.Date => "Nullable(Date)",
            ColumnKind.Moment => "Nullable(DateTime('UTC'))",
            ColumnKind.Decimal => "Nullable(Decimal(18, 4))",
            _ => "Array(Float64)",
        };
        Execute($"CREATE TABLE {Dialect.Quote(table)} ({ColumnList(data, type)}) ENGINE = MergeTree ORDER BY tuple()");
        using MemoryStream rows = new();
        using BinaryWriter writer = new(rows, Encoding.UTF8);
        for (int i = 0; i < data.Rows; i++)
        {
            foreach (DataColumn column in data.Columns)
            {
                Write(writer, column.Kind, column.Values[i]);
            }
        }

        writer.Flush();
        Post($"INSERT INTO {Dialect.Quote(table)} FORMAT RowBinary", new ByteArrayContent(rows.ToArray()));
    }

    private static void Write(BinaryWriter writer, ColumnKind kind, object? value)
    {
        if (kind == ColumnKind.Numbers)
        {
            double[] numbers = (double[])value!;
            writer.Write7BitEncodedInt(numbers.Length);
            Array.ForEach(numbers, writer.Write);
            return;
        }

        writer.Write(value is null ? (byte)1 : (byte)0);
        switch (value)
        {
            case double number:
                writer.Write(number);
                break;
            case long integer:
                writer.Write(integer);
                break;
            case bool truth:
                writer.Write(truth);
                break;
            case DateOnly day:
                writer.Write((ushort)(day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber));
                break;
            case DateTime moment:
                writer.Write((uint)((moment.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond));
                break;
            case decimal number:
                writer.Write((long)(number * 10000));
                break;
            case string text:
                byte[] bytes = Encoding.UTF8.GetBytes(text);
                writer.Write7BitEncodedInt(bytes.Length);
                writer.Write(bytes);
                break;
        }
    }

    /// <summary>What the server takes for an answer that nobody reads.</summary>
    public double SecondsOf(string sql)
    {
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        using HttpResponseMessage answer = http.PostAsync(server, new StringContent(sql)).GetAwaiter().GetResult();
        answer.Content.CopyToAsync(Stream.Null).GetAwaiter().GetResult();
        return watch.Elapsed.TotalSeconds;
    }

    private void Post(string query, string body) => Post(query, new StringContent(body));

    private void Post(string query, HttpContent body)
    {
        using HttpResponseMessage answer = http.PostAsync(new Uri(server, "/?query=" + Uri.EscapeDataString(query)), body).GetAwaiter().GetResult();
        string text = answer.Content.ReadAsStringAsync().GetAwaiter().GetResult();
        Assert.True(answer.IsSuccessStatusCode, text);
    }
}
