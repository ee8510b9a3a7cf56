using System;
using System.IO;
using System.Net.Http;
using System.Net.WebSockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

/// <summary>Subscriptions over WebSocket, by the protocol graphql-transport-ws.</summary>
public sealed class Live
{
    const int PingEveryMs = 15000;
    const int SilenceMaxMs = 40000;
    const int RetryDelayMaxMs = 10000;

    readonly Waystone waystone;
    readonly Random random = new Random();

    public Live(Waystone waystone)
    {
        this.waystone = waystone;
    }

    /// <summary>Why the last connection ended, for logs.</summary>
    public Action<string> OnClosed = _ => { };

    // region subscribe
    /// <summary>
    /// Calls back with the data of each event until it is cancelled, connecting again whenever the connection is lost.
    /// Throws AnswerException when the server refuses the subscription for good.
    /// </summary>
    public async Task SubscribeAsync(string query, Action<JObject> onData, CancellationToken stop)
    {
        string refused = null;
        for (var failures = 0; !stop.IsCancellationRequested; failures++)
        {
            string token = null;
            using (var socket = new ClientWebSocket())
            {
                try
                {
                    token = await waystone.AccessTokenAsync(refused);
                    await ReadEventsAsync(socket, token, query, data => { failures = 0; onData(data); }, stop);
                    return;
                }
                catch (Exception error) when (error is WebSocketException || error is IOException || error is HttpRequestException
                    || error is OperationCanceledException && !stop.IsCancellationRequested)
                {
                    OnClosed(socket.CloseStatus == null ? error.Message : ((int)socket.CloseStatus).ToString());
                }
                var code = (int?)socket.CloseStatus;
                refused = code == 4403 ? token : null;
                if (code == 4400 || code == 4401 || code == 4406 || code == 4409 || code == 4429 || code == 1008 || code == 1009)
                    throw new InvalidOperationException("The connection was closed for good: " + code);
            }
            var delayMs = Math.Min(250 * Math.Pow(2, Math.Min(failures, 10)), RetryDelayMaxMs) * (0.5 + random.NextDouble() / 2);
            await Task.Delay((int)delayMs, stop);
        }
    }
    // endregion

    // region protocol
    async Task ReadEventsAsync(ClientWebSocket socket, string token, string query, Action<JObject> onData, CancellationToken stop)
    {
        socket.Options.AddSubProtocol("graphql-transport-ws");
        var address = new UriBuilder(waystone.Endpoint) { Scheme = waystone.Endpoint.Scheme == "https" ? "wss" : "ws" };
        using (var silence = CancellationTokenSource.CreateLinkedTokenSource(stop))
        using (var sending = new SemaphoreSlim(1, 1))
        {
            Func<object, Task> send = async message =>
            {
                var bytes = new ArraySegment<byte>(Encoding.UTF8.GetBytes(JsonConvert.SerializeObject(message)));
                await sending.WaitAsync(silence.Token);
                try { await socket.SendAsync(bytes, WebSocketMessageType.Text, true, silence.Token); }
                finally { sending.Release(); }
            };
            silence.CancelAfter(SilenceMaxMs);
            await socket.ConnectAsync(address.Uri, silence.Token);
            await send(new { type = "connection_init", payload = token == null ? null : new { authorization = "Bearer " + token } });
            using (new Timer(_ => send(new { type = "ping" }).ContinueWith(sent => sent.Exception), null, PingEveryMs, PingEveryMs))
            {
                for (;;)
                {
                    var message = await ReceiveAsync(socket, silence.Token);
                    // Anything that comes, a pong included, shows that the connection lives.
                    silence.CancelAfter(SilenceMaxMs);
                    switch ((string)message["type"])
                    {
                        case "connection_ack":
                            await send(new { id = "1", type = "subscribe", payload = new { query } });
                            break;
                        case "ping":
                            await send(new { type = "pong" });
                            break;
                        case "next":
                            if (message.SelectToken("payload.data") is JObject data) onData(data);
                            break;
                        case "error":
                            throw new AnswerException((JArray)message["payload"]);
                        case "complete":
                            return;
                    }
                }
            }
        }
    }

    static async Task<JObject> ReceiveAsync(ClientWebSocket socket, CancellationToken stop)
    {
        var buffer = new ArraySegment<byte>(new byte[8192]);
        using (var whole = new MemoryStream())
        {
            for (;;)
            {
                var part = await socket.ReceiveAsync(buffer, stop);
                if (part.MessageType == WebSocketMessageType.Close) throw new WebSocketException("closed by the server");
                whole.Write(buffer.Array, 0, part.Count);
                if (part.EndOfMessage) return JObject.Parse(Encoding.UTF8.GetString(whole.ToArray()));
            }
        }
    }
    // endregion
}
