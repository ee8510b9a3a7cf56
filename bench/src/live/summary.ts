import { atMost, type Target } from '../economy/report.js'
import { median, rounded } from '../statistics.js'
import type { Delivery } from './measure-delivery.js'
import type { Memory } from './measure-memory.js'
import type { SignInFigures } from './sign-ins.js'
import { bareBroadcast, gateway, hive } from './subjects.js'

/** Medians over the rounds. */
export interface Summary extends Delivery {
  /** CPU time by that of a bare broadcast in the same round. */
  readonly ofLimit: number
  /** CPU time of each round. */
  readonly rounds: readonly number[]
}

const isSameLoad = (one: Delivery, other: Delivery): boolean =>
  one.field === other.field && one.clients === other.clients

export function summarize(measured: readonly (readonly Delivery[])[]): Summary[] {
  const [first = []] = measured
  return first.map(delivery => {
    const rounds = measured.flatMap(ofRound => {
      const own = ofRound.find(one => one.subject === delivery.subject && isSameLoad(one, delivery))
      const limit = ofRound.find(one => one.subject === bareBroadcast.name && isSameLoad(one, delivery))
      return own === undefined ? [] : [{ own, ofLimit: own.cpuUsEach / (limit?.cpuUsEach ?? Number.NaN) }]
    })
    const of = (read: (delivery: Delivery) => number) => rounded(median(rounds.map(({ own }) => read(own))))
    return {
      ...delivery,
      messages: rounds.reduce((sum, { own }) => sum + own.messages, 0),
      cpuUsEach: of(({ cpuUsEach }) => cpuUsEach),
      p50Ms: of(({ p50Ms }) => p50Ms),
      p99Ms: of(({ p99Ms }) => p99Ms),
      ofLimit: rounded(median(rounds.map(({ ofLimit }) => ofLimit))),
      rounds: rounds.map(({ own }) => rounded(own.cpuUsEach)),
    }
  })
}

export function targetsOf(result: {
  deliveries: readonly Summary[]
  memory: readonly Memory[]
  signIns: readonly SignInFigures[]
}): Target[] {
  const { deliveries, memory, signIns } = result
  const ours = deliveries.filter(({ subject }) => subject === gateway.name)
  const shared = ours
    .filter(({ field }) => field === 'everyone')
    .map(({ clients, ofLimit }) =>
      atMost(`one event to ${clients} clients, CPU by that of a bare ws broadcast`, 1.3, ofLimit),
    )
  const distinct = ours
    .filter(({ field }) => field === 'mine')
    .flatMap(own => {
      const other = deliveries.find(one => one.subject === hive.name && isSameLoad(one, own))
      const title = `an event for each of ${own.clients} clients, CPU by that of Hive Gateway`
      return other === undefined ? [] : [atMost(title, 0.1, rounded(own.cpuUsEach / other.cpuUsEach))]
    })
  const heapOf = (what: string) => memory.find(one => one.what === what)?.heapKbEach ?? Number.NaN
  return [
    ...shared,
    ...distinct,
    atMost('heap of a connection in a shared channel, KB', 8, heapOf('shared channel')),
    atMost('heap of a connection with a channel of its own, KB', 12, heapOf('own channel')),
    ...signIns.map(({ house, fromSignIn }) =>
      atMost(`${house}: from a sign-in’s commit to the client’s questCompleted, median ms`, 50, fromSignIn.p50Ms),
    ),
  ]
}
