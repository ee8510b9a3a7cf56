import { RequestFault } from '@waystone/kit/errors'
import { answerCall, createInProcessServiceClient } from '@waystone/kit/service-client'
import { findEntities } from '@waystone/events'
import { describe, expect, test } from 'vitest'
import { findForeignNodes } from './find-foreign-nodes.js'

type Service = keyof typeof findEntities
type Known = Readonly<Record<string, string>>

/** Neighbours that know the types of these ids; 'refuses' does not take the header, 'away' does not answer. */
function serviceClientKnowing(known: Partial<Record<Service, Known | 'refuses' | 'away'>>) {
  const asked: { service: string; ids: readonly string[] }[] = []
  const handlersOf = (service: Service) => {
    const ids = known[service] ?? {}
    const handler = answerCall(findEntities[service], async input => {
      asked.push({ service, ids: input.ids })
      if (ids === 'away') throw new RequestFault('SERVICE_UNAVAILABLE', 'away', { serviceName: service })
      if (ids === 'refuses') return { entities: null }
      return {
        entities: input.ids.map(id => (ids[id] === undefined ? null : { type: ids[id], id: id.toLowerCase() })),
      }
    })
    return [handler]
  }
  const serviceClient = createInProcessServiceClient({
    self: 'quests',
    find: service => handlersOf(service as Service),
  })
  return { needs: { serviceClient }, asked }
}

const as = { authorization: 'Bearer a' }

describe('findForeignNodes', () => {
  test('asks every neighbour once, however many ids there are, and keeps their order', async () => {
    const { needs, asked } = serviceClientKnowing({ users: { A: 'User' }, gacha: { c: 'Pull' } })
    expect(await findForeignNodes(needs, { ...as, ids: ['c', 'b', 'A'] })).toEqual([
      { __typename: 'Pull', id: 'c' },
      null,
      { __typename: 'User', id: 'a' },
    ])
    expect(asked.map(({ service }) => service).toSorted()).toEqual(['characters', 'gacha', 'users'])
  })

  test('fails only for ids that no neighbour has while one is away', async () => {
    const { needs } = serviceClientKnowing({ users: { a: 'User' }, characters: 'away' })
    const [found, missing] = await findForeignNodes(needs, { ...as, ids: ['a', 'b'] })
    expect(found).toEqual({ __typename: 'User', id: 'a' })
    expect(missing).toMatchObject({ code: 'SERVICE_UNAVAILABLE', details: { serviceName: 'characters' } })
  })

  test('is UNAUTHENTICATED where a neighbour refuses the header', async () => {
    const { needs } = serviceClientKnowing({ users: 'refuses' })
    expect(await findForeignNodes(needs, { ...as, ids: ['b'] })).toMatchObject([{ code: 'UNAUTHENTICATED' }])
  })

  test('asks no neighbour for an id that is too long to be one', async () => {
    const { needs, asked } = serviceClientKnowing({ users: 'away' })
    expect(await findForeignNodes(needs, { ...as, ids: ['x'.repeat(201)] })).toEqual([null])
    expect(asked).toEqual([])
  })
})
