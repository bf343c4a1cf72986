using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RegSpec.Data.Tests;

/// <summary>
/// Lets ClickHouse.Driver talk to a server too old for it: requests go on as they are but for the format of the answer, tab-separated text with names and
/// types, which comes back as RowBinaryWithNamesAndTypes. Numbers are in their shortest form, so that nothing is lost.
/// </summary>
public sealed class ClickHouseRelay : IDisposable
{
    private readonly HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly HttpListener listener = new();
    private readonly Dictionary<string, byte[]> kept = [];
    private readonly Uri server;

    public ClickHouseRelay(Uri server)
    {
        this.server = server;
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        listener.Start();
        _ = ServeAsync();
    }

    public int Port { get; }

    /// <summary>Why the last answer was cut short.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Told each statement before it goes on.</summary>
    public Action<string>? OnStatement { get; set; }

    /// <summary>Whether a statement that comes again gets the answer it had: to measure without the server and without the relay.</summary>
    public bool KeepsAnswers { get; set; }

    /// <summary>Closes the door, also for answers on their way.</summary>
    public void Dispose() => listener.Abort();

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using StreamReader reader = new(context.Request.InputStream, Encoding.UTF8);
        string sql = await reader.ReadToEndAsync();
        OnStatement?.Invoke(sql);
        if (KeepsAnswers && kept.TryGetValue(sql, out byte[]? known))
        {
            await context.Response.OutputStream.WriteAsync(known);
            context.Response.Close();
            return;
        }

        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(server, "/?default_format=TabSeparatedWithNamesAndTypes")) { Content = new StringContent(sql) };
        try
        {
            using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            context.Response.StatusCode = (int)answer.StatusCode;
            await using Stream body = await answer.Content.ReadAsStreamAsync();
            if (answer.IsSuccessStatusCode && KeepsAnswers)
            {
                using MemoryStream whole = new();
                await TranscodeAsync(body, whole);
                kept[sql] = whole.ToArray();
                await context.Response.OutputStream.WriteAsync(kept[sql]);
            }
            else if (answer.IsSuccessStatusCode)
            {
                await TranscodeAsync(body, context.Response.OutputStream);
            }
            else
            {
                context.Response.Headers["X-ClickHouse-Exception-Code"] = "1";
                await body.CopyToAsync(context.Response.OutputStream);
            }

            context.Response.Close();
        }
        catch (Exception gone)
        {
            Fault = gone;
            context.Response.Abort();   // one of the two has hung up, or the answer is beyond the relay: then the relay hangs up
        }
    }

    private static async Task TranscodeAsync(Stream from, Stream to)
    {
        using StreamReader lines = new(from, Encoding.UTF8);
        using MemoryStream buffer = new();
        await using BinaryWriter writer = new(buffer, Encoding.UTF8);
        if (await lines.ReadLineAsync() is not { } names || await lines.ReadLineAsync() is not { } types)
        {
            return;
        }

        string[] type = [.. types.Split('\t').Select(Unescape)];
        writer.Write7BitEncodedInt(type.Length);
        foreach (string text in names.Split('\t').Select(Unescape).Concat(type))
        {
            WriteString(writer, text);
        }

        while (await lines.ReadLineAsync() is { } line)
        {
            string[] values = line.Split('\t');
            for (int i = 0; i < values.Length; i++)
            {
                WriteValue(writer, type[i], values[i]);
            }

            if (buffer.Length > 1 << 16)
            {
                await to.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
                buffer.SetLength(0);
            }
        }

        await to.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
    }

    private static void WriteValue(BinaryWriter writer, string type, string value)
    {
        if (type.StartsWith("Nullable(", StringComparison.Ordinal))
        {
            writer.Write(value == "\\N");
            if (value != "\\N")
            {
                WriteValue(writer, type["Nullable(".Length..^1], value);
            }

            return;
        }

        switch (type)
        {
            case "String":
                WriteString(writer, Unescape(value));
                break;
            case "Float64":
                writer.Write(value is "nan" ? double.NaN : value is "inf" ? double.PositiveInfinity : value is "-inf" ? double.NegativeInfinity : double.Parse(value, CultureInfo.InvariantCulture));
                break;
            case "UInt64":
                writer.Write(ulong.Parse(value, CultureInfo.InvariantCulture));
                break;
            case "UInt8" or "Int8" or "UInt16" or "Int16" or "UInt32" or "Int32" or "Int64":
                int bytes = int.Parse(type.AsSpan(type.IndexOf('t') + 1), CultureInfo.InvariantCulture) / 8;
                writer.Write(BitConverter.GetBytes(long.Parse(value, CultureInfo.InvariantCulture)).AsSpan(0, bytes));
                break;
            default:
                throw new NotSupportedException($"The relay does not know the type {type}.");
        }
    }

    private static void WriteString(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    private static string Unescape(string text)
    {
        StringBuilder result = new();
        for (int i = 0; i < text.Length; i++)
        {
            result.Append(text[i] != '\\' ? text[i] : text[++i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'b' => '\b', 'f' => '\f', '0' => '\0', char other => other });
        }

        return result.ToString();
    }
}
