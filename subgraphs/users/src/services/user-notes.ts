import { randomUUID } from 'node:crypto'
import type { RequestReads } from '@waystone/kit/graphql'
import { withTransaction } from '@waystone/kit/postgres'
import { keptText, NOTE_LENGTH, problemOfText } from '../domain/operator-input.js'
import type { UserNote } from '../domain/user-note.js'
import { invalidInput, userNotFound } from '../errors.js'
import { countNotes, findNotes, insertNote } from '../repositories/user-note.js'
import { lockAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { recordAdminAction } from './record-admin-action.js'

/** The action names the note and not its text: actions are never erased, and notes are. */
export async function addUserNote(needs: Needs, asked: { userId: string | null; text: string; actor: string }) {
  const { userId, actor } = asked
  const problem = problemOfText('text', asked.text, NOTE_LENGTH)
  if (problem !== null) return invalidInput(problem)
  if (userId === null) return userNotFound()
  return await withTransaction(needs.pool, async tx => {
    const standing = await lockAccount(needs, tx, userId)
    if (standing === null || standing.standing === 'DELETED') return userNotFound()
    const at = needs.clock.now()
    const note = { id: randomUUID(), userId, authorId: actor, text: keptText(asked.text), createdAt: at }
    await insertNote(tx, note)
    await recordAdminAction(tx, { at, actor, action: 'NOTE_ADDED', userId, data: { noteId: note.id } })
    return note
  })
}

/** One more note than `limit`, newest first. */
export const listNotes = (
  _: Needs,
  request: { userId: string; after: Pick<UserNote, 'createdAt' | 'id'> | null; limit: number; reads: RequestReads },
): Promise<UserNote[]> => findNotes(request.reads, request.userId, { after: request.after, limit: request.limit + 1 })

export const countUserNotes = (_: Needs, { userId, reads }: { userId: string; reads: RequestReads }): Promise<number> =>
  countNotes(reads, userId)
