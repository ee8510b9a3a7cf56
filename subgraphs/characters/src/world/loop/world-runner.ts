import type { CommandRejection } from '../../domain/command-rejection.js'
import type { WorldContent } from '../content/world-content.js'
import { createViewers, type Viewers } from '../notifier/viewers.js'
import { createMapRecorder, type MapRecorder, type Recording } from '../replay/map-recorder.js'
import type { Command } from '../simulation/commands.js'
import type { Departure, TickOutcome } from '../simulation/outcome.js'
import { createSimulation, restoreSimulation, type Simulation } from '../simulation/simulation.js'
import { createCommandRate, createTextRate } from './command-rate.js'
import { createLaterRequests, LATER_TICKS_MAX } from './later-requests.js'
import { createLiveTracker, type LiveTracker } from './live-tracker.js'
import { createRecentLeavers } from './recent-leavers.js'
import type { Answer, LoopStart, MapStart, Request, TickReport } from './messages.js'

/** Commands that wait for the next tick; more are refused. */
export const QUEUE_MAX = 10_000

/** All maps of one process, tick by tick, without clock or thread. */
export interface WorldRunner {
  readonly viewers: Viewers
  /** Queues a command for the next tick; undefined, or why it is refused at once. */
  offer(request: Request): Answer | undefined
  /** Runs these maps, too, from the next tick on. */
  open(maps: readonly MapStart[]): void
  /**
   * Lets go of maps: the next tick's report has them. Commands that wait for them are refused, and characters
   * that were on their way to them go on as departed.
   */
  release(mapIds: readonly string[]): void
  /** Computes one tick of every map. */
  tick(at: number): Omit<TickReport, 'status' | 'pace'>
  /** Hands over what is recorded and was not handed over yet; before the loop ends. */
  flush(): void
}

interface Running {
  readonly simulation: Simulation
  readonly tracker: LiveTracker
  queue: Request[]
  gains: number
  outcome: TickOutcome | null
  hash: number
  readonly recorder: MapRecorder | null
}

/**
 * @param start.maps those that this process owns
 * @param record called with what is recorded of each map; without it, nothing is
 */
