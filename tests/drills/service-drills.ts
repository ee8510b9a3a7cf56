import { setTimeout as delay } from 'node:timers/promises'
import type { Drill } from './drill.js'
import { connectDevices } from './live-devices.js'
import { restartAll } from './rolling-restart.js'
import { rotateKeys } from './rotate-keys.js'

/** How long an orchestrator takes to notice that a process has died. */
const RESTART_DELAY_MS = 300
const ROUNDS = 10
/** Of a cache, a stream, or one of two gateways: writes go on without. */
const HICCUP_MAX_MS = 2_500

export const serviceDrills: readonly Drill[] = [
  {
    name: 'redis-master-killed',
    fault: 'kill -9 of a Redis master',
    withoutWritesMaxMs: HICCUP_MAX_MS,
    failedRequestsMax: 0,
    bring: async ({ redis }, struck) => {
      struck()
      // The stream of users' events: sign-ins are on it.
      const port = await redis.killMasterOf('events:{users}:0')
      await redis.untilWhole()
      await redis.revive(port)
      return []
    },
  },
  {
    name: 'gateway-killed',
    fault: 'kill -9 of a gateway under 1,000 live subscriptions',
    withoutWritesMaxMs: HICCUP_MAX_MS,
    failedRequestsMax: null,
    needs: 'pairs',
    bring: async (cluster, struck) => {
      const [victim] = cluster.waystone.gateways
      if (victim === undefined) throw new Error('Expected a gateway')
      const devices = await connectDevices(cluster)
      try {
        struck()
        await victim.kill()
        for (let round = 0; round < ROUNDS / 2; round++) await devices.move()
        await delay(RESTART_DELAY_MS)
        victim.start()
        await victim.untilReady()
        for (let round = 0; round < ROUNDS / 2; round++) await devices.move()
        return await devices.problems()
      } finally {
        await devices.close()
      }
    },
  },
  {
    name: 'rolling-restart',
    fault: 'every process restarted, one after the other',
    withoutWritesMaxMs: HICCUP_MAX_MS,
    failedRequestsMax: 0,
    needs: 'pairs',
    bring: async (cluster, struck) => {
      struck()
      await restartAll(cluster)
      return []
    },
  },
  {
    name: 'secrets-rotated',
    fault: 'secret of services and keys of tokens changed',
    withoutWritesMaxMs: HICCUP_MAX_MS,
    failedRequestsMax: 0,
    bring: async (cluster, struck) => {
      struck()
      return await rotateKeys(cluster)
    },
  },
]
