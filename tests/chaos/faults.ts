import { setTimeout as delay } from 'node:timers/promises'
import { forgeRewards } from './event-faults.js'
import { faultPoint, pullSteps, purchaseSteps, questSteps, signInSteps } from './fault-points.js'
import { atStep } from './gates.js'
import type { Instance } from './instances.js'
import { subgraphs, type Subgraph } from './postgres.js'
import type { Stage } from './stage.js'

export interface Fault {
  readonly name: string
  /** One of two instances of a subgraph dies, and nothing else: no client may see a read fail. */
  readonly isOneOfTwo: boolean
  /** Also in the short form. */
  readonly isShort: boolean
  /**
   * Causes the fault; the affected parts recover by themselves a moment later. Calls `struck` at the moment
   * it strikes.
   */
  bring(stage: Stage, struck: () => void): Promise<void>
}

/** How long an orchestrator takes to notice that a process has died. */
const RESTART_DELAY_MS = 300
const FREEZE_MS = 2_500
const OUTAGE_MS = 1_500

/** Steps of the short form: one of each kind. */
const shortSteps: ReadonlySet<string> = new Set([
  'price set aside',
  'pull drawn',
  'draw committed',
  'price captured',
  'event recorded',
  'purchase committed',
])

const steps: readonly string[] = [...pullSteps, ...purchaseSteps, ...signInSteps, ...questSteps].map(({ step }) => step)

export const faults: readonly Fault[] = [
  ...steps.map(dieAt),
  // The one who waits for the answer dies, not the one who gives it; which of the two it is, the step does not tell.
  bystandersDieAt('price set aside', 'gacha'),
  bystandersDieAt('draw received', 'gacha'),
  bystandersDieAt('capture received', 'users'),
  bystandersDieAt('reward claimed', 'quests'),
  die('one of two users', ['users-1'], { isShort: true }),
  die('one of two gacha', ['gacha-2'], { isShort: true }),
  die('both users', ['users-1', 'users-2']),
  die('both gacha', ['gacha-1', 'gacha-2']),
  die('quests', ['quests-1']),
  die('characters', ['characters-1']),
  blunt('gateway killed', { isShort: true }, async ({ gateway }) => await killAndRestart(gateway)),
  blunt('gateway frozen', {}, async ({ gateway }) => await freezeAwhile(gateway)),
  blunt('users-2 frozen', {}, async stage => await freezeAwhile(instance(stage, 'users-2'))),
  blunt('gacha-1 frozen', {}, async stage => await freezeAwhile(instance(stage, 'gacha-1'))),
  blunt('quests frozen', {}, async stage => await freezeAwhile(instance(stage, 'quests-1'))),
  blunt('Redis flushed', { isShort: true }, async ({ redis }) => await redis.flush()),
  blunt('Redis flushed four times', {}, flushFourTimes),
  blunt('Redis killed', { isShort: true }, async ({ redis }) => {
    await redis.kill()
    await delay(OUTAGE_MS)
    await redis.restart()
  }),
  blunt('Redis frozen', {}, async ({ redis }) => await freezeAwhile(redis)),
  blunt('rewards forged in Redis', { isShort: true }, forgeRewards),
  blunt('keys of events changed, process by process', {}, changeEventKeys),
  blunt('Postgres killed', { isShort: true }, async ({ postgres }) => await postgres.kill()),
  blunt('Postgres stopped at once', {}, async ({ postgres }) => await postgres.stopImmediately()),
  blunt('a backend of Postgres killed', {}, async ({ postgres }) => await postgres.killBackend('gacha-1')),
  blunt('everything but the databases killed', {}, async ({ instances, gateway }) => {
    await Promise.all([...instances.values(), gateway].map(killAndRestart))
  }),
]

/** Kills the instance that reaches the step. */
export function dieAt(step: string): Fault {
  const point = faultPoint(step)
  return {
    name: `${step}, ${point.moment}`,
    isOneOfTwo: point.database === 'users' || point.database === 'gacha',
    isShort: shortSteps.has(step),
    bring: async (stage, struck) => {
      let victim: Instance | undefined
      await atStep(stage.postgres, point, async name => {
        victim = instance(stage, name)
        struck()
        await victim.kill()
      })
      await delay(RESTART_DELAY_MS)
      victim?.start()
    },
  }
}

function bystandersDieAt(step: string, service: Subgraph): Fault {
  return {
    name: `${step}, ${service} all die`,
    isOneOfTwo: false,
    isShort: false,
    bring: async (stage, struck) => {
      await atStep(stage.postgres, faultPoint(step), async () => {
        struck()
        await Promise.all(stage.of(service).map(each => each.kill()))
      })
      await delay(RESTART_DELAY_MS)
      for (const each of stage.of(service)) each.start()
    },
  }
}

function die(what: string, names: readonly string[], { isShort = false } = {}): Fault {
  const isOneOfTwo = what.startsWith('one of two')
  return {
    ...blunt(`${what} killed`, { isShort }, async stage => {
      await Promise.all(names.map(name => killAndRestart(instance(stage, name))))
    }),
    isOneOfTwo,
  }
}

function blunt(name: string, { isShort = false }, strike: (stage: Stage) => Promise<void>): Fault {
  return {
    name,
    isOneOfTwo: false,
    isShort,
    bring: async (stage, struck) => {
      struck()
      await strike(stage)
    },
  }
}

async function killAndRestart(victim: Instance): Promise<void> {
  await victim.kill()
  await delay(RESTART_DELAY_MS)
  victim.start()
}

/** While one process of a producer signs with the new key, the other still has the old one. */
async function changeEventKeys(stage: Stage): Promise<void> {
  for (const subgraph of subgraphs) {
    for (const each of stage.of(subgraph)) {
      each.reconfigure({ EVENTS_SIGNING_KEY: stage.secrets.nextSigningKey(subgraph) })
      await killAndRestart(each)
      await each.untilReady()
    }
  }
}

async function freezeAwhile(victim: { freeze(): void; thaw(): void }): Promise<void> {
  victim.freeze()
  await delay(FREEZE_MS)
  victim.thaw()
}

async function flushFourTimes({ redis }: Stage): Promise<void> {
  for (let i = 0; i < 4; i++) {
    await redis.flush()
    await delay(200)
  }
}

function instance({ instances }: Stage, name: string): Instance {
  const found = instances.get(name)
  if (found === undefined) throw new Error(`No instance is named "${name}"`)
  return found
}
