import { buildSubgraphSchema } from '@apollo/subgraph'
import {
  execute,
  GraphQLError,
  isUnionType,
  parse,
  validate,
  type DocumentNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { type DataSource, failedResponse, type SubgraphResponse } from '@waystone/federation/contract'
import { FEDERATION } from '../supergraphs/index.js'
import type { Coverage } from './coverage.js'
import { soundSubgraphs, type ModelFaults } from './faults.js'
import { fieldSet } from './field-set.js'
import { fieldOf, objectOf, type Model } from './model.js'
import { noteField } from './note-field.js'
import { ROOT } from './oracle.js'
import { findEntity, type Representation } from './strict-entities.js'
import { hold, obstacleTo, type Held } from './strict-fields.js'
import { valueOf, type Args } from './truth.js'

/** One run: how the subgraphs behave in it, and what they complain about. */
export interface SubgraphRun {
  readonly faults: ModelFaults
  readonly coverage: Coverage
  /** Complaints about what no right plan asks for. */
  readonly complaints: string[]
  readonly asked: string[]
}

/**
 * The subgraphs of a model, by graphql-js: each answers what it can know and nothing else. A field that it
 * does not resolve, a key that it does not resolve, or inputs that are not there give an error and a
 * complaint.
 */
export function createStrictSubgraphs(
  model: Model,
  sdls: Readonly<Record<string, string>>,
): (run: SubgraphRun) => Readonly<Record<string, DataSource>> {
  const subgraphs = Object.entries(sdls).map(([name, sdl]) => ({ name, ask: createSubgraph(model, name, sdl) }))
  return run =>
    Object.fromEntries(
      subgraphs.map(({ name, ask }): [string, DataSource] => [
        name,
        {
          givesOwned: true,
          execute: async ({ query, variables }) => ask(run, query, variables),
        },
      ]),
    )
}

function createSubgraph(model: Model, subgraph: string, sdl: string) {
  const schema = buildSubgraphSchema({ typeDefs: parse(`${FEDERATION}\n${sdl}`) })
  useEntities(schema, (run, representation) => {
    const { coverage, complaints, faults } = run
    const found = findEntity(model, { subgraph, representation, coverage })
    if (typeof found === 'string') {
      complaints.push(`${subgraph}: ${found}`)
      return new GraphQLError(found)
    }
    if (!faults.isMissing(subgraph, found.identity)) return { thing: found, representation }
    coverage.note('entity that is missing')
    return null
  })
  const documents = new LRUCache<string, DocumentNode | readonly GraphQLError[]>({ max: 100 })
  const read = (query: string) => {
    const known = documents.get(query)
    if (known !== undefined) return known
    const document = parse(query)
    const problems = validate(schema, document)
    documents.set(query, problems.length > 0 ? problems : document)
    return problems.length > 0 ? problems : document
  }

  return async (run: SubgraphRun, query: string, variables: Representation): Promise<SubgraphResponse> => {
    run.asked.push(`${subgraph}: ${query} ${JSON.stringify(variables)}`)
    if (run.faults.isDown(subgraph)) {
      run.coverage.note('subgraph that is down')
      return failedResponse(subgraph, 'unreachable', `${subgraph} is down`)
    }
    const document = read(query)
    if (!('kind' in document)) {
      run.complaints.push(`${subgraph}: ${document.map(({ message }) => message).join(', ')}`)
      return { errors: document.map(({ message }) => ({ message })) }
    }
    const result = await execute({
      schema,
      document,
      variableValues: variables,
      rootValue: { thing: ROOT } satisfies Held,
      contextValue: run,
      fieldResolver: (held: Held, args: Args, _: SubgraphRun, info) =>
        resolve(model, subgraph, { held, args, run, info }),
      typeResolver: ({ thing }: Held) => (schema.getType(thing.type) ? thing.type : objectOf(model, thing.type).family),
    })
    return JSON.parse(JSON.stringify(result)) as SubgraphResponse
  }
}

function resolve(
  model: Model,
  subgraph: string,
  { held, args, run, info }: { held: Held; args: Args; run: SubgraphRun; info: GraphQLResolveInfo },
): unknown {
  const { fieldName: name, parentType } = info
  const { faults, coverage, complaints } = run
  const { thing } = held
  const place = objectOf(model, parentType.name).fields.get(name)?.places.get(subgraph)
  if (place === undefined) throw new Error(`${subgraph} has no ${parentType.name}.${name}`)
  const obstacle = obstacleTo(model, held, { name, place })
  if (obstacle !== undefined) {
    if (obstacle.isComplaint) complaints.push(`${subgraph}: ${parentType.name}: ${obstacle.reason}`)
    throw new GraphQLError(obstacle.reason)
  }
  if (faults.fails(subgraph, thing.identity, name)) {
    coverage.note('error of a field')
    throw new GraphQLError(`${subgraph} fails at ${name}`)
  }
  const field = fieldOf(model, thing.type, name)
  const { takes } = field
  // A null may stand for a value that a fault has removed.
  if (takes !== undefined && faults !== soundSubgraphs && hasNull(args[takes.argument]))
    throw new GraphQLError(`${name} takes null from its context`)
  noteField(model, coverage, { parent: parentType.name, field, place })
  const value = valueOf(model, thing, { field, args })
  if (value === null) coverage.note('null where it is allowed')
  return hold(value, place.provides === undefined ? undefined : fieldSet(place.provides))
}

const hasNull = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.some(hasNull))

/** Replaces how the schema finds entities. */
function useEntities(schema: GraphQLSchema, find: (run: SubgraphRun, representation: Representation) => unknown): void {
  const field = schema.getQueryType()?.getFields()['_entities']
  const union = schema.getType('_Entity')
  if (field === undefined || !isUnionType(union)) return
  union.resolveType = undefined
  field.resolve = (_, { representations }: { representations: Representation[] }, run: SubgraphRun) =>
    representations.map(representation => find(run, representation))
}
