export type NextStep = 'character' | 'world' | 'pull' | 'claim'

/** The next step of a newcomer: makes a character, fights, pulls. Later, only rewards that wait are worth a hint. */
export function nextStepOf(player: {
  readonly characters: readonly { readonly experience: number }[]
  readonly pulls: number
  readonly unclaimed: number
}): NextStep | null {
  const { characters, pulls, unclaimed } = player
  if (characters.length === 0) return 'character'
  if (characters.every(({ experience }) => experience === 0)) return 'world'
  if (pulls === 0) return 'pull'
  return unclaimed > 0 ? 'claim' : null
}
