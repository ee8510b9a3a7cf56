import { randomUUID } from 'node:crypto'
import { withTransaction } from '@waystone/kit/postgres'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { definitionOf } from '../src/domain/quest-draft.js'
import { insertVersion, lockCatalog } from '../src/repositories/catalog.js'
import { draftOf, expectedListings, histories, type Accepted, type Chosen, type Step } from './histories.js'
import { startQuests, type TestApp } from './quests-app.js'

const RUNS = 30

let quests: TestApp
beforeAll(async () => {
  quests = await startQuests()
  // The projection dies where it writes, as often as `crash` has rows.
  await quests.rows(`CREATE TABLE crash (of_projection text)`)
  await quests.rows(`CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT FROM crash) THEN RAISE EXCEPTION 'the projection is killed'; END IF; RETURN NULL; END $$`)
  await quests.rows(
    `CREATE TRIGGER crash AFTER INSERT OR UPDATE ON quest_listing FOR EACH ROW EXECUTE FUNCTION crash()`,
  )
}, 60_000)
afterAll(() => quests.close())

const crashing = async <T>(work: () => Promise<T>): Promise<T> => {
  await quests.rows(`INSERT INTO crash VALUES ('now')`)
  try {
    return await work()
  } finally {
    await quests.rows('DELETE FROM crash')
  }
}

/** The rows of the generation that is read, in their order. */
async function listings(): Promise<readonly unknown[]> {
  const rows =
    await quests.rows(`SELECT to_jsonb(listing) - 'generation' - '{published_at,retired_at,available_from,available_until}'::text[] AS row,
      published_at, retired_at, available_from, available_until
    FROM quest_listing AS listing JOIN catalog USING (generation) ORDER BY position`)
  return rows.map(({ row, ...moments }) => ({ ...(row as object), ...JSON.parse(JSON.stringify(moments)) }))
}

/** One history on an empty catalog, by processes of its own. */
class History {
  readonly accepted: Accepted[] = []
  private app: TestApp['app']
  private readonly apps: TestApp['app'][] = []
  private rebuild: ReturnType<TestApp['app']['services']['rebuildCatalog']> | null = null
  private last: { key: string; draft: Chosen; questIds: readonly string[]; questId: string; version: number } | null =
    null

  constructor(app: TestApp['app']) {
    this.app = app
    this.apps.push(app)
  }

  async close(): Promise<void> {
    for (const app of this.apps) await app.close()
  }

