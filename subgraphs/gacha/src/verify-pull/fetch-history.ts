import * as z from 'zod'
import { placedChange } from '../domain/banner-model/verify-change.js'
import { placedOrder } from '../domain/banner-model/verify-order.js'
import type { AnyPlacedPull } from '../domain/pull-history.js'
import { placedPull } from '../domain/verification.js'

/** The selection that a pull must be asked for with. */
export const SELECTION = `cost currency tickets { item { id } amount } items { item { id } featured pullsSinceUltraRare outcome copy shards { item { id } amount } payout { currency amount } }
  banner { id }
  proof { seedNumber serverSeedHash serverSeed nextServerSeedHash clientSeed nonce oddsHash algorithm definition order before after
    pityBefore { pullsSinceUltraRare pullsSinceSuperRare ultraRareGuaranteed superRareGuaranteed } }`

/** The selection that a change of what a banner remembers must be asked for with. */
export const CHANGE_SELECTION = `change item { id } items { id } banner { id } proof { seedNumber serverSeedHash serverSeed nextServerSeedHash clientSeed nonce
  oddsHash definition before after }`

const PAGE_SIZE = 20
const TIMEOUT_MS = 30_000

const HISTORY = `query ($after: String) { me { pulls(first: ${PAGE_SIZE}, after: $after) {
  pageInfo { hasNextPage endCursor } edges { node { ${SELECTION} } } } } }`
const CHANGES = `query ($after: String) { me { bannerChanges(first: ${PAGE_SIZE}, after: $after) {
  pageInfo { hasNextPage endCursor } edges { node { ${CHANGE_SELECTION} } } } } }`
const REST = '{ me { fairness { serverSeedHash nextNonce } } banners(openOnly: false) { id definition } }'

const page = z.object({
  me: z.object({
    pulls: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      edges: z.array(z.object({ node: z.union([placedOrder, placedPull]) })),
    }),
  }),
})
const changesPage = z.object({
  me: z.object({
    bannerChanges: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      edges: z.array(z.object({ node: placedChange })),
    }),
  }),
})
const rest = z.object({
  me: z.object({ fairness: z.object({ serverSeedHash: z.string(), nextNonce: z.number().int() }) }),
  banners: z.array(z.unknown()),
})
const answer = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string() })).optional(),
})

/** Everything that the API tells a player of the own pulls. */
export interface FetchedHistory {
  readonly pulls: readonly AnyPlacedPull[]
  readonly inUse: { readonly serverSeedHash: string; readonly nextNonce: number }
  /** The published banners, as JSON. */
  readonly banners: string
}

/**
 * All pulls of the player whose access token this is, page by page.
 * @throws Error with a sentence when the gateway does not answer, or not with what was asked for
 */
export async function fetchHistory(url: string, accessToken: string): Promise<FetchedHistory> {
  const ask = async <T>(schema: z.ZodType<T>, query: string, variables: object = {}): Promise<T> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const { data, errors = [] } = answer.parse(await response.json())
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('; '))
    return schema.parse(data)
  }
  const pulls: AnyPlacedPull[] = []
  for (let after: string | null = null; ; ) {
    const { me }: z.output<typeof page> = await ask(page, HISTORY, { after })
    pulls.push(...me.pulls.edges.map(edge => edge.node))
    after = me.pulls.pageInfo.endCursor
    if (!me.pulls.pageInfo.hasNextPage) break
  }
  for (let after: string | null = null; ; ) {
    const { me }: z.output<typeof changesPage> = await ask(changesPage, CHANGES, { after })
    pulls.push(...me.bannerChanges.edges.map(edge => edge.node))
    after = me.bannerChanges.pageInfo.endCursor
    if (!me.bannerChanges.pageInfo.hasNextPage) break
  }
  const { me, banners } = await ask(rest, REST)
  return { pulls, inUse: me.fairness, banners: JSON.stringify(banners) }
}
