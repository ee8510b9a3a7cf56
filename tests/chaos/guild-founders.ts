import { randomUUID } from 'node:crypto'
import { giveGold } from '@waystone/kit/testing'
import { untilAnswered } from './client.js'
import { createClientLedger, type Player } from './ledger-of-clients.js'
import { join } from './play.js'
import type { Stage } from './stage.js'
import { startClients, type WorkingClients } from './working-clients.js'

const FOUNDING_PRICE = 10_000
const POCKET_MONEY = 1_000

/** Players who found guilds, fill and empty their treasuries, and dissolve them. */
export interface GuildFounders extends WorkingClients {
  /** Those who have done all of it: each has the pocket money again. */
  readonly done: readonly Player[]
  readonly goldOfEach: number
}

export function startGuildFounders(stage: Stage, clients: number): GuildFounders {
  const done: Player[] = []
  const liveOn = async (isStopping: () => boolean) => {
    while (!isStopping()) {
      const player = await liveInAGuild(stage)
      if (player !== null) done.push(player)
    }
  }
  const working = startClients(isStopping => Array.from({ length: clients }, () => liveOn(isStopping)))
  return { done, goldOfEach: POCKET_MONEY, ...working }
}

interface Answer {
  readonly __typename: string
  readonly id?: string
}

async function liveInAGuild({ url, postgres }: Stage): Promise<Player | null> {
  const player = await join({ url, ledger: createClientLedger() })
  await giveGold(postgres.pool('users'), [player.id], { gold: FOUNDING_PRICE + POCKET_MONEY, at: new Date() })
  const { token } = player
  /** Repeated under its key until it is answered; an operation without a key answers a repeat otherwise. */
  const change = async (query: string, variables: Readonly<Record<string, unknown>>, expected: readonly string[]) => {
    const { answer } = await untilAnswered<{ answer: Answer }>(url, { query, variables, token }, () => undefined)
    if (!expected.includes(answer.__typename)) throw new Error(`${query} was answered by ${answer.__typename}`)
    return answer.id ?? ''
  }
  const name = randomUUID().replaceAll('-', '').slice(0, 20)
  const tag = Array.from(name.slice(0, 5), hex => String.fromCodePoint(65 + Number.parseInt(hex, 16))).join('')
  const guildId = await change(FOUND, { input: { name, tag }, key: randomUUID() }, [
    'Guild',
    'GuildNameTaken',
    'InvalidInput',
  ])
  // A tag of chance is taken, or no word to be seen, now and then: this player stays without a guild.
  if (guildId === '') return null
  const movement = (amount: number) => ({ input: { guildId, amount, idempotencyKey: randomUUID() } })
  await change(DEPOSIT, movement(700), ['GuildTreasury'])
  await Promise.all([
    change(DEPOSIT, movement(100), ['GuildTreasury']),
    change(WITHDRAW, movement(300), ['GuildTreasury']),
  ])
  await change(LEAVE, { guildId }, ['Guild', 'GuildNotFound'])
  return player
}

const FOUND = `mutation ($input: GuildInput!, $key: ID!) { answer: foundGuild(input: $input, idempotencyKey: $key) { __typename ... on Guild { id } } }`
const DEPOSIT = `mutation ($input: TreasuryInput!) { answer: depositToGuild(input: $input) { __typename } }`
const WITHDRAW = `mutation ($input: TreasuryInput!) { answer: withdrawFromGuild(input: $input) { __typename } }`
const LEAVE = `mutation ($guildId: ID!) { answer: leaveGuild(id: $guildId) { __typename } }`
