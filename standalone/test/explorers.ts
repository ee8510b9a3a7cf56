import { connectClient } from '@waystone/kit/postgres'
import { createTearableSockets } from '@waystone/kit/testing'
import { createLiveClient, createWorldView, type WorldUpdate, type WorldViewEvent } from '@waystone/live-client'
import { vi } from 'vitest'
import type { Game } from './game.js'

export type Explorer = Awaited<ReturnType<typeof anExplorer>>

/**
 * A guest's character in the world, and the view that its device has, on a connection of its own.
 * @param at where it enters; left out: where characters begin
 */
export async function anExplorer(game: Game, name: string, at?: { x: number; y: number }) {
  const { signInAsGuest } = await game.ask<{ signInAsGuest: { accessToken: string } }>(
    'mutation { signInAsGuest(input: {}) { ... on AuthSession { accessToken } } }',
  )
  const { accessToken } = signInAsGuest
  const { createCharacter } = await game.ask<{ createCharacter: { id: string } }>(
    `mutation { createCharacter(input: { name: "${name}", class: ARCHER }) { ... on Character { id } } }`,
    { headers: { authorization: `Bearer ${accessToken}` } },
  )
  const { id } = createCharacter
  if (at !== undefined) await putTo(game, id, at)

  const { tear, webSocketImpl } = createTearableSockets()
  const live = createLiveClient({
    url: `${game.url.replace('http', 'ws')}/graphql`,
    token: () => accessToken,
    webSocketImpl,
    retryDelayMaxMs: 500,
  })
  const world = createWorldView({ live, characterId: id })
  const events: WorldViewEvent[] = []
  const updates: WorldUpdate[] = []
  world.subscribe(event => {
    events.push(event)
    if (event.type === 'updated') updates.push(event.update)
  })
  const until = (isTrue: () => boolean) => vi.waitUntil(isTrue, { timeout: 30_000, interval: 5 })
  await world.enter()
  await until(() => world.state.phase === 'here' && world.state.map !== null)
  return {
    id,
    world,
    events,
    updates,
    until,
    tear,
    close: async () => {
      world.close()
      await live.close()
    },
  }
}

/** Before it has entered: the world reads where a character stands as it enters. */
async function putTo(game: Game, characterId: string, { x, y }: { x: number; y: number }): Promise<void> {
  const client = await connectClient({ connectionString: game.databaseUrl('characters') })
  await client.query('UPDATE characters SET x = $2, y = $3 WHERE id = $1', [characterId, x, y])
  await client.end()
}
