import { RequestFault } from '@waystone/kit/errors'
import { isJsonObject } from '@waystone/federation/json'
import type { OwnAnswer } from '../own-requests.js'

/** One page of the exported connection. */
export interface Page {
  readonly nodes: readonly unknown[]
  /** Null after the last page. */
  readonly next: string | null
}

/** An error of an answer: nothing of a page with an error is exported, since null may stand for a value in it. */
export class PageRefused extends Error {
  override readonly name = 'PageRefused'
  readonly answer: OwnAnswer
  constructor(answer: OwnAnswer) {
    super(answer.errors?.[0]?.message ?? 'The page was not answered')
    this.answer = answer
  }
}

/** @throws PageRefused; RequestFault BAD_REQUEST for an answer without such a connection. */
export function pageOf(answer: OwnAnswer, path: readonly string[]): Page {
  if (answer.errors !== undefined || !isJsonObject(answer.data)) throw new PageRefused(answer)
  let connection: unknown = answer.data
  for (const key of path) connection = isJsonObject(connection) ? connection[key] : undefined
  if (!isJsonObject(connection)) throw bad(`There is no object at the path ${path.join('.')} of the answer`)
  const nodes = nodesOf(connection)
  if (nodes === null) throw bad(`At the path ${path.join('.')}, the query must select nodes, or edges { node }`)
  const { pageInfo } = connection
  if (!isJsonObject(pageInfo) || typeof pageInfo['hasNextPage'] !== 'boolean')
    throw bad(`At the path ${path.join('.')}, the query must select pageInfo { hasNextPage endCursor }`)
  if (!pageInfo['hasNextPage']) return { nodes, next: null }
  if (typeof pageInfo['endCursor'] !== 'string')
    throw bad(`At the path ${path.join('.')}, the query must select pageInfo { hasNextPage endCursor }`)
  return { nodes, next: pageInfo['endCursor'] }
}

function nodesOf({ nodes, edges }: Readonly<Record<string, unknown>>): readonly unknown[] | null {
  if (Array.isArray(nodes)) return nodes
  if (!Array.isArray(edges)) return null
  const found = edges.map((edge: unknown) => (isJsonObject(edge) ? edge['node'] : undefined))
  return found.includes(undefined) ? null : found
}

const bad = (message: string) => new RequestFault('BAD_REQUEST', message)
