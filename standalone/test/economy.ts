import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createLogger } from '@waystone/kit/logger'
import { createDatabase } from '@waystone/kit/postgres'
import { settingsOfSystem } from '@waystone/kit/running-system'
import { createTestDatabase, giveGold } from '@waystone/kit/testing'
import { subgraphNames } from '../src/databases.js'
import { startStandalone } from '../src/standalone.js'
import { liveInGuilds } from './guild-economy.js'
import { mailReward } from './mailed-reward.js'
import { aHunter, type Playground } from './hunter.js'

const FIRST_LIGHT = '62de89d3-e8da-4ddb-bb2b-9bde53551fe7'

type Settings = Readonly<Record<string, string | undefined>>

/** Databases in which a player has lived through what moves currency; the game that made them has ended. */
export interface PlayedEconomy {
  /** As the environment names them. */
  readonly settings: Settings
  /** The files that the game has left in its data directory. */
  readonly leftBehind: readonly string[]
  close(): Promise<void>
}

/** @param isSettled looks whether nothing is under way any more, where the running game says that its databases are */
export async function playEconomy(isSettled: (announced: Settings) => Promise<boolean>): Promise<PlayedEconomy> {
  const databases = await Promise.all(subgraphNames.map(migrations => createTestDatabase({ migrations })))
  const settings = Object.fromEntries(
    subgraphNames.map((name, index) => [`${name.toUpperCase()}_DATABASE_URL`, databases[index]?.url ?? '']),
  )
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'waystone-economy-'))
  const waystone = await startStandalone({
    port: 0,
    dataDirectory,
    env: { LOG_LEVEL: 'error', ACCOUNT_DELETION_DELAY_SECONDS: '0', ...settings },
    progress: { step: (_, work) => work(), say: () => {} },
  })
  let leftBehind: readonly string[] = []
  try {
    const required = Object.keys(settings)
    const announced = await settingsOfSystem({ env: {}, required, directory: dataDirectory })
    await play(waystone.url, settings['USERS_DATABASE_URL'] ?? '')
    // One look sees one database after the other: an event may have passed behind its back.
    for (let looks = 0; looks < 2; looks = (await isSettled(announced)) ? looks + 1 : 0) {
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  } finally {
    await waystone.close()
    leftBehind = readdirSync(dataDirectory)
    rmSync(dataDirectory, { recursive: true, force: true })
  }
  return {
    settings,
    leftBehind,
    close: async () => {
      await Promise.all(databases.map(database => database.close()))
    },
  }
}

/** Grants, rewards, purchases that are paid and declined, pulls that are drawn and refused, a hunt, and a mail. */
async function play(game: string, usersDatabase: string): Promise<void> {
  const url = `${game}/graphql`
  const ask = async <Data>(source: string, token?: string): Promise<Data> => {
    const headers = {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    }
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: source }) })
    const { data, errors } = (await response.json()) as { data: Data; errors?: unknown }
    if (errors !== undefined) throw new Error(JSON.stringify(errors))
    return data
  }
  const { signUp } = await ask<{ signUp: { accessToken: string } }>(
    'mutation { signUp(input: { username: "spender", email: "spender@example.com", password: "a long password" }) { ... on AuthSession { accessToken } } }',
  )
  const token = signUp.accessToken
  for (let i = 0; i < 7; i++)
    await ask('mutation { signIn(input: { usernameOrEmail: "spender", password: "a long password" }) { __typename } }')
  const buy = (method: string) =>
    ask<{ buyCurrency: { __typename: string } }>(
      `mutation { buyCurrency(input: { packId: "diamonds-500", paymentMethod: "${method}", idempotencyKey: "${method}" }) { __typename } }`,
      token,
    )
  const pull = (count: number, key: string) =>
    ask<{ pull: { __typename: string } }>(
      `mutation { pull(input: { bannerId: "${FIRST_LIGHT}", count: ${count}, idempotencyKey: "${key}" }) { __typename } }`,
      token,
    )
  const answers = [
    (await buy('pm_ok')).buyCurrency,
    (await buy('pm_declined')).buyCurrency,
    (await pull(10, 'ten')).pull,
    (await pull(1, 'one')).pull,
    (await pull(10, 'too many')).pull,
  ].map(({ __typename }) => __typename)
  const expected = ['Purchase', 'PaymentDeclined', 'Pull', 'Pull', 'InsufficientFunds']
  if (JSON.stringify(answers) !== JSON.stringify(expected)) throw new Error(`The game answered ${answers.join(', ')}`)
  await hunt(game, { ask, token })
  for (const quest of ['First Steps', 'Quest Keeper']) await claim(quest, { ask, token })
  await mailReward(ask, { token, usersUrl: usersDatabase })
  await leave(ask)
  await liveInGuilds(ask, async userId => {
    const logger = createLogger({ name: 'test', level: 'silent' })
    const database = createDatabase({ url: usersDatabase, maxConnections: 1, applicationName: 'test', logger })
    await giveGold(database.primary, [userId], { gold: 12_000, at: new Date() })
    await database.close()
  })
}

const HUNTERS = 4

/** Slimes are killed until one of them has left something that was picked up. */
async function hunt(url: string, { ask, token }: { ask: Ask; token: string }): Promise<void> {
  const playground: Playground = { url, ask: source => ask(source, token) }
  for (let tick = 0; tick === 0; )
    tick = (await ask<{ worldStatus: { tick: number } }>('{ worldStatus { tick } }')).worldStatus.tick
  const hunters = await Promise.all(
    Array.from({ length: HUNTERS }, (_, index) => aHunter(playground, { token, name: `Economist${index}` })),
  )
  const isOver = () => hunters.some(({ pickedUp }) => pickedUp.length > 0)
  await Promise.all(hunters.map(hunter => hunter.hunt(isOver)))
  await Promise.all(hunters.map(hunter => hunter.leave()))
}

/** Claims the reward of a quest as soon as it is completed. */
async function claim(quest: string, { ask, token }: { ask: Ask; token: string }): Promise<void> {
  interface Completion {
    readonly id: string
    readonly quest: { readonly name: string }
  }
  for (;;) {
    const { me } = await ask<{ me: { questCompletions: { edges: readonly { readonly node: Completion }[] } } }>(
      '{ me { questCompletions(claimed: false) { edges { node { id quest { name } } } } } }',
      token,
    )
    const found = me.questCompletions.edges.find(({ node }) => node.quest.name.toLowerCase() === quest.toLowerCase())
    if (found !== undefined)
      return void (await ask(`mutation { claimQuestReward(completionId: "${found.node.id}") { __typename } }`, token))
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

type Ask = <Data>(source: string, token?: string) => Promise<Data>

/** A player with a character, who deletes the account. */
async function leave(ask: Ask): Promise<void> {
  const { signUp } = await ask<{ signUp: { accessToken: string; user: { id: string } } }>(
    `mutation { signUp(input: { username: "leaver", email: "leaver@example.com", password: "a long password", timeZone: "Asia/Tokyo" }) {
      ... on AuthSession { accessToken user { id } } } }`,
  )
  await ask(
    `mutation { createCharacter(input: { name: "Leaver", class: MAGE }) { __typename }
      rotateFairnessSeed(clientSeed: "leaver") { __typename } requestAccountDeletion(input: {}) { __typename } }`,
    signUp.accessToken,
  )
  for (let status = ''; status !== 'DELETED'; ) {
    await new Promise(resolve => setTimeout(resolve, 100))
    status = (await ask<{ user: { status: string } }>(`{ user(id: "${signUp.user.id}") { status } }`)).user.status
  }
}
