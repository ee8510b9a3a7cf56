import { describe, expect, it } from 'vitest'
import type { SubgraphRequest, SubgraphResponse } from '@waystone/federation/contract'
import { runOurs } from './differential/by-hand.js'

const COUNT = 20_000
/** The engine's own limit. */
const ERRORS_MAX = 1_000

const subgraphs = {
  lists: 'type Query { users: [User] ints: [Int] } type User @key(fields: "id") { id: ID! }',
  names: 'type User @key(fields: "id") { id: ID! name: String nick: String }',
}
const users = Array.from({ length: COUNT }, (_, index) => ({ __typename: 'User', id: String(index) }))
const each = <T>(make: (index: number) => T): T[] => Array.from({ length: COUNT }, (_, index) => make(index))

async function errorsOf(operation: string, names: (request: SubgraphRequest) => SubgraphResponse) {
  const lists = () => ({ data: { users, ints: each(() => 'text') } })
  const { result } = await runOurs({ subgraphs, operation, answers: { lists, names } })
  const { data, errors = [] } = result
  return { data, errors: errors.slice(0, -1), last: errors.at(-1)?.toJSON() }
}
const leftOut = (count: number) => ({
  message: `At least ${count} more errors are left out; an answer has at most ${ERRORS_MAX}`,
  extensions: { code: 'LIMIT_EXCEEDED', limit: 'errors', max: ERRORS_MAX, leftOut: count },
})

describe('an answer with very many errors', () => {
  it('tells the first ones at their places, and how many more a subgraph reported', async () => {
    const failed = each(index => ({ message: 'no name', path: ['_entities', index, 'name'] }))
    const { data, errors, last } = await errorsOf('{ users { name } }', () => ({
      data: { _entities: each(() => ({ name: null })) },
      errors: failed,
    }))
    expect((data as { users: unknown[] }).users).toEqual(each(() => ({ name: null })))
    expect(errors.map(({ path }) => path)).toEqual(
      failed.slice(0, ERRORS_MAX).map((_, index) => ['users', index, 'name']),
    )
    expect(last).toEqual(leftOut(COUNT - ERRORS_MAX))
  })

  it('counts errors that belong to one place', async () => {
    const { errors, last } = await errorsOf('{ users { name } }', () => ({
      data: null,
      errors: each(() => ({ message: 'no' })),
    }))
    expect(errors).toHaveLength(ERRORS_MAX)
    expect(last).toEqual(leftOut(COUNT - ERRORS_MAX))
  })

  it('counts values that the schema does not allow', async () => {
    const { errors, last } = await errorsOf('{ ints }', () => ({ data: null }))
    expect(errors.map(({ path }) => path)).toEqual(each(index => ['ints', index]).slice(0, ERRORS_MAX))
    expect(last).toEqual(leftOut(COUNT - ERRORS_MAX))
  })

  it('counts entities that a subgraph does not have once for each of their fields beyond the limit', async () => {
    const { errors, last } = await errorsOf('{ users { name nick } }', () => ({
      data: { _entities: each(() => null) },
    }))
    expect(errors.map(({ path }) => path)).toEqual(each(index => ['users', index]).slice(0, ERRORS_MAX))
    expect(last).toEqual(leftOut(2 * (COUNT - ERRORS_MAX)))
  })
})
