import { readFileSync } from 'node:fs'
import { createSubgraphSchema, PartlyWrittenResult, WrittenResult } from '@waystone/kit/graphql'
import fc from 'fast-check'
import {
  createSourceEventStream,
  execute,
  isUnionType,
  parse,
  type ExecutionResult,
  type GraphQLResolveInfo,
} from 'graphql'
import { expect, test } from 'vitest'
import { content, CHARACTERS, history as histories, settingOf } from '../../../test/histories.js'
import { selectionOf } from '../../../test/selections.js'
import { characterId } from '../../../test/small-world.js'
import { resolvers } from '../../resolvers/index.js'
import type { Command } from '../simulation/commands.js'
import { createLiveTracker } from '../loop/live-tracker.js'
import type { LiveCharacter } from '../loop/messages.js'
import { createSimulation, type Simulation } from '../simulation/simulation.js'
import { compileProjection } from './compile-projection.js'
import { plainProjection, type Projection } from './projection.js'
import { readBodies, type ViewBody } from './view-bodies.js'
import { profileOf } from './seen-character.js'
import { viewEvent, type ViewEvent } from './view-events.js'
import type { ViewChange } from './view-change.js'
import { readUpdate, type ViewUpdate } from './view-update.js'
import { createViewers } from './viewers.js'

const schema = createSubgraphSchema({
  typeDefs: readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'),
  resolvers,
})
/** `WorldUpdate.changes` once: a selection that has it twice is not compiled, which a test of its own shows. */
const selection = selectionOf(
  schema,
  'WorldUpdate',
  new Set(['WorldUpdate.changes', 'User.characterExport', 'User.characters', 'WorldMap.locales']),
)
const changes = selectionOf(schema, 'WorldChange', new Set(['User.characterExport', 'User.characters']))
const operations = fc
  .tuple(selection, changes, selection, fc.constantFrom('', 'all: '), fc.constantFrom('', 'seen: '))
  .map(
    ([before, told, after, root, list]) =>
      `subscription ($yes: Boolean!, $no: Boolean!) { ${root}worldUpdated(characterId: "x") {
      ... ${before} ${list}changes ${told} ...Rest } } fragment Rest on WorldUpdate ${after}`,
  )
const variableValues = { yes: true, no: false }
/** The character that the database does not have, nor has the loop heard of it. */
const LOST = characterId(CHARACTERS)

type Live = ReadonlyMap<string, LiveCharacter>

const liveIn = ({ world }: Simulation): Live =>
  new Map(
    createLiveTracker()
      .changedIn(world, () => null)
      .map(character => [character.characterId, character]),
  )

/** An id with a tick, as "id@7", is answered as that tick left the character: see `asTold`. */
function contextOf(simulation: Simulation, history: ReadonlyMap<number, Live>) {
  const live = liveIn(simulation)
  const find = (text: string) => {
    const [id = '', tick] = text.split('@')
    return { id, found: (tick === undefined ? live : history.get(Number(tick)))?.get(id) }
  }
  const present = (text: string) => {
    const { found } = find(text)
    return found === undefined ? null : { live: found, pets: [], isOnline: true }
  }
  return {
    viewer: { userId: 'u1', scopes: [] },
    content,
    locale: undefined,
    live: { present, status: async () => ({ playersByMap: new Map([[simulation.map.id, live.size]]) }) },
    loaders: {
      character: async (text: string) => {
        const { id, found } = find(text)
        return id === LOST ? null : { ...rowOf(id), id: text, ...(found && { class: found.class }) }
      },
      pet: async (id: string) => ({ id, characterId: characterId(1), name: `Pet ${id.at(-1)}`, kindId: kindId() }),
      petsOf: async () => [],
    },
  }
}

const kindId = (): string => content.kinds[0]?.id ?? ''

const rowOf = (id: string) => ({
  id,
  name: `Näme "${id.slice(-2)}"`,
  userId: `user-${id}`,
  class: 'SWORDSMAN',
  level: 1,
  experience: 0,
  hp: null,
  appearance: { hairStyle: 0, hairColor: 0, clothColor: 0 },
  mapId: content.start.id,
  position: { x: 1, y: 1 },
  createdAt: new Date(0),
  purgeAt: null,
})

async function compile(document: ReturnType<typeof parse>): Promise<Projection | null> {
  let projection: Projection | null | undefined
  const field = schema.getSubscriptionType()?.getFields()['worldUpdated']
  if (field === undefined) throw new Error('There is no worldUpdated')
  const { subscribe } = field
  field.subscribe = (_, __, ___, info: GraphQLResolveInfo) => {
    projection = compileProjection(info)
    return (async function* () {})()
  }
  try {
    await createSourceEventStream({ schema, document, variableValues })
  } finally {
    if (subscribe !== undefined) field.subscribe = subscribe
  }
  if (projection === undefined) throw new Error('Nothing was compiled')
  return projection
}