export function createWorldRunner(
  content: WorldContent,
  start: Pick<LoopStart, 'maps'>,
  record?: (recording: Recording) => void,
): WorldRunner {
  const maps = new Map<string, Running>()
  /** Where each character is, or will be once its entry is applied. */
  const mapOf = new Map<string, string>()
  const rate = createCommandRate()
  const texts = createTextRate()
  const viewers = createViewers()
  const later = createLaterRequests()
  const leavers = createRecentLeavers()
  let tick = 0
  let queued = 0
  /** For the next report. */
  let between = nothingBetween()

  const refuse = ({ id }: Request, rejected: CommandRejection): Answer => ({ id, tick, rejected })
  const enqueue = (request: Request, mapId: string): undefined => {
    maps.get(mapId)?.queue.push(request)
    queued++
  }
  const offer = (request: Request): Answer | undefined => {
    const { command } = request
    if (command.type === 'holdGains') {
      for (const mapId of maps.keys()) enqueue(request, mapId)
      return undefined
    }
    if (queued + later.size >= QUEUE_MAX) return refuse(request, 'WORLD_BUSY')
    if (isOfPlayer(command) && !rate.admits(subjectOf(command), tick)) return refuse(request, 'TOO_MANY_COMMANDS')
    const now = maps.get(mapIdOf(request, command))?.simulation.tick
    const ahead = now === undefined ? 0 : (request.atTick ?? 0) - now
    if (ahead <= 1) return admit(request, command)
    // Maps have ticks of their own, which go on together.
    later.add(request, tick + Math.min(ahead, LATER_TICKS_MAX))
    return undefined
  }
  const mapIdOf = ({ mapId }: Request, command: CharacterCommand): string =>
    mapOf.get(subjectOf(command)) ?? (command.type === 'enter' ? (mapId ?? '') : '')
  const admit = (request: Request, command: CharacterCommand): Answer | undefined => {
    const characterId = subjectOf(command)
    const mapId = mapIdOf(request, command)
    if (!maps.has(mapId)) return refuse(request, 'NOT_IN_WORLD')
    if (request.isArrival === true) {
      // It is here already, and may be about to leave: read before, it would come back.
      if (mapOf.has(characterId)) return { id: request.id, tick, rejected: null }
      if (leavers.has(characterId)) return refuse(request, 'NOT_IN_WORLD')
    } else if (command.type === 'enter') leavers.remove(characterId)
    if (command.type === 'say' && !texts.admits(characterId, tick)) return refuse(request, 'TOO_MUCH_SAID')
    if (command.type === 'enter') mapOf.set(characterId, mapId)
    if (request.profile) viewers.introduce(request.profile)
    if (typeof request.acknowledged === 'number' && viewers.acknowledgedOf(characterId) === null)
      viewers.acknowledge(characterId, request.acknowledged)
    return enqueue(request, mapId)
  }

  const offerDue = (request: Request): void => {
    const answer = request.command.type === 'holdGains' ? undefined : admit(request, request.command)
    if (answer !== undefined) between.answers.push(answer)
  }

  const forget = (characterId: string) => {
    mapOf.delete(characterId)
    viewers.acknowledge(characterId, null)
    viewers.forget(characterId)
  }
  const depart = (fromMapId: string, departure: Departure) => {
    const { character, to, toMapId } = departure
    const there = maps.get(toMapId)
    if (there === undefined) {
      const acknowledged = viewers.acknowledgedOf(character.characterId)
      forget(character.characterId)
      between.departed.push({ fromMapId, ...departure, acknowledged })
      return
    }
    mapOf.set(character.characterId, toMapId)
    const command: Command = { type: 'enter', character, at: to }
    there.queue.unshift({ id: NOBODY, command, mapId: toMapId, clientSequence: null })
    queued++
  }
  const open = (started: readonly MapStart[]) => {
    const before = tick
    tick = Math.max(tick, ...started.map(map => map.tick))
    // Commands for ticks that are passed over wait for the next one.
    for (let due = before + 1; due <= Math.min(tick, before + LATER_TICKS_MAX); due++)
      for (const request of later.take(due)) offerDue(request)
    // Ticks of maps are the loop's, so that an update and the answer to a command name one tick. Time only goes
    // forward: a map that has had later ticks takes the loop along.
    for (const map of started) {
      const running = runMap(content, { ...map, tick }, record)
      maps.set(map.mapId, running)
      for (const characterId of running.simulation.world.rowOfCharacter.keys()) mapOf.set(characterId, map.mapId)
      for (const [characterId, clientSequence] of Object.entries(map.acknowledged ?? {}))
        viewers.acknowledge(characterId, clientSequence)
    }
  }
  const release = (mapId: string, { queue, recorder, simulation }: Running) => {
    maps.delete(mapId)
    viewers.release(simulation.world)
    recorder?.flush()
    queued -= queue.length
    for (const request of queue) {
      const { command, id } = request
      if (id !== NOBODY) between.answers.push(refuse(request, 'WORLD_CLOSED'))
      else if (command.type === 'enter' && command.at !== null)
        depart(mapId, { character: command.character, toMapId: mapId, to: command.at })
    }
    const characterIds = [...simulation.world.rowOfCharacter.keys()]
    const acknowledged = Object.fromEntries(
      characterIds.flatMap(id => {
        const clientSequence = viewers.acknowledgedOf(id)
        return clientSequence === null ? [] : [[id, clientSequence]]
      }),
    )
    for (const [characterId, at] of mapOf) if (at === mapId) forget(characterId)
    between.released.push({ mapId, tick: simulation.tick, snapshot: simulation.snapshot(), characterIds, acknowledged })
  }
  const settle = (running: Running, outcome: TickOutcome) => {
    for (const [index, rejected] of outcome.results.entries()) {
      const request = running.queue[index]
      if (request === undefined) continue
      const { clientSequence, command, id } = request
      if (id !== NOBODY) between.answers.push({ id, tick: outcome.tick, rejected })
      if (command.type === 'holdGains' || clientSequence === null) continue
      const characterId = subjectOf(command)
      viewers.acknowledge(characterId, clientSequence)
      const row = running.simulation.world.rowOfCharacter.get(characterId)
      if (row !== undefined) running.tracker.touch(row)
    }
    running.queue = running.queue.slice(outcome.results.length)
    queued -= outcome.results.length
  }
  open(start.maps)
  return {
    viewers,
    offer,
    open,
    release: mapIds => {
      const released = mapIds.flatMap(mapId => {
        const running = maps.get(mapId)
        return running === undefined ? [] : [{ mapId, running }]
      })
      for (const { mapId, running } of released) release(mapId, running)
    },
    tick: at => {
      tick++
      leavers.forget(tick)
      for (const request of later.take(tick)) offerDue(request)
      const left: TickReport['left'][number][] = []
      for (const [mapId, running] of maps) {
        const commands = running.queue.map(({ command }) => command)
        running.outcome = running.simulation.step(commands)
        running.hash = running.simulation.hash()
        running.recorder?.note({
          tick: running.outcome.tick,
          at,
          commands: commands.slice(0, running.outcome.results.length),
          hash: running.hash,
        })
        settle(running, running.outcome)
        for (const leaving of running.outcome.leavings) {
          // One that has left and entered within the tick is here.
          if (running.simulation.world.rowOfCharacter.has(leaving.character.characterId)) continue
          mapOf.delete(leaving.character.characterId)
          leavers.add(leaving.character.characterId, tick)
          left.push({ mapId, ...leaving })
        }
      }
      const views = viewers.after({
        tick,
        at,
        worldOf: characterId => maps.get(mapOf.get(characterId) ?? '')?.simulation.world,
      })
      // After every map has had its tick, whatever their order: who departs arrives with the next one.
      for (const [mapId, { outcome }] of maps)
        for (const departure of outcome?.departures ?? []) depart(mapId, departure)
      // The last update, that of the leave, still says the number of the command, and what was said before it.
      for (const { character } of left) {
        viewers.acknowledge(character.characterId, null)
        viewers.forget(character.characterId)
      }
      const told = between
      between = nothingBetween()
      return { tick, at, left, ...told, ...reportMaps(maps, viewers.acknowledgedOf), views }
    },
    flush: () => {
      for (const { recorder } of maps.values()) recorder?.flush()
    },
  }
}

