import type { ServiceProcess } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readWorldContent } from '../src/world/content/read-content.js'
import { PATIENT, startWorldProcesses, type Traveller, type WorldProcesses } from './world-processes.js'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 })
const { id: mapId, spawn } = readWorldContent().start

let world: WorldProcesses
let one: ServiceProcess
let two: ServiceProcess
/** Plays nothing. */
let reader: Traveller
beforeAll(async () => {
  world = await startWorldProcesses(2)
  ;[one, two] = world.processes as [ServiceProcess, ServiceProcess]
  await world.untilShared()
  reader = await world.aTraveller()
})
afterAll(() => world.close())

const isIn = async ({ id }: Traveller) =>
  (await reader.ask<{ character: { online: boolean } }>(one, `{ character(id: "${id}") { online } }`)).character.online
/** A command that changes nothing, by which a device shows that it plays. */
const plays = async (traveller: Traveller, process: ServiceProcess) =>
  expect(await traveller.command(process, `moveCharacter(to: { x: ${spawn.x}, y: ${spawn.y} })`)).toMatchObject({
    __typename: 'CommandAccepted',
  })

test.each([
  ['the first', () => [one, two] as const],
  ['the second', () => [two, one] as const],
])('a character stays while another device plays it through %s of two processes', async (_, order) => {
  const [there, here] = order()
  const phone = await world.aTraveller({ mapId, position: spawn })
  const computer = await phone.onAnotherDevice()
  // The end of this one shows that the end of the phone's session has been heard of, too.
  const other = await world.aTraveller({ mapId, position: spawn })
  for (const [traveller, process] of [
    [phone, here],
    [other, here],
  ] as const)
    expect(await traveller.command(process, 'enterWorld()')).toMatchObject({ __typename: 'CommandAccepted' })
  await plays(computer, there)
  phone.signOut()
  other.signOut()
  await vi.waitUntil(async () => !(await isIn(other)), PATIENT)
  expect(await isIn(computer)).toBe(true)
  await plays(computer, there)

  computer.signOut()
  await expect.poll(() => isIn(phone), PATIENT).toBe(false)
})

test('a character leaves when the devices at both processes are signed out at once', async () => {
  const phone = await world.aTraveller({ mapId, position: spawn })
  const computer = await phone.onAnotherDevice()
  await phone.command(one, 'enterWorld()')
  await plays(phone, one)
  await plays(computer, two)
  phone.signOut()
  computer.signOut()
  await expect.poll(() => isIn(phone), PATIENT).toBe(false)
})
