import { createPrediction, type Motion, type Prediction } from './prediction.js'
import type { AppearedCharacter, Cell, WorldChange, WorldCommand, WorldUpdate } from './protocol.js'
import { createTicks } from './ticks.js'
import { walkingSpeed, type Walker } from './walker.js'
import type { KnownMap, MapInView, WorldFacts } from './world-facts.js'

/** The player's own character: where it is predicted to be, and on which map. */
export interface OwnCharacter {
  /** Null while it is not in the world. */
  readonly walker: Pick<Walker, 'at' | 'next' | 'progress'> | null
  readonly map: MapInView | null
  take(update: WorldUpdate): void
  sent(sequence: number, command: WorldCommand): void
  answered(sequence: number, accepted: boolean): void
  close(): void
}

export function createOwnCharacter(options: {
  readonly characterId: string
  readonly facts: WorldFacts
  readonly onMotion: (motion: Exclude<Motion, 'still'>, position: Cell) => void
  readonly onMap: (map: MapInView) => void
}): OwnCharacter {
  const { characterId, facts, onMotion, onMap } = options
  let prediction: Prediction | null = null
  let known: KnownMap | null = null
  let cellsPerSecond = walkingSpeed(0)
  let mapsAsked = 0
  let isClosed = false

  const tell = (motion: Motion) => {
    if (motion !== 'still' && prediction !== null) onMotion(motion, prediction.walker.at)
  }
  const ticks = createTicks(() => {
    if (prediction === null) return false
    tell(prediction.tick(cellsPerSecond))
    return prediction.isBusy
  })

  const learnMap = async (id: string | null): Promise<void> => {
    const number = ++mapsAsked
    const found = await facts.map(id ?? (await facts.character(characterId)).mapId)
    // A later answer counts, whichever comes first.
    if (isClosed || number !== mapsAsked || known === found) return
    if (known !== null && prediction !== null) tell(prediction.halt())
    known = found
    prediction?.know(found.findPath)
    ticks.wake()
    onMap(found.map)
  }
  const learnSpeed = async (): Promise<void> => {
    const { agility } = await facts.character(characterId)
    cellsPerSecond = walkingSpeed(agility)
  }
  const appear = ({ stats }: AppearedCharacter, at: Cell) => {
    cellsPerSecond = walkingSpeed(stats.agility)
    if (prediction !== null) return tell(prediction.resume(at))
    prediction = createPrediction(at)
    if (known !== null) prediction.know(known.findPath)
    onMotion('moved', at)
  }
  const apply = (change: WorldChange): void => {
    if (change.__typename === 'MapChanged') {
      prediction = null
      known = null
      return unlessLost(learnMap(change.map.id))
    }
    if (change.__typename === 'CharacterAppeared' && change.character.id === characterId)
      return appear(change.character, change.position)
    if (!('characterId' in change) || change.characterId !== characterId) return
    if (change.__typename === 'CharacterMoved' && prediction !== null) tell(prediction.confirm(change.to))
    else if (change.__typename === 'CharacterLeft') prediction = null
    else if (change.__typename === 'CharacterDied' && prediction !== null) tell(prediction.halt())
    else if (change.__typename === 'CharacterLeveledUp') unlessLost(learnSpeed())
  }
  return {
    get walker() {
      return prediction?.walker ?? null
    },
    get map() {
      return known?.map ?? null
    },
    take: ({ acknowledged, changes, snapshot }) => {
      if (acknowledged !== null) prediction?.acknowledge(acknowledged)
      for (const change of changes) apply(change)
      const isMapTold = changes.some(({ __typename }) => __typename === 'MapChanged')
      // The first snapshot after a reconnect does not tell whether the map has changed.
      if (snapshot && !isMapTold) unlessLost(learnMap(null))
      ticks.wake()
    },
    sent: (sequence, command) => {
      if (prediction === null) return
      if ('move' in command) prediction.intend(sequence, command.move)
      else if ('attack' in command) prediction.intend(sequence, null)
      ticks.wake()
    },
    answered: (sequence, accepted) => {
      if (prediction !== null) tell(prediction.settle(sequence, accepted))
    },
    close: () => {
      isClosed = true
      ticks.stop()
    },
  }
}

/** A question that a lost connection leaves unanswered is asked again with the snapshot that follows. */
const unlessLost = (asked: Promise<void>): void => void asked.catch(() => {})
