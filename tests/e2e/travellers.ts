import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { createTearableSockets } from '@waystone/kit/testing'
import { createLiveClient } from '@waystone/live-client'
import type { ObservedSystem } from '../chaos/postgres.js'
import { startStage, type Stage } from '../chaos/stage.js'
import { clientOf, type Client } from './client.js'
import { root } from '../house/tree.js'
import { aPlayer, password, type Player } from './players.js'

export interface Completed {
  readonly questCompleted: { readonly id: string; readonly number: number; readonly quest: { readonly name: string } }
}

/** The subscription of the travellers. */
export const COMPLETED = `subscription ($after: ID) {
  questCompleted(after: $after) { id number quest { name } user { username } }
}`

/** Of "Traveller": the catalog has other quests that complete by the way. */
export const numbersOf = ({ questCompleted: { number, quest } }: Completed): number[] =>
  quest.name === 'Traveller' ? [number] : []

export const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1)

/**
 * The distributed set-up, each process in the test's hand, with a quest that a change of the time zone
 * completes, ever again.
 * @param more settings of every process
 */
export async function startTravels(more: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const stage = await startStage(more)
  await publishTraveller(stage)
  return stage
}

/** The quest that a change of the time zone completes. */
export async function publishTraveller(system: ObservedSystem): Promise<void> {
  const admin = await anAdministrator(system)
  const { publishQuest } = await admin.data<{ publishQuest: { __typename: string } }>(
    `mutation ($input: QuestInput!) { publishQuest(input: $input) { __typename ... on InvalidInput { message } } }`,
    {
      input: {
        name: 'Traveller',
        description: 'Change your time zone.',
        objectives: [{ description: 'Move', eventType: 'user.profile_updated', target: 1 }],
        rewards: [{ currency: 'GOLD', amount: 1 }],
        autoClaim: true,
        reset: 'NEVER',
        prerequisiteIds: [],
      },
    },
  )
  if (publishQuest.__typename !== 'Quest') throw new Error(JSON.stringify(publishQuest))
}

/** As an operator makes one: by the command, with the database's URL. */
async function anAdministrator({ url, postgres }: ObservedSystem): Promise<Client> {
  const { name } = await aPlayer(url)
  const command = path.join(root, 'subgraphs/users/dist/admin.js')
  await promisify(execFile)(process.execPath, [command, 'grant', name], {
    env: { DATABASE_URL: postgres.url('users') },
  })
  return (await signIn(url, name)).client
}

export async function signIn(url: string, name: string): Promise<{ accessToken: string; client: Client }> {
  const { signIn: session } = await clientOf(url).data<{ signIn: { accessToken: string } }>(
    'mutation ($u: String!, $p: String!) { signIn(input: { usernameOrEmail: $u, password: $p }) { ... on AuthSession { accessToken } } }',
    { u: name, p: password },
  )
  return { accessToken: session.accessToken, client: clientOf(url, session.accessToken) }
}

/** Moves a player about. A move that is not answered is made again: to be where one is completes nothing. */
export function traveller(player: Player, client = player.client): (moves: number) => Promise<void> {
  let moved = 0
  return async moves => {
    for (const last = moved + moves; moved < last; ) {
      const zone = moved % 2 === 0 ? 'Europe/Paris' : 'UTC'
      const { errors } = await client.send(
        'mutation ($z: String!) { updateProfile(input: { timeZone: $z }) { __typename } }',
        { z: zone },
      )
      if (errors === undefined) moved++
    }
  }
}

/**
 * A device of a player, which is told every completion by the client helper, and whose connection can be torn
 * at any moment.
 */
export function aDevice(url: string, token: NonNullable<Parameters<typeof createLiveClient>[0]['token']>) {
  const { tear, webSocketImpl } = createTearableSockets()
  const live = createLiveClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    token,
    webSocketImpl,
    retryDelayMaxMs: 2_000,
  })
  const events = live.subscribe<Completed>(
    COMPLETED,
    { after: '0' },
    { resume: { variable: 'after', from: data => data.questCompleted.id } },
  )
  const numbers: number[] = []
  const reading = (async () => {
    for await (const { data } of events) numbers.push(...numbersOf(data))
  })()
  return {
    /** Of the completions of "Traveller", as they came. */
    numbers,
    tear,
    close: async () => {
      await live.close()
      await reading
    },
  }
}
