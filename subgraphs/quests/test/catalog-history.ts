import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { withTransaction } from '@waystone/kit/postgres'
import { definitionOf } from '../src/domain/quest-draft.js'
import { insertVersion, lockCatalog } from '../src/repositories/catalog.js'
import { draftOf, expectedListings, type Accepted, type Chosen, type Step } from './histories.js'
import type { TestApp } from './quests-app.js'

/** Has the projection die where it writes, while the table `crash` has a row. */
export async function installCrash({ rows }: TestApp): Promise<void> {
  await rows('CREATE TABLE crash (of_projection text)')
  await rows(`CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT FROM crash) THEN RAISE EXCEPTION 'the projection is killed'; END IF; RETURN NULL; END $$`)
  await rows('CREATE TRIGGER crash AFTER INSERT OR UPDATE ON quest_listing FOR EACH ROW EXECUTE FUNCTION crash()')
}

const KILLED = /the projection is killed/
const assertKilled = (error: unknown): void => assert.match(String(error), KILLED)

/** Has the projection die in `work`, where it writes. */
async function crashing<T>(quests: TestApp, work: () => Promise<T>): Promise<T> {
  await quests.rows(`INSERT INTO crash VALUES ('now')`)
  try {
    return await work()
  } finally {
    await quests.rows('DELETE FROM crash')
  }
}

/** The rows of the generation that is read, in their order. */
export async function listings(quests: TestApp): Promise<readonly unknown[]> {
  const rows =
    await quests.rows(`SELECT to_jsonb(listing) - 'generation' - '{published_at,retired_at,available_from,available_until}'::text[] AS row,
      published_at, retired_at, available_from, available_until
    FROM quest_listing AS listing JOIN catalog USING (generation) ORDER BY position`)
  return rows.map(({ row, ...moments }) => ({ ...(row as object), ...JSON.parse(JSON.stringify(moments)) }))
}

/** One history on an empty catalog, by processes of its own. */
export class History {
  readonly accepted: Accepted[] = []
  private readonly quests: TestApp
  private app: TestApp['app']
  private readonly apps: TestApp['app'][] = []
  private rebuild: Rebuild | null = null
  private last: { key: string; draft: Chosen; questIds: readonly string[]; questId: string; version: number } | null =
    null

  constructor(quests: TestApp, app: TestApp['app']) {
    this.quests = quests
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
        return await this.publish(step.draft)
      case 'update': {
        const id = this.questIds[step.quest]
        return id === undefined ? undefined : await this.publish(step.draft, { id })
      }
      case 'retire':
        return await this.retire(step.quest)
      case 'repeat':
        return await this.repeat()
      case 'crash':
        return await this.publishAgainAfterCrash(step.draft)
      case 'olderBuild':
        return await this.publishAsOlderBuild(step.draft)
      case 'read':
        // Where nothing is left to project, there is nothing that could die.
        if (step.crashes) await crashing(this.quests, () => this.shown()).catch(assertKilled)
        return assert.deepEqual(await this.shown(), this.expectedIds())
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

  finishRebuild(): Promise<{ changed: number; versions: number }> {
    return finish(this.app.services.rebuildCatalog({ versionsPerStep: 2 }))
  }

  private async publish(chosen: Chosen, { id, key = randomUUID() }: { id?: string; key?: string } = {}) {
    const { questIds } = this
    const draft = draftOf(chosen, questIds)
    this.quests.clock.advance(1_000)
    const request = { ...(id !== undefined && { id }), input: draft, actor: 'test', idempotencyKey: key }
    const made = await this.app.services.publishQuest(request)
    if ('message' in made) return
    this.accepted.push({ questId: made.questId, at: this.quests.clock.now(), draft })
    this.last = { key, draft: chosen, questIds, questId: made.questId, version: made.version }
  }

  private async publishAgainAfterCrash(draft: Chosen): Promise<void> {
    const key = randomUUID()
    const before = await listings(this.quests)
    if (await this.isRefused(draft)) return await this.publish(draft, { key })
    await assert.rejects(
      crashing(this.quests, () => this.publish(draft, { key })),
      KILLED,
    )
    assert.deepEqual(await listings(this.quests), before)
    await this.publish(draft, { key })
  }

  private async isRefused(chosen: Chosen): Promise<boolean> {
    const preview = await this.app.services.previewQuest({ input: draftOf(chosen, this.questIds) })
    return 'message' in preview
  }

  private async retire(quest: number): Promise<void> {
    const id = this.questIds[quest]
    if (id === undefined) return
    this.quests.clock.advance(1_000)
    const isRetired = this.accepted.findLast(({ questId }) => questId === id)?.draft === null
    const made = await this.app.services.retireQuest({ id, actor: 'test', reason: 'over' })
    if (!('message' in made) && !isRetired)
      this.accepted.push({ questId: id, at: this.quests.clock.now(), draft: null })
  }

  private async repeat(): Promise<void> {
    if (this.last === null) return
    const { key, draft, questIds, questId, version } = this.last
    const input = draftOf(draft, questIds)
    const made = await this.app.services.publishQuest({ input, actor: 'test', idempotencyKey: key })
    assert.ok(!('message' in made))
    assert.deepEqual([made.questId, made.version], [questId, version])
  }

  private async publishAsOlderBuild(chosen: Chosen): Promise<void> {
    if (await this.isRefused(chosen)) return
    const draft = draftOf(chosen, this.questIds)
    const questId = randomUUID()
    this.quests.clock.advance(1_000)
    const at = this.quests.clock.now()
    await withTransaction(this.quests.database.primary, async tx => {
      const { revision } = await lockCatalog(tx)
      const version = { questId, version: 1, revision: revision + 1, publishedAt: at, definition: definitionOf(draft) }
      await insertVersion(tx, version, { actor: 'older', reason: '', idempotencyKey: null })
    })
    this.accepted.push({ questId, at, draft })
    // A process that starts now knows nothing of before, and finds the read model behind.
    const { app } = await this.quests.another()
    this.app = app
    this.apps.push(app)
  }

  private async rebuildFurther(end: 'no' | 'finished' | 'interrupted' | 'killed'): Promise<void> {
    this.rebuild ??= this.app.services.rebuildCatalog({ versionsPerStep: 2 })
    const step = await this.rebuild.next()
    if (step.done === true) this.rebuild = null
    if (end === 'interrupted') await this.rebuild?.return({ versions: 0, changed: 0 })
    if (end === 'finished' && this.rebuild !== null) await finish(this.rebuild)
    if (end !== 'no') this.rebuild = null
  }
}

type Rebuild = ReturnType<TestApp['app']['services']['rebuildCatalog']>

async function finish(rebuild: Rebuild): Promise<{ changed: number; versions: number }> {
  for (;;) {
    const step = await rebuild.next()
    if (step.done === true) return step.value
  }
}
