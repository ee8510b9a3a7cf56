import { listCopies } from '../repositories/external-account.js'
import { readExternalUsers } from '../repositories/external-store.js'
import { applyAll } from './follow-external.js'
import type { Needs } from './needs.js'
import { copyUsers } from './sight-external.js'

const ACCOUNTS_PER_RUN = 100

/**
 * Looks for accounts that are gone at the application, or are there again, while nobody played or read them: some at
 * each call, and from the first one after the last. Several processes may do it at once.
 */
export function createSweep(needs: Needs): () => Promise<void> {
  const { external, pool } = needs
  let after = ''
  return async () => {
    if (external === null) return
    const known = await listCopies(pool, { after, limit: ACCOUNTS_PER_RUN })
    after = known.length < ACCOUNTS_PER_RUN ? '' : (known.at(-1)?.externalId ?? '')
    const ids = known.map(({ externalId }) => externalId)
    const users = await readExternalUsers(external.store, 'id', ids)
    await copyUsers(needs, external, users)
    const found = new Set(users.map(user => user.externalId))
    const gone = known.filter(({ externalId, isDeleted }) => !isDeleted && !found.has(externalId))
    const changes = gone.map(({ externalId: externalUserId }) => ({ externalUserId, user: null }))
    await applyAll(
      needs,
      external,
      changes.map(change => ({ ...change, externalId: '', sessionExpiresAt: null })),
    )
  }
}
