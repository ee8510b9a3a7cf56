/** Texts around the screens of the console. */
export const console = {
  title: 'Waystone console',
  refused: 'This console is for operators. Your account has no role of an administrator.',
  secondFactorNeeded:
    'Administrators of this server sign in with two factors. Set up yours; then sign in here again, with both.',
  toSecondFactor: 'Set up two factors',
  toPlayerApp: 'To the game',
  all: 'All',
  yes: 'Yes',
  no: 'No',
  when: 'When',
  empty: 'Nothing here.',
  reason: 'Reason',
  reasonHint: 'It is logged with your name, and cannot be changed later.',
  reasonNeeded: 'Say why.',
  export: 'Export {{format}}',
  exportFailed: 'The export has failed',
  exportFailedText: 'It ended before its last row; nothing was saved.',
  nav: {
    overview: 'Overview',
    players: 'Players',
    economy: 'Economy',
    events: 'Events',
    content: 'Content',
    mail: 'Mail',
    world: 'World',
  },
} as const
