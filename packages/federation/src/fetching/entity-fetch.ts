import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner'
import type { GraphQLFormattedError } from 'graphql'
import { LRUCache } from 'lru-cache'
import { isJsonObject, ownValue, type JsonObject } from '../json/json.js'
import { compileAsk, takeIn, type Answer, type Ask } from './ask.js'
import { commonPlace, compileClientError } from './client-error.js'
import type { PlanCompilation } from './compilation.js'
import { readConditionalRequires } from './conditional-requires.js'
import { compileContexts, type ContextGroup } from './contexts.js'
import type { Surroundings } from './fetch-site.js'
import { pathOf, placeOf, type Path, type PathLink, type Places, type Position } from './positions.js'
import { canBeOf } from './type-condition.js'
import { compileRewrites, type Rewrite } from './rewrites.js'
import type { Run, Step } from './run.js'
import { compileWanted, type Waiting, type Wanted } from './wanted-entities.js'
import { withoutVariables } from './without-variables.js'

/** A fetch of `_entities` for the objects at given places: each distinct one is asked for once. */
export function compileEntityFetch(
  compilation: PlanCompilation,
  fetch: { node: FetchNode; requires: readonly QueryPlanSelectionNode[]; around: Surroundings },
): Step {
  const { node, requires, around } = fetch
  const { serviceName } = node
  const collectorFor = compileCollectors(compilation, node, requires)
  const askAll = compileAsk(compilation, node)
  const rewrite = compileRewrites(compilation.supergraphSchema, node.outputRewrites)
  const interfaceNames = namesGiven(node)
  const canBe = (asked: unknown, answered: unknown) => canBeOf(compilation.supergraphSchema, asked, answered)
  const clientError = compileClientError(compilation, node)
  const split = compileContexts(compilation.supergraphSchema, node)
  compilation.sites.push({
    ...around,
    node,
    canAsk: (run, position) => {
      const at = placeOf(position)
      return collectorFor(run)(at).representations.length > 0 && (split?.(run, at)[0]?.missing.length ?? 0) === 0
    },
  })

  /** An error at `_entities/<index>` is one at each place that waits for the entity. */
  const report = (run: Run, errors: readonly GraphQLFormattedError[], at: Places, { waiting }: Wanted) => {
    let positionsOf: PositionsOf | undefined
    let common: PathLink | null | undefined
    for (const error of errors) {
      const index = error.path?.[1]
      const objects = typeof index === 'number' ? waiting[index] : undefined
      if (objects === undefined) {
        if (common === undefined) common = commonPlace(at)
        const place = common
        run.errors.add(() => clientError(error, place, []))
        continue
      }
      positionsOf ??= positionLookup(at)
      const below = (error.path ?? []).slice(2)
      for (const { link } of positionsOf(objects)) run.errors.add(() => clientError(error, link, below))
    }
  }

  const fetchFor = async (run: Run, at: Places, ask: Ask, variables: Run['variables']): Promise<void> => {
    const wanted = collectorFor(run)(at)
    if (wanted.representations.length === 0) return
    const answer = await ask(run, { ...variables, representations: wanted.representations })
    if (answer.response.errors !== undefined) report(run, answer.response.errors, at, wanted)
    const missed: Waiting[] = []
    const misnamed: Waiting[] = []
    const problem = mergeEntities(run, answer, { wanted, rewrite, interfaceNames, canBe, missed, misnamed })
    if (problem !== undefined) report(run, [{ message: problem, extensions: { reason: 'invalid answer' } }], at, wanted)
    const pathsOf = (entities: readonly Waiting[]) => () => entities.flatMap(positionLookup(at)).map(pathTo)
    if (missed.length > 0) run.missed.push({ serviceName, paths: pathsOf(missed) })
    if (misnamed.length > 0) run.misnamed.push({ serviceName, paths: pathsOf(misnamed) })
  }

  if (split === undefined) return (run, at) => fetchFor(run, at, askAll, noVariables)
  const askWithout = compileAskWithout(compilation, node)
  return async (run, at) => {
    const fetchGroup = async ({ at: places, variables, missing }: ContextGroup): Promise<void> => {
      const ask = missing.length === 0 ? askAll : askWithout(missing)
      if (ask !== null) await fetchFor(run, places, ask, variables)
    }
    await Promise.all(split(run, at).map(fetchGroup))
  }
}

const noVariables = {}

const pathTo = ({ link }: Position): Path => pathOf(link)

/** By what is missing; each is made when it is first needed. */
function compileAskWithout(compilation: PlanCompilation, node: FetchNode): (missing: readonly string[]) => Ask | null {
  const asks = new Map<string, Ask | null>()
  return missing => {
    const key = missing.join(' ')
    let ask = asks.get(key)
    if (ask === undefined) {
      const left = withoutVariables(node, missing)
      asks.set(key, (ask = left && compileAsk(compilation, left)))
    }
    return ask
  }
}