test('the text of every update is what graphql-js answers to it, whatever is selected', async () => {
  const counts = { whole: 0, partly: 0, failed: 0 }
  await fc.assert(
    fc.asyncProperty(
      operations,
      histories,
      fc.integer({ min: 1, max: 3 }),
      async (text, { seed, mapId, ticks }, everyTicks) => {
        const document = parse(text)
        const projection = await compile(document)
        // Too long.
        if (projection === null) return
        const simulation = createSimulation(settingOf(mapId), seed)
        const viewers = createViewers()
        for (let number = 1; number <= CHARACTERS; number++) {
          const id = characterId(number)
          viewers.watch(number * 3, { characterId: id, everyTicks: 1, projection: plainProjection })
          viewers.watch(number * 3 + 1, { characterId: id, everyTicks, projection: plainProjection })
          viewers.watch(number * 3 + 2, { characterId: id, everyTicks, projection })
          const { name, userId } = rowOf(id)
          if (id !== LOST) viewers.introduce(profileOf({ id, name, userId }, undefined))
        }
        const history = new Map<number, Live>()
        const waiting = new Map<number, readonly TickChange[]>()
        for (const commands of ticks.slice(0, 40)) {
          const bodies = step(viewers, simulation, commands)
          history.set(simulation.tick, liveIn(simulation))
          const updateOf = (viewerId: number) => {
            const body = bodies.find(found => found.viewerId === viewerId)
            return body && readUpdate(body)
          }
          const run = async (rootValue: unknown) =>
            (await execute({
              schema,
              document,
              rootValue,
              variableValues,
              contextValue: contextOf(simulation, history),
            })) as Result
          for (let first = 3; first <= CHARACTERS * 3; first += 3) {
            const ofTick = updateOf(first)
            const before = ofTick?.snapshot === true ? [] : (waiting.get(first) ?? [])
            const changesSince = [
              ...before,
              ...(ofTick?.changes ?? []).map(change => ({ change, tick: simulation.tick })),
            ]
            const update = updateOf(first + 1)
            waiting.set(first, update === undefined ? changesSince : [])
            const body = bodies.find(({ viewerId }) => viewerId === first + 2)
            expect(body === undefined).toBe(update === undefined)
            if (body === undefined || update === undefined) continue
            expect(update.changes).toEqual(changesSince.map(({ change }) => change))
            if (update.changes.some(change => schema.getType(change.__typename) === undefined)) continue
            const expected = await run(asTold(update, { projection, changesSince, history }))
            const event = viewEvent(body, projection)
            counts[event instanceof WrittenResult ? 'whole' : 'partly']++
            if (expected.errors !== undefined) counts.failed++
            const { errors, text: got } = await answerOf(event, run)
            expect(got).toBe(JSON.stringify(expected.data).replaceAll(/(?<=[\da-f]{12})@\d+/g, ''))
            expect(errors?.[0]?.path).toEqual(expected.errors?.[0]?.path)
          }
        }
      },
    ),
    { numRuns: 150, endOnFailure: true },
  )
  expect(Math.min(counts.whole, counts.partly)).toBeGreaterThan(20)
  expect(counts.failed).toBeGreaterThan(3)
}, 120_000)

interface TickChange {
  readonly change: ViewChange
  readonly tick: number
}

/** The worker writes a character as the tick of the change has left it, and not as it is now. */
function asTold(
  update: ViewUpdate,
  told: {
    projection: Projection
    changesSince: readonly TickChange[]
    history: ReadonlyMap<number, Live>
  },
): ViewUpdate {
  const asOfTicks = told.changesSince.map(({ change, tick }) =>
    change.__typename === 'CharacterAppeared' &&
    told.projection.members['CharacterAppeared'] !== undefined &&
    change.characterId !== LOST &&
    told.history.get(tick)?.has(change.characterId) === true
      ? { ...change, characterId: `${change.characterId}@${tick}` }
      : change,
  )
  return { ...update, changes: asOfTicks }
}

type Result = ExecutionResult<Record<string, unknown>>

/** The text of the event's data, as the subgraph sends it. */
async function answerOf(event: ViewEvent, run: (rootValue: unknown) => Promise<Result>) {
  if (event instanceof WrittenResult) return { text: event.written.toString().slice('{"data":'.length, -1) }
  if (!(event instanceof PartlyWrittenResult)) throw new Error('Neither written nor partly written')
  const { data, errors } = await run(event.rootValue)
  const result = event.complete({
    ...(data !== undefined && { data }),
    ...(errors && { errors: errors.map(error => error.toJSON()) }),
  })
  return { text: JSON.stringify(result.data), errors: result.errors }
}

function step(
  viewers: ReturnType<typeof createViewers>,
  simulation: Simulation,
  commands: readonly Command[],
): ViewBody[] {
  const { tick } = simulation.step(commands)
  for (let number = 1; number <= CHARACTERS; number++)
    viewers.acknowledge(characterId(number), tick % 3 === 0 ? tick : null)
  const bodies: ViewBody[] = []
  const told = viewers.after({ tick, at: tick * 40, worldOf: () => simulation.world })
  if (told !== null) readBodies(told, body => bodies.push(body))
  return bodies
}

test('the selection of a client that draws the world needs graphql-js for pets alone, which have names of their own', async () => {
  const drawn = `{ tick at sequence snapshot acknowledged changes { __typename
    ... on CharacterAppeared { character { id name class level appearance { hairStyle } stats { hp maxHp agility } } position { x y } }
    ... on CharacterSaid { characterId text } ... on MonsterAppeared { monster { id name level hp maxHp position { x y } } }
    ... on DropAppeared { drop { id name position { x y } } } ... on PetAppeared { pet { id name level } ownerId }
    ... on PetMoved { petId to { x y } } ... on MapChanged { map { id } position { x y } } } }`
  const projection = await compile(parse(`subscription { worldUpdated(characterId: "x") ${drawn} }`))
  const union = schema.getType('WorldChange')
  const members = isUnionType(union) ? union.getTypes().map(({ name }) => name) : []
  expect(members.filter(name => projection?.members[name] === undefined)).toEqual(['PetAppeared'])
})

test('a selection that has the changes twice is left to graphql-js', async () => {
  const twice =
    'subscription { worldUpdated(characterId: "x") { changes { __typename } again: changes { __typename } } }'
  expect(await compile(parse(twice))).toBeNull()
})
