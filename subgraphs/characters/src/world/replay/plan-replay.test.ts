import { expect, test } from 'vitest'
import { planReplay, stretchesOf, type Recorded } from './plan-replay.js'

/** Logs of ten ticks each, from the first tick of each on. */
const logs = (epoch: number, ...firstTicks: number[]) =>
  firstTicks.map(firstTick => ({ epoch, firstTick, lastTick: firstTick + 9 }))
const snapshots = (epoch: number, ...ticks: number[]) => ticks.map(tick => ({ epoch, tick }))
const plan = (recorded: Recorded, fromTick: number, toTick: number) =>
  planReplay(recorded, { mapName: 'Yard', fromTick, toTick })

test('a stretch begins from the last snapshot before it, and needs the logs from there on', () => {
  const recorded = { logs: logs(1, 21, 1, 11, 31), snapshots: snapshots(1, 0, 20) }
  expect(stretchesOf(recorded)).toEqual([{ epoch: 1, firstTick: 1, lastTick: 40 }])
  expect(plan(recorded, 15, 18)).toEqual([{ epoch: 1, snapshotTick: 0, firstTick: 15, lastTick: 18, logs: [1, 11] }])
  expect(plan(recorded, 21, 35)).toEqual([{ epoch: 1, snapshotTick: 20, firstTick: 21, lastTick: 35, logs: [21, 31] }])
})

test('a gap ends at the next snapshot, and is named with what there is', () => {
  const recorded = { logs: logs(1, 1, 21, 31), snapshots: snapshots(1, 0, 24) }
  expect(stretchesOf(recorded)).toEqual([
    { epoch: 1, firstTick: 1, lastTick: 10 },
    { epoch: 1, firstTick: 25, lastTick: 40 },
  ])
  expect(plan(recorded, 26, 27)[0]).toMatchObject({ snapshotTick: 24, logs: [21] })
  expect(() => plan(recorded, 5, 30)).toThrow(
    'Ticks 11 to 24 of Yard are not recorded. Recorded are 1 to 10, 25 to 40.',
  )
  expect(() => plan(recorded, 40, 41)).toThrow('Tick 41 of Yard is not recorded.')
  expect(() => plan({ logs: logs(1, 1), snapshots: [] }, 1, 2)).toThrow(
    'Ticks 1 to 2 of Yard are not recorded. Nothing is: recordings are kept for an hour, while the world runs.',
  )
})

test('from its first tick on, the later holder of a map counts, whatever the earlier one has recorded', () => {
  const recorded = {
    logs: [...logs(2, 16, 26), ...logs(1, 1, 11, 21)],
    snapshots: [...snapshots(2, 15), ...snapshots(1, 0)],
  }
  expect(plan(recorded, 9, 30)).toEqual([
    { epoch: 1, snapshotTick: 0, firstTick: 9, lastTick: 15, logs: [1, 11] },
    { epoch: 2, snapshotTick: 15, firstTick: 16, lastTick: 30, logs: [16, 26] },
  ])
  // The later holder's first log is lost: the earlier holder's ticks were not those that lasted.
  const lost = { ...recorded, logs: [...logs(2, 26), ...logs(1, 1, 11, 21)] }
  expect(() => plan(lost, 16, 20)).toThrow('Ticks 16 to 20 of Yard are not recorded. Recorded are 1 to 15.')
})