const subjectOf = (command: Exclude<Command, { type: 'holdGains' }>): string =>
  command.type === 'enter' ? command.character.characterId : command.characterId

/** Commands of the game itself count on no limit of the character's player. */
const isOfPlayer = ({ type }: CharacterCommand): boolean => type !== 'gainExperience' && type !== 'joinParty'

type CharacterCommand = Exclude<Command, { type: 'holdGains' }>

/** The id of a request that nobody waits for. */
const NOBODY = -1

interface Between {
  readonly answers: Answer[]
  readonly departed: TickReport['departed'][number][]
  readonly released: TickReport['released'][number][]
}

const nothingBetween = (): Between => ({ answers: [], departed: [], released: [] })

function runMap(
  content: WorldContent,
  { mapId, tick, seed, snapshot = null }: MapStart,
  record?: (recording: Recording) => void,
): Running {
  const map = content.findMap(mapId)
  if (map === null) throw new RangeError(`There is no map ${mapId}`)
  const setting = { map, kinds: content.kinds }
  const simulation =
    snapshot === null ? createSimulation(setting, seed, tick) : restoreSimulation(setting, { ...snapshot, tick })
  const recorder = record === undefined ? null : createMapRecorder(simulation, record)
  const tracker = createLiveTracker()
  return { simulation, tracker, recorder, queue: [], gains: 0, outcome: null, hash: simulation.hash() }
}

function reportMaps(
  maps: ReadonlyMap<string, Running>,
  acknowledgedOf: Viewers['acknowledgedOf'],
): Pick<TickReport, 'changed' | 'pets' | 'maps'> {
  const changed: TickReport['changed'][number][] = []
  const pets = new Map<string, TickReport['pets'][number]>()
  const reports: TickReport['maps'][number][] = []
  for (const [mapId, running] of maps) {
    const { outcome, simulation, tracker } = running
    const { changes = [], gains = [] } = outcome ?? {}
    changed.push(...tracker.changedIn(simulation.world, acknowledgedOf))
    const withPets = [
      ...changes.flatMap(change => (change.type === 'characterAppeared' ? [change.characterId] : [])),
      ...gains.flatMap(({ characterId, type }) => (/^(pet|tamed)/.test(type) ? [characterId] : [])),
    ]
    for (const characterId of withPets) {
      const record = simulation.character(characterId)
      if (record !== undefined) pets.set(characterId, { characterId, pets: record.pets })
    }
    reports.push({ mapId, tick: simulation.tick, firstGain: running.gains, gains, hash: running.hash })
    running.gains += gains.length
  }
  return { changed, pets: [...pets.values()], maps: reports }
}
