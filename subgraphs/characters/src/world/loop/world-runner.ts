import type { CommandRejection } from '../../domain/command-rejection.js'
import type { WorldContent } from '../content/world-content.js'
import { createViewers, type Viewers } from '../notifier/viewers.js'
import { createMapRecorder, type MapRecorder, type Recording } from '../replay/map-recorder.js'
import type { Command } from '../simulation/commands.js'
import type { Departure, TickOutcome } from '../simulation/outcome.js'
import { createSimulation, type Simulation } from '../simulation/simulation.js'
import { createCommandRate, createTextRate } from './command-rate.js'
import { createLiveTracker, type LiveTracker } from './live-tracker.js'
import type { Answer, LoopStart, Request, TickReport } from './messages.js'

/** Commands that wait for the next tick; more are refused. */
export const QUEUE_MAX = 10_000

/** All maps of one process, tick by tick, without clock or thread. */
export interface WorldRunner {
  readonly viewers: Viewers
  /** Queues a command for the next tick; undefined, or why it is refused at once. */
  offer(request: Request): Answer | undefined
  /** Computes one tick of every map. */
  tick(at: number): Omit<TickReport, 'status'>
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
  start: Omit<LoopStart, 'recordTo'>,
  record?: (recording: Recording) => void,
): WorldRunner {
  const maps = new Map(start.maps.map(map => [map.mapId, runMap(content, map, record)]))
  /** Where each character is, or will be once its entry is applied. */
  const mapOf = new Map<string, string>()
  const rate = createCommandRate()
  const texts = createTextRate()
  const viewers = createViewers()
  let tick = Math.max(0, ...start.maps.map(map => map.tick))
  let queued = 0

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
    if (queued >= QUEUE_MAX) return refuse(request, 'WORLD_BUSY')
    const characterId = subjectOf(command)
    if (command.type !== 'gainExperience' && !rate.admits(characterId, tick))
      return refuse(request, 'TOO_MANY_COMMANDS')
    const mapId = mapOf.get(characterId) ?? (command.type === 'enter' ? request.mapId : null)
    if (mapId === null || !maps.has(mapId)) return refuse(request, 'NOT_IN_WORLD')
    if (command.type === 'say' && !texts.admits(characterId, tick)) return refuse(request, 'TOO_MUCH_SAID')
    if (command.type === 'enter') mapOf.set(characterId, mapId)
    return enqueue(request, mapId)
  }

  const arrive = ({ character, to, toMapId }: Departure) => {
    mapOf.set(character.characterId, toMapId)
    const command: Command = { type: 'enter', character, at: to }
    maps.get(toMapId)?.queue.unshift({ id: NOBODY, command, mapId: toMapId, clientSequence: null })
    queued++
  }
  const settle = (running: Running, { outcome, answers }: { outcome: TickOutcome; answers: Answer[] }) => {
    for (const [index, rejected] of outcome.results.entries()) {
      const request = running.queue[index]
      if (request === undefined) continue
      const { clientSequence, command, id } = request
      if (id !== NOBODY) answers.push({ id, tick: outcome.tick, rejected })
      if (command.type !== 'holdGains' && clientSequence !== null)
        viewers.acknowledge(subjectOf(command), clientSequence)
    }
    running.queue = running.queue.slice(outcome.results.length)
    queued -= outcome.results.length
  }
  return {
    viewers,
    offer,
    tick: at => {
      tick++
      const answers: Answer[] = []
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
        settle(running, { outcome: running.outcome, answers })
        for (const leaving of running.outcome.leavings) {
          mapOf.delete(leaving.character.characterId)
          viewers.forget(leaving.character.characterId)
          left.push({ mapId, ...leaving })
        }
      }
      // After every map has had its tick, whatever their order: who departs arrives with the next one.
      for (const { outcome } of maps.values()) for (const departure of outcome?.departures ?? []) arrive(departure)
      const views = viewersAfter({ at })
      // The last update, that of the leave, still says the number of the command.
      for (const { character } of left) viewers.acknowledge(character.characterId, null)
      return { tick, at, answers, left, ...reportMaps(maps), views }
    },
    flush: () => {
      for (const { recorder } of maps.values()) recorder?.flush()
    },
  }

  function viewersAfter({ at }: { at: number }): TickReport['views'] {
    return viewers.after({
      tick,
      at,
      worldOf: characterId => maps.get(mapOf.get(characterId) ?? '')?.simulation.world,
    })
  }
}

const subjectOf = (command: Exclude<Command, { type: 'holdGains' }>): string =>
  command.type === 'enter' ? command.character.characterId : command.characterId

/** The id of a request that nobody waits for. */
const NOBODY = -1

function runMap(
  content: WorldContent,
  { mapId, tick, seed }: LoopStart['maps'][number],
  record?: (recording: Recording) => void,
): Running {
  const map = content.findMap(mapId)
  if (map === null) throw new RangeError(`There is no map ${mapId}`)
  const simulation = createSimulation({ map, kinds: content.kinds }, seed, tick)
  const recorder = record === undefined ? null : createMapRecorder(simulation, record)
  const tracker = createLiveTracker()
  return { simulation, tracker, recorder, queue: [], gains: 0, outcome: null, hash: simulation.hash() }
}

function reportMaps(maps: ReadonlyMap<string, Running>): Pick<TickReport, 'changed' | 'pets' | 'maps'> {
  const changed: TickReport['changed'][number][] = []
  const pets = new Map<string, TickReport['pets'][number]>()
  const reports: TickReport['maps'][number][] = []
  for (const [mapId, running] of maps) {
    const { outcome, simulation, tracker } = running
    const { changes = [], gains = [] } = outcome ?? {}
    changed.push(...tracker.changedIn(simulation.world))
    const withPets = [
      ...changes.flatMap(change => (change.type === 'characterAppeared' ? [change.characterId] : [])),
      ...gains.flatMap(({ characterId, type }) => (/^(pet|tamed)/.test(type) ? [characterId] : [])),
    ]
    for (const characterId of withPets) {
      const record = simulation.character(characterId)
      if (record !== undefined) pets.set(characterId, { characterId, pets: record.pets })
    }
    reports.push({ mapId, firstGain: running.gains, gains, hash: running.hash })
    running.gains += gains.length
  }
  return { changed, pets: [...pets.values()], maps: reports }
}
