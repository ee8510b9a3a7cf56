import { ENTITY_ID_LENGTH_MAX, findEntities } from '@waystone/events'
import { RequestFault } from '@waystone/kit/errors'
import type { Needs } from './needs.js'

/** The types of other subgraphs that implement Node; schema.graphql declares the same. */
const owners = [
  { call: findEntities.users, types: ['User', 'Session', 'Wallet'] },
  { call: findEntities.characters, types: ['Character', 'WorldMap'] },
  { call: findEntities.gacha, types: ['Item', 'Banner', 'Pull'] },
] as const
type Owner = (typeof owners)[number]

/** An object of another subgraph, by its key. */
export interface ForeignNode {
  readonly __typename: Owner['types'][number]
  readonly id: string
}

interface Asked {
  readonly ids: readonly string[]
  readonly authorization: string | null
}

/**
 * Finds the objects of other subgraphs that have these ids. An id does not tell its type, so every owner is
 * asked, all at once.
 * @returns for each id the object, null where there is none that the viewer may see, or an Error where no
 * owner has it and one of
 *   them did not answer
 */
export async function findForeignNodes(
  needs: Pick<Needs, 'serviceClient'>,
  { ids, authorization }: Asked,
): Promise<(ForeignNode | Error | null)[]> {
  const possible = ids.filter(id => id.length <= ENTITY_ID_LENGTH_MAX)
  if (possible.length === 0) return ids.map(() => null)
  const answers = await Promise.allSettled(
    owners.map(owner => askOwner(needs, owner, { ids: possible, authorization })),
  )
  const found = new Map(
    answers
      .flatMap(answer => (answer.status === 'fulfilled' ? answer.value : []))
      .map(({ askedId, node }) => [askedId, node]),
  )
  const failure = answers.find(answer => answer.status === 'rejected')
  const unfound = failure === undefined ? null : errorOf(failure.reason)
  return ids.map(id => found.get(id) ?? (id.length <= ENTITY_ID_LENGTH_MAX ? unfound : null))
}

async function askOwner({ serviceClient }: Pick<Needs, 'serviceClient'>, owner: Owner, { ids, authorization }: Asked) {
  const asked = { types: [...owner.types], ids: [...ids], authorization }
  const { entities } = await serviceClient.call(owner.call, asked)
  if (entities === null) throw new RequestFault('UNAUTHENTICATED', 'The access token has expired or was revoked')
  return entities.flatMap((entity, at) => {
    const type = owner.types.find(each => each === entity?.type)
    const askedId = ids[at]
    if (entity === null || type === undefined || askedId === undefined) return []
    return [{ askedId, node: { __typename: type, id: entity.id } satisfies ForeignNode }]
  })
}

const errorOf = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)))
