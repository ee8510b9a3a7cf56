using System;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

/// <summary>Waystone over HTTP: one session, its tokens, and operations that are sent with them.</summary>
public sealed class Waystone
{
    static readonly JsonSerializerSettings Exact = new JsonSerializerSettings { DateParseHandling = DateParseHandling.None };

    readonly HttpClient http = new HttpClient { Timeout = TimeSpan.FromSeconds(15) };
    readonly SemaphoreSlim refreshing = new SemaphoreSlim(1, 1);
    string accessToken;
    string refreshToken;
    int refreshAtMs;

    public Waystone(string endpoint)
    {
        Endpoint = new Uri(endpoint);
    }

    public Uri Endpoint { get; private set; }

    /// <summary>Of the last sign-in. Keep it in the player's settings: it makes this device known to the account.</summary>
    public string DeviceToken { get; set; }

    // region send
    /// <summary>Sends one operation, and once more with a new token when the first is refused.</summary>
    public async Task<JObject> SendAsync(string query, object variables = null)
    {
        var token = await AccessTokenAsync();
        using (var response = await PostAsync(query, variables, token))
        {
            if (response.StatusCode != HttpStatusCode.Unauthorized || token == null) return await DataOf(response);
        }
        using (var response = await PostAsync(query, variables, await AccessTokenAsync(token)))
            return await DataOf(response);
    }
    // endregion

    async Task<HttpResponseMessage> PostAsync(string query, object variables, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Endpoint);
        var body = JsonConvert.SerializeObject(new { query, variables });
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (token != null) request.Headers.TryAddWithoutValidation("authorization", "Bearer " + token);
        return await http.SendAsync(request);
    }

    static async Task<JObject> DataOf(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        if (response.Content.Headers.ContentType == null || !response.Content.Headers.ContentType.MediaType.Contains("json"))
            throw new HttpRequestException("Expected JSON, got status " + (int)response.StatusCode);
        var answer = JsonConvert.DeserializeObject<JObject>(text, Exact);
        if (answer["errors"] != null) throw new AnswerException((JArray)answer["errors"]);
        return (JObject)answer["data"];
    }

    // region session
    /// <summary>Null, or a sentence for the player.</summary>
    public async Task<string> SignInAsync(string name, string password)
    {
        const string query = @"mutation SignIn($input: SignInInput!) { signIn(input: $input) {
            ... on AuthSession { accessToken refreshToken deviceToken }
            ... on Refusal { message } } }";
        var input = new { usernameOrEmail = name, password, deviceToken = DeviceToken };
        using (var response = await PostAsync(query, new { input }, null))
        {
            var answer = (await DataOf(response))["signIn"];
            if (answer["message"] != null) return (string)answer["message"];
            DeviceToken = (string)answer["deviceToken"] ?? DeviceToken;
            Keep(answer);
            return null;
        }
    }

    /// <summary>A token that can be sent; null when nobody is signed in. One refresh at a time: a refresh token counts once.</summary>
    public async Task<string> AccessTokenAsync(string refused = null)
    {
        await refreshing.WaitAsync();
        try
        {
            if (accessToken == null) return null;
            if (accessToken != refused && unchecked(Environment.TickCount - refreshAtMs) < 0) return accessToken;
            const string query = @"mutation Refresh($refreshToken: String!) { refreshSession(refreshToken: $refreshToken) {
                ... on AuthSession { accessToken refreshToken } } }";
            using (var response = await PostAsync(query, new { refreshToken }, null))
            {
                var answer = (await DataOf(response))["refreshSession"];
                if (answer["accessToken"] != null) Keep(answer);
                else accessToken = refreshToken = null;
                return accessToken;
            }
        }
        finally
        {
            refreshing.Release();
        }
    }

    void Keep(JToken session)
    {
        accessToken = (string)session["accessToken"];
        refreshToken = (string)session["refreshToken"];
        var payload = accessToken.Split('.')[1].Replace('-', '+').Replace('_', '/');
        var bytes = Convert.FromBase64String(payload.PadRight((payload.Length + 3) / 4 * 4, '='));
        var claims = JObject.Parse(Encoding.UTF8.GetString(bytes));
        refreshAtMs = unchecked(Environment.TickCount + (int)(((long)claims["exp"] - (long)claims["iat"]) * 800));
    }
    // endregion
}

/// <summary>The request was answered with errors; Code is what docs/errors.md lists.</summary>
public sealed class AnswerException : Exception
{
    public AnswerException(JArray errors) : base((string)errors[0]["message"])
    {
        Code = (string)errors[0].SelectToken("extensions.code");
    }

    public string Code { get; private set; }
}