/** Several, where what the entities must have depends on conditions; they are made again when they are too many. */
const COLLECTORS_MAX = 64

function compileCollectors(
  { supergraphSchema, decide }: PlanCompilation,
  node: FetchNode,
  requires: readonly QueryPlanSelectionNode[],
): (run: Run) => (at: Places) => Wanted {
  const { serviceName, inputRewrites } = node
  const compile = (required: readonly QueryPlanSelectionNode[]) =>
    compileWanted(supergraphSchema, { serviceName, requires: required, inputRewrites })
  const conditional = readConditionalRequires(supergraphSchema, node)
  if (conditional === undefined) {
    const collect = compile(requires)
    return () => collect
  }
  const collectors = new LRUCache<string, (at: Places) => Wanted>({ max: COLLECTORS_MAX })
  return ({ variables }) => {
    const decideNow = (variable: string) => decide(variables, variable)
    const key = conditional.keyOf(decideNow)
    const known = collectors.get(key)
    if (known !== undefined) return known
    const made = compile(conditional.requiresFor(decideNow))
    collectors.set(key, made)
    return made
  }
}

/**
 * The positions of these objects; an object that another fetch has replaced meanwhile keeps its first
 * position.
 */
type PositionsOf = (objects: readonly JsonObject[]) => readonly Position[]

/** Walks all places once, for any number of objects: as many entities may have failed as there are places. */
function positionLookup(at: Places): PositionsOf {
  const now = positionsByObject(at.everywhere())
  let before: ReadonlyMap<JsonObject, readonly Position[]> | undefined
  return objects => {
    const found = objects.flatMap(object => now.get(object) ?? [])
    if (found.length > 0) return found
    const known = (before ??= firstPlaces(at))
    return objects.flatMap(object => known.get(object) ?? [])
  }
}

function firstPlaces(at: Places) {
  const links = at.links()
  return positionsByObject(at.objects.map((object, index) => ({ object, link: links[index] ?? null })))
}

function positionsByObject(positions: readonly Position[]): ReadonlyMap<JsonObject, readonly Position[]> {
  const byObject = new Map<JsonObject, Position[]>()
  for (const position of positions) {
    const same = byObject.get(position.object)
    if (same === undefined) byObject.set(position.object, [position])
    else same.push(position)
  }
  return byObject
}

/** @returns what is wrong with the answer, if anything. */
function mergeEntities(
  run: Run,
  { response, isShared }: Answer,
  how: {
    wanted: Wanted
    rewrite: Rewrite | undefined
    interfaceNames: ReadonlySet<unknown>
    /** Gets the objects whose entity the subgraph does not have. */
    missed: Waiting[]
    /** Checks that an object requested under one type name can have the other. */
    canBe: (asked: unknown, answered: unknown) => boolean
    /** Gets the objects whose entity came with a name that it cannot have. */
    misnamed: Waiting[]
  },
): string | undefined {
  const { wanted, rewrite, interfaceNames, missed, canBe, misnamed } = how
  const { representations } = wanted
  if (response.data === undefined || response.data === null) return undefined
  const entities = ownValue(response.data, '_entities')
  if (!Array.isArray(entities)) return 'Expected "data._entities" in response to be an array'
  if (entities.length !== representations.length) {
    return `Expected "data._entities" to contain ${representations.length} elements`
  }
  for (let index = 0; index < entities.length; index++) {
    const entity: unknown = entities[index]
    const waiting = wanted.waiting[index]
    if (waiting === undefined) continue
    if (!isJsonObject(entity)) {
      missed.push(waiting)
      continue
    }
    const { __typename: typename } = waiting[0]
    const object = named(entity, { typename, isNameNeeded: rewrite !== undefined, interfaceNames })
    const { __typename: answered } = object
    if (answered !== typename && answered !== undefined && !canBe(typename, answered)) misnamed.push(waiting)
    takeIn(run, object, { targets: waiting, isShared, rewrite })
  }
  return undefined
}

/** The names of interfaces under which a fetch asks for entities, for a subgraph that has an interface as an object. */
const namesGiven = ({ inputRewrites = [] }: FetchNode): ReadonlySet<unknown> =>
  new Set(inputRewrites.flatMap(rewrite => (rewrite.kind === 'ValueSetter' ? [rewrite.setValueTo as unknown] : [])))

/**
 * An entity may come without its name, which rewrites need, or with an empty one, or with that of its
 * interface: neither must replace the known one.
 */
function named(
  entity: JsonObject,
  name: { typename: unknown; isNameNeeded: boolean; interfaceNames: ReadonlySet<unknown> },
): JsonObject {
  const given = ownValue(entity, '__typename')
  if (given ? !name.interfaceNames.has(given) : given === undefined && !name.isNameNeeded) return entity
  return { ...entity, __typename: name.typename }
}
