/** Texts of the event history. */
export const history = {
  intro: 'Everything that the game has recorded of you, newest first.',
  type: 'Type',
  all: 'All types',
  time: 'Time',
  data: 'Data',
  total_one: '{{count}} event',
  total_other: '{{count}} events',
  empty: 'Nothing of this type has happened yet.',
  newer: 'Newer',
  older: 'Older',
  pages: 'Pages',
} as const
