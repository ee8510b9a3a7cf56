import { benchUserId } from './identities.js'

export interface Player {
  readonly userId: string
  readonly token: string
}

/**
 * The players of a run: users spread evenly over the population, each in turn, so that concurrent operations
 * are never of the same user.
 */
export interface Players {
  next(): Player
}

export async function choosePlayers(options: {
  users: number
  players: number
  token: (userId: string) => Promise<string>
}): Promise<Players> {
  const count = Math.min(options.players, options.users)
  const chosen: Player[] = []
  for (let place = 0; place < count; place++) {
    const userId = benchUserId(1 + Math.floor((place * options.users) / count))
    chosen.push({ userId, token: await options.token(userId) })
  }
  let turn = 0
  return {
    next: () => {
      const player = chosen[turn++ % chosen.length]
      if (player === undefined) throw new Error('Expected at least one player')
      return player
    },
  }
}
