import { setImmediate } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { auditLive } from './audit-live.js'
import type { AuditPart } from './audit-part.js'
import { auditedSubgraphs, localInvariants, sharedInvariants } from './invariants.js'
import type { ExpectedRow, Subgraph } from './invariant.js'

const IDS = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']

/** A sound database of two pages, each of one row. */
const soundPart = (subgraph: Subgraph): AuditPart => ({
  local: async () =>
    localInvariants(subgraph, { settled: false }).map(({ title }) => ({ title, violations: 0, examples: [] })),
  page: async ({ after }) =>
    IDS.filter(id => id > after)
      .slice(0, 1)
      .map(id => ({ id, expected: ['sound'] })),
  lookup: async ({ ids }) => ids.map(id => ({ id, found: 'sound' })),
})
const parts = (change: Partial<Record<Subgraph, Partial<AuditPart>>> = {}) =>
  Object.fromEntries(auditedSubgraphs.map(name => [name, { ...soundPart(name), ...change[name] }])) as Record<
    Subgraph,
    AuditPart
  >

describe('an audit of a live system', () => {
  it('tells each invariant that holds while it is played, and compares every page', async () => {
    const lookup = vi.fn(soundPart('users').lookup)
    const findings = await auditLive(parts({ users: { lookup } }))
    const titles = [
      ...auditedSubgraphs.flatMap(name => localInvariants(name, { settled: false })),
      ...sharedInvariants({ settled: false }),
    ].map(({ title }) => title)
    expect(findings.map(({ title }) => title)).toEqual(titles)
    expect(findings.filter(({ violations }) => violations > 0)).toEqual([])
    const title = 'Each pull agrees with its reservation'
    expect(lookup.mock.calls.filter(([read]) => read.title === title).map(([{ ids }]) => ids)).toEqual(
      IDS.map(id => [id]),
    )
  })

  it('tells rows that differ or are missing, with what was expected', async () => {
    const lookup: AuditPart['lookup'] = async ({ ids }) =>
      ids.filter(id => id === IDS[1]).map(id => ({ id, found: 'lost' }))
    const findings = await auditLive(parts({ gacha: { lookup } }))
    expect(findings.find(({ title }) => title === 'Each captured reservation has a drawn pull')).toMatchObject({
      violations: 2,
      examples: [`${IDS[0]}: expected sound, found nothing`, `${IDS[1]}: expected sound, found lost`],
      description: 'Rows of users are compared with those of gacha, page by page.',
    })
  })

  it('ends with an error when a part cannot be asked, and does not pass for a sound one', async () => {
    const local = async () => await Promise.reject(new Error('quests is away'))
    await expect(auditLive(parts({ quests: { local } }))).rejects.toThrow('quests is away')
  })

  it('ends when its time is over, and asks for nothing more', async () => {
    let answer = (_rows: readonly ExpectedRow[]): void => {}
    const page = vi.fn(
      () =>
        new Promise<readonly ExpectedRow[]>(resolve => {
          answer = resolve
        }),
    )
    const lookup = vi.fn(soundPart('users').lookup)
    await expect(auditLive(parts({ gacha: { page }, users: { lookup } }), { timeoutMs: 20 })).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      message: expect.stringContaining('0.02 s') as string,
    })
    answer([{ id: IDS[0] ?? '', expected: ['sound'] }])
    await vi.waitFor(() => expect(lookup).toHaveBeenCalledOnce())
    await setImmediate()
    expect(page).toHaveBeenCalledOnce()
  })
})
