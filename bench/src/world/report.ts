import { atMost, table, type Target } from '../economy/report.js'
import { rounded } from '../statistics.js'
import type { Measured, WorldResult } from './scenario.js'

export function worldTable({ measured }: WorldResult): string {
  const rows = measured.map(one => [
    `${one.where === 'crowd' ? 'crowd of ' : ''}${one.players.toLocaleString('en')}, ${one.subject}`,
    String(one.cpuMs),
    `${one.mainMs} + ${one.secondMs} + ${one.restMs}`,
    ratioText(measured, one),
    `${one.tickP50Ms} / ${one.tickP99Ms}`,
    String(one.updatesPerSecond),
    String(one.bytesPerUpdate),
    String(one.kbPerSecond),
    String(one.residentMb),
    one.acceptedShare === null ? '' : `${Math.round(one.acceptedShare * 100)} %`,
  ])
  const head = [
    '',
    'CPU ms',
    'main + loop + rest',
    '× Colyseus',
    'tick p50 / p99 ms',
    'updates/s',
    'B each',
    'kB/s',
    'MB',
    'accepted',
  ]
  return table([head, ...rows])
}

const isSameCase = (one: Measured, other: Measured): boolean =>
  one.players === other.players && one.where === other.where

const peerOf = (measured: readonly Measured[], one: Measured): Measured | undefined =>
  measured.find(other => other.subject === 'Colyseus' && isSameCase(one, other))

function ratioText(measured: readonly Measured[], one: Measured): string {
  const peer = peerOf(measured, one)
  return peer === undefined || peer === one ? '' : String(rounded(one.cpuMs / peer.cpuMs))
}

const TICKS_PER_SECOND = 25
/** A client that gets fewer updates is not joined, or its server too slow. */
const UPDATES_MIN = 24
const ANSWERED_MIN = 0.9

/** The promises of the world; those about parts that were not measured are left out. */
export function worldTargets({ measured }: WorldResult): Target[] {
  const ours = measured.filter(({ everyTicks, subject }) => subject !== 'Colyseus' && everyTicks > 0)
  return [...ours.flatMap(one => targetsOf(measured, one)), ...growth(ours)]
}

function targetsOf(measured: readonly Measured[], one: Measured): Target[] {
  const { cpuMs, everyTicks, kbPerSecond, players, secondMs, subject, tickP99Ms, where } = one
  const name = `${subject}, ${where === 'crowd' ? 'a crowd of ' : ''}${players} players`
  const peer = peerOf(measured, one)
  const isSpread = where === 'spread'
  return [
    ...(peer === undefined
      ? []
      : [atMost(`${name}: CPU by Colyseus's`, everyTicks === 1 ? 0.5 : 0.333, rounded(cpuMs / peer.cpuMs))]),
    ...(isSpread ? [atMost(`${name}: CPU of loop and encoding, ms for a player and second`, 0.1, secondMs)] : []),
    ...(isSpread && players >= 1_000
      ? [atMost(`${name}: p99 of a tick, ms`, players > 1_000 ? 20 : 10, tickP99Ms)]
      : []),
    ...(players === 1_000 ? [atMost(`${name}: kB/s`, isSpread ? 9 : 100, kbPerSecond)] : []),
  ]
}

/** CPU for a player, from the fewest to the most players. */
function growth(ours: readonly Measured[]): Target[] {
  const spread = ours.filter(({ everyTicks, where }) => everyTicks === 1 && where === 'spread')
  const [first, last] = [spread[0], spread.at(-1)]
  if (first === undefined || last === undefined || first === last) return []
  return [
    atMost(`CPU for a player at ${last.players} by that at ${first.players}`, 1.2, rounded(last.cpuMs / first.cpuMs)),
  ]
}

/** Reasons to doubt figures of a contestant. */
export const worldWarnings = ({ measured }: WorldResult): readonly string[] =>
  measured.flatMap(({ answeredPerSecond, closed, commandsPerSecond, players, subject, updatesPerSecond, where }) => {
    const isBehind = answeredPerSecond !== null && answeredPerSecond < ANSWERED_MIN * commandsPerSecond
    const name = `${subject}, ${players} players, ${where}`
    return [
      ...(subject === 'Colyseus' && updatesPerSecond < UPDATES_MIN
        ? [`${name}: ${updatesPerSecond} updates a second of ${TICKS_PER_SECOND}: it does not keep up`]
        : []),
      ...(isBehind
        ? [`${name}: ${answeredPerSecond} of ${commandsPerSecond} commands a second are answered: it does not keep up`]
        : []),
      ...(closed > 0 ? [`${name}: ${closed} connections were closed by the server`] : []),
    ]
  })
