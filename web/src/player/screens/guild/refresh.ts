/** Guilds are not told live: what other members do is read anew this often. */
export const GUILD_REFRESH_MS = 15_000
