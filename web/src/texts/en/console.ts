/** Texts around the screens of the console. */
export const console = {
  title: 'Waystone console',
  refused: 'This console is for operators. Your account has no role of an administrator.',
  toPlayerApp: 'To the game',
  nav: {
    overview: 'Overview',
    players: 'Players',
    economy: 'Economy',
    events: 'Events',
    content: 'Content',
    world: 'World',
  },
} as const
