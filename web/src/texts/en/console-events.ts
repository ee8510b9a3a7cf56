/** Texts of the console's event log. */
export const consoleEvents = {
  all: 'All events',
  deadLetters: 'Dead letters',
  adminLog: 'Administrators',
  type: 'Type',
  data: 'Data',
  subgraph: 'Subgraph',
  why: 'Why it failed',
  attempts: 'Attempts',
  replay: 'Replay',
  replayAll: 'Replay the {{count}} shown',
  replayText: 'The subgraph takes the event in again, as if it came now. What it has done already is not done twice.',
  admin: 'Administrator',
  action: 'Action',
} as const
