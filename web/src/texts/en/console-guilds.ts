/** Texts of the console's guilds. */
export const consoleGuilds = {
  unknown: 'There is no guild with this id any more.',
  founded: 'Founded',
  entry: 'Entry',
  open: 'Open to everyone',
  byApplication: 'By application',
} as const
