import { randomUUID } from 'node:crypto'
import { vi } from 'vitest'
import type { CharacterClass } from '../src/domain/character.js'
import { aPlayer, startCharacters, type Player, type TestApp } from './characters-app.js'

/** The subgraph with a world that runs. */
export async function startWorld(): Promise<TestApp> {
  const characters = await startCharacters()
  await characters.app.start()
  await vi.waitUntil(() => characters.app.world.running !== null, { timeout: 20_000 })
  return characters
}

/** The answer of a command. */
export interface Result {
  readonly __typename: string
  readonly reason?: string
  readonly message?: string
  readonly tick?: number
}

/** A player with a character, as its client plays. */
export interface Traveller {
  readonly player: Player
  readonly id: string
  /** One command; `field` has the character's id as $id. */
  command(field: string): Promise<Result>
  /** A field of the character, as its player reads it. */
  read<Fields>(selection: string): Promise<Fields>
  watch(selection: string): Promise<Watched>
}

export interface Change {
  readonly __typename: string
  readonly [field: string]: unknown
}

export interface Update {
  readonly tick: number
  readonly sequence: number
  readonly snapshot: boolean
  readonly acknowledged: number | null
  readonly changes: readonly Change[]
}

export interface Watched {
  next(): Promise<Update>
  /** Reads on until an update has such a change. */
  until(isIt: (change: Change) => boolean): Promise<Update>
  close(): Promise<unknown>
}

export const aName = (): string => `W${randomUUID().replaceAll('-', '').slice(0, 20)}`

/** The columns that a test may give a character before it enters the world. */
interface Columns {
  readonly x?: number
  readonly y?: number
  readonly hp?: number
  readonly lures_used?: number
}

export async function aTraveller(
  characters: TestApp,
  {
    player = aPlayer(),
    of = 'SWORDSMAN',
    columns = {},
  }: { player?: Player; of?: CharacterClass; columns?: Columns } = {},
): Promise<Traveller> {
  const { id } = await characters.aCharacter(player, aName(), of)
  for (const [column, value] of Object.entries(columns))
    await characters.database.primary.query(`UPDATE characters SET ${column} = $2 WHERE id = $1`, [id, value])
  return {
    player,
    id,
    command: field => commandOf(characters, { player, id, field }),
    read: async selection => {
      const { data, errors } = await characters.ask(player, `{ character(id: "${id}") { ${selection} } }`)
      if (errors.length > 0) throw new Error(JSON.stringify(errors))
      return data?.['character'] as never
    },
    watch: selection => watch(characters, { player, id, selection }),
  }
}

export async function inWorld(characters: TestApp, given: Parameters<typeof aTraveller>[1] = {}): Promise<Traveller> {
  const traveller = await aTraveller(characters, given)
  const entered = await traveller.command('enterWorld(characterId: $id)')
  if (entered.__typename !== 'CommandAccepted') throw new Error(JSON.stringify(entered))
  return traveller
}

/** A mutation of anyone about any character; errors stand in for the result. */
export async function commandOf(
  characters: TestApp,
  { player, id, field }: { player: Player | null; id: string; field: string },
): Promise<Result> {
  const { data, errors } = await characters.ask(
    player,
    `mutation ($id: ID!) { result: ${field} {
      __typename ... on Refusal { message } ... on CommandRejected { reason } ... on CommandAccepted { tick }
    } }`,
    { id },
  )
  return (data?.['result'] as Result | null | undefined) ?? { __typename: 'Errors', message: JSON.stringify(errors) }
}

/** The updates are read all the time, as by a client: a reader that waits gets a snapshot in their place. */
async function watch(
  characters: TestApp,
  { player, id, selection }: { player: Player; id: string; selection: string },
): Promise<Watched> {
  const results = await characters.subscribe(
    player,
    `subscription { worldUpdated(characterId: "${id}") { tick sequence snapshot acknowledged changes { __typename ${selection} } } }`,
  )
  /** Null: the subscription has ended. */
  const heard: unknown[] = []
  let wake = () => {}
  const reading = (async () => {
    for await (const result of results) {
      heard.push(result)
      wake()
    }
    heard.push(null)
    wake()
  })()
  const next = async (): Promise<Update> => {
    while (heard.length === 0) await new Promise<void>(resolve => (wake = resolve))
    const result = heard.shift() as { data?: { worldUpdated: Update } | null; errors?: readonly unknown[] } | null
    if (result === null) throw new Error('The subscription has ended')
    const { data, errors } = result
    if (!data || errors !== undefined) throw new Error(JSON.stringify(errors))
    return data.worldUpdated
  }
  return {
    next,
    until: async isIt => {
      for (;;) {
        const update = await next()
        if (update.changes.some(isIt)) return update
      }
    },
    close: async () => {
      await results.return?.()
      await reading
    },
  }
}
