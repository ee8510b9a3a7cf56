using System;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json.Linq;

/// <summary>`Program.exe http://127.0.0.1:4000/graphql [watch]`: signs in, shows the wallet, pulls; or shows the wallet live.</summary>
public static class Program
{
    const string FirstLight = "62de89d3-e8da-4ddb-bb2b-9bde53551fe7";

    public static int Main(string[] args)
    {
        var waystone = new Waystone(args.Length > 0 ? args[0] : "http://127.0.0.1:4000/graphql");
        var watches = args.Length > 1 && args[1] == "watch";
        (watches ? WatchAsync(waystone) : PlayAsync(waystone)).GetAwaiter().GetResult();
        return 0;
    }

    // region play
    static async Task PlayAsync(Waystone waystone)
    {
        Console.WriteLine(await waystone.SignInAsync("aria", "a wrong password"));
        var refusal = await waystone.SignInAsync("aria", "waystone-demo-1");
        if (refusal != null) throw new InvalidOperationException(refusal);
        Console.WriteLine("{0} diamonds", await DiamondsAsync(waystone));

        // One key for one intent: after a lost connection or a timeout the same call gets the same pull.
        var input = new { bannerId = FirstLight, count = 1, idempotencyKey = Guid.NewGuid().ToString() };
        var first = await PullAsync(waystone, input);
        var again = await PullAsync(waystone, input);
        var count = ((JArray)first["items"]).Count;
        Console.WriteLine("{0} item for {1} diamonds, repeated: {2}", count, first["cost"], JToken.DeepEquals(first, again));
    }

    static async Task<long> DiamondsAsync(Waystone waystone)
    {
        var data = await waystone.SendAsync("{ me { wallet { diamonds } } }");
        return (long)data.SelectToken("me.wallet.diamonds");
    }

    static async Task<JToken> PullAsync(Waystone waystone, object input)
    {
        const string query = @"mutation Pull($input: PullInput!) { pull(input: $input) {
            __typename
            ... on Pull { id cost items { item { name rarity } } }
            ... on Refusal { message } } }";
        return (await waystone.SendAsync(query, new { input }))["pull"];
    }
    // endregion

    // region watch
    static async Task WatchAsync(Waystone waystone)
    {
        await waystone.SignInAsync("aria", "waystone-demo-1");
        var live = new Live(waystone) { OnClosed = reason => Console.WriteLine("closed: {0}", reason) };
        await live.SubscribeAsync(
            "subscription { walletChanged { diamonds } }",
            data => Console.WriteLine("{0} diamonds", data.SelectToken("walletChanged.diamonds")),
            CancellationToken.None);
    }
    // endregion
}
