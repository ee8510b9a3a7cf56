import { randomUUID } from 'node:crypto'
import { execute, parse } from 'graphql'
import { RequestFault } from '../errors/index.js'
import type { SubgraphApp } from './subgraph-app.js'

/** An entity as its key names it; the id is written as its subgraph writes it. */
interface EntityKey {
  readonly type: string
  readonly id: string
}

/**
 * For each id, the entity of one of `types` that has it. The subgraph resolves the references as it does for
 * the gateway, in the context that the Authorization header gives, so the access rules of each type hold: an
 * entity that the viewer may not see is null, as one that does not exist.
 * @returns null where the header is refused
 * @throws the first error of a reference resolver
 */
export async function resolveEntities(
  app: Pick<SubgraphApp, 'schema' | 'context'>,
  asked: { types: readonly string[]; ids: readonly string[]; authorization: string | null },
): Promise<(EntityKey | null)[] | null> {
  const { types, ids, authorization } = asked
  const contextValue = await contextOf(app, authorization)
  if (contextValue === null) return null
  const { data, errors } = await execute({
    schema: app.schema,
    document: documentOf(types),
    contextValue,
    variableValues: { of: ids.flatMap(id => types.map(type => ({ __typename: type, id }))) },
  })
  const [error] = errors ?? []
  if (error !== undefined) throw error.originalError ?? error
  const found = data?.['_entities'] as readonly (EntityKey | null)[]
  return ids.map((_, at) => found.slice(at * types.length, (at + 1) * types.length).find(key => key !== null) ?? null)
}

const documentOf = (types: readonly string[]) => {
  const keys = types.map(type => `... on ${type} { id }`).join(' ')
  return parse(`query ($of: [_Any!]!) { _entities(representations: $of) { type: __typename ${keys} } }`)
}

async function contextOf(app: Pick<SubgraphApp, 'context'>, authorization: string | null) {
  const headers = new Map(authorization === null ? [] : [['authorization', authorization]])
  try {
    return await app.context({ headers, remoteAddress: '', requestId: randomUUID() })
  } catch (error) {
    if (error instanceof RequestFault && error.code === 'UNAUTHENTICATED') return null
    throw error
  }
}
