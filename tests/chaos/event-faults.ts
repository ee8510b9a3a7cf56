import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { subgraphs } from './postgres.js'
import type { Stage } from './stage.js'

/** Types of forged events bear no name that a producer uses, so that the refused ones can be told from real ones. */
const FORGED_USER = '00000000-0000-4000-8000-00000000f0f0'
const FORGED = 5

/**
 * An intruder with the operator's access to Redis writes rewards that no quest granted: for a known player
 * and for an unknown one. The gateway's login cannot even write.
 * @throws Error when the gateway can.
 */
export async function forgeRewards({ redis, secrets }: Stage): Promise<void> {
  const client = new Redis(redis.url, { ...secrets.operator })
  const { REDIS_USER: username = '', REDIS_PASSWORD: password = '' } = secrets.of('gateway')
  const gateway = new Redis(redis.url, { username, password })
  try {
    for (let forged = 0; forged < FORGED; forged++) {
      const fields = ['*', 'event', JSON.stringify(aReward())] as const
      await client.xadd(`events:{quests}:${forged}`, ...fields)
      const refusal: unknown = await gateway
        .xadd(`events:{quests}:${forged}`, ...fields)
        .catch((error: unknown) => error)
      if (!(refusal instanceof Error) || !refusal.message.startsWith('NOPERM'))
        throw new Error(`Expected NOPERM for the gateway, got ${String(refusal)}`)
    }
  } finally {
    client.disconnect()
    gateway.disconnect()
  }
}

const aReward = () => {
  const data = {
    userId: FORGED_USER,
    questId: randomUUID(),
    completionId: randomUUID(),
    rewards: [{ kind: 'CURRENCY', currency: 'DIAMOND', amount: 1_000_000 }],
  }
  const occurredAt = new Date().toISOString()
  return { id: randomUUID(), type: 'quest.reward_granted', version: 1, aggregateId: FORGED_USER, occurredAt, data }
}

/** Refused entries that are not among the forged ones, and forged ones that a consumer of quests has not refused. */
export async function wrongRefusals({ postgres }: Stage): Promise<readonly string[]> {
  const counts = await Promise.all(
    subgraphs.map(async name => {
      const { rows } = await postgres.pool(name).query<{ forged: number; others: number }>(
        `select count(*) filter (where aggregate_id = $1)::int as forged,
            count(*) filter (where aggregate_id is distinct from $1)::int as others from refused_event`,
        [FORGED_USER],
      )
      return { name, ...(rows[0] ?? { forged: 0, others: 0 }) }
    }),
  )
  return counts
    .filter(({ name, forged, others }) => others > 0 || forged !== (name === 'quests' ? 0 : FORGED))
    .map(({ name, forged, others }) => `${name} refused ${forged} forged and ${others} other entries`)
}

/** Commands that Redis has refused to a process, beside the gateway's forgery. */
export async function refusedCommands({ redis, secrets }: Stage): Promise<readonly string[]> {
  const client = new Redis(redis.url, { ...secrets.operator })
  try {
    const entries = (await client.call('ACL', 'LOG', '128')) as unknown[][]
    const told = entries.map(entry =>
      Object.fromEntries(Array.from({ length: entry.length / 2 }, (_, i) => [entry[2 * i], entry[2 * i + 1]])),
    )
    return told
      .filter(({ username, object }) => username !== 'gateway' || object !== 'xadd')
      .map(one => JSON.stringify(one))
  } finally {
    client.disconnect()
  }
}