  get questIds(): readonly string[] {
    return [...new Set(this.accepted.map(({ questId }) => questId))]
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'publish':
        return void (await this.publish(step.draft))
      case 'update': {
        const id = this.questIds[step.quest]
        return void (id && (await this.publish(step.draft, { id })))
      }
      case 'retire':
        return await this.retire(step.quest)
      case 'repeat':
        return await this.repeat()
      case 'crash': {
        const key = randomUUID()
        const before = await listings()
        const crashed = crashing(() => this.publish(step.draft, { key }))
        if (await this.isRefused(step.draft)) return void (await crashed)
        await expect(crashed).rejects.toThrow('the projection is killed')
        expect(await listings()).toEqual(before)
        return void (await this.publish(step.draft, { key }))
      }
      case 'olderBuild':
        return await this.publishAsOlderBuild(step.draft)
      case 'read':
        // Where nothing is left to project, there is nothing that could die.
        if (step.crashes)
          await crashing(() => this.shown()).catch((error: unknown) =>
            expect(error).toMatchObject({ message: 'the projection is killed' }),
          )
        return expect(await this.shown()).toEqual(this.expectedIds())
      case 'rebuild':
        return await this.rebuildFurther(step.end)
    }
  }

  /** Ids and versions as queries show them. */
  async shown(): Promise<readonly string[]> {
    const headers = new Map<string, string>()
    const { loaders } = await this.app.context({ headers, remoteAddress: '127.0.0.1', requestId: randomUUID() })
    return (await loaders.quests()).map(({ questId, version }) => `${questId} ${version}`)
  }

  expectedIds(): readonly string[] {
    const rows = expectedListings(this.accepted).filter(row => row['retired_at'] === null)
    return rows.map(row => `${String(row['quest_id'])} ${String(row['version'])}`)
  }

  /** Ends a rebuild under way as a killed process would: its generation stays behind. */
  leave(): void {
    this.rebuild = null
  }

  async finishRebuild(): Promise<{ changed: number; versions: number }> {
    const steps = this.app.services.rebuildCatalog({ versionsPerStep: 2 })
    for (;;) {
      const step = await steps.next()
      if (step.done === true) return step.value
    }
  }

  private async publish(chosen: Chosen, { id, key = randomUUID() }: { id?: string; key?: string } = {}) {
    const { questIds } = this
    const draft = draftOf(chosen, questIds)
    quests.clock.advance(1_000)
    const request = { ...(id !== undefined && { id }), input: draft, actor: 'test', idempotencyKey: key }
    const made = await this.app.services.publishQuest(request)
    if ('message' in made) return
    this.accepted.push({ questId: made.questId, at: quests.clock.now(), draft })
    this.last = { key, draft: chosen, questIds, questId: made.questId, version: made.version }
  }

  private async isRefused(chosen: Chosen): Promise<boolean> {
    const preview = await this.app.services.previewQuest({ input: draftOf(chosen, this.questIds) })
    return 'message' in preview
  }

  private async retire(quest: number): Promise<void> {
    const id = this.questIds[quest]
    if (id === undefined) return
    quests.clock.advance(1_000)
    const isRetired = this.accepted.findLast(({ questId }) => questId === id)?.draft === null
    const made = await this.app.services.retireQuest({ id, actor: 'test', reason: 'over' })
    if (!('message' in made) && !isRetired) this.accepted.push({ questId: id, at: quests.clock.now(), draft: null })
  }

  private async repeat(): Promise<void> {
    if (this.last === null) return
    const { key, draft, questIds, questId, version } = this.last
    const input = draftOf(draft, questIds)
    const made = await this.app.services.publishQuest({ input, actor: 'test', idempotencyKey: key })
    expect(made).toMatchObject({ questId, version })
  }

  private async publishAsOlderBuild(chosen: Chosen): Promise<void> {
    if (await this.isRefused(chosen)) return
    const draft = draftOf(chosen, this.questIds)
    const questId = randomUUID()
    quests.clock.advance(1_000)
    const at = quests.clock.now()
    await withTransaction(quests.database.primary, async tx => {
      const { revision } = await lockCatalog(tx)
      const version = { questId, version: 1, revision: revision + 1, publishedAt: at, definition: definitionOf(draft) }
      await insertVersion(tx, version, { actor: 'older', reason: '', idempotencyKey: null })
    })
    this.accepted.push({ questId, at, draft })
    // A process that starts now knows nothing of before, and finds the read model behind.
    const { app } = await quests.another()
    this.app = app
    this.apps.push(app)
  }

  private async rebuildFurther(end: 'no' | 'finished' | 'interrupted' | 'killed'): Promise<void> {
    this.rebuild ??= this.app.services.rebuildCatalog({ versionsPerStep: 2 })
    const step = await this.rebuild.next()
    if (step.done === true || end === 'killed') this.rebuild = null
    if (end === 'interrupted') await this.rebuild?.return({ versions: 0, changed: 0 })
    if (end === 'interrupted') this.rebuild = null
    while (end === 'finished' && this.rebuild !== null) {
      const next = await this.rebuild.next()
      if (next.done === true) this.rebuild = null
    }
  }
}

describe('after any history of commands, crashes and rebuilds', () => {
  it('the read model is what the commands say, and the same when it is made anew', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async steps => {
        await quests.rows('TRUNCATE quest_version, quest, quest_listing CASCADE')
        await quests.rows('UPDATE catalog SET revision = 0')
        await quests.rows('UPDATE quest_projection SET revision = 0')
        const { app } = await quests.another()
        const history = new History(app)
        try {
          for (const step of steps) await history.take(step)
          history.leave()
          const expected = expectedListings(history.accepted)
          expect(await history.shown()).toEqual(history.expectedIds())
          expect(await listings()).toEqual(expected)
          expect(await history.finishRebuild()).toEqual({ versions: history.accepted.length, changed: 0 })
          expect(await listings()).toEqual(expected)
          expect(await history.shown()).toEqual(history.expectedIds())
          expect(await quests.rows('SELECT generation FROM quest_projection')).toHaveLength(1)
        } finally {
          await history.close()
        }
      }),
      { numRuns: RUNS },
    )
  }, 300_000)
})
