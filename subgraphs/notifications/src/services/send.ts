import { createHash, randomUUID } from 'node:crypto'
import { findUnknownItems, listPlayers } from '@waystone/events'
import type { InputProblem } from '@waystone/kit/errors'
import { withTransaction } from '@waystone/kit/postgres'
import { ATTACHMENTS_MAX, readAttachment, type Attachment, type AttachmentDraft } from '../domain/attachment.js'
import {
  problemOfData,
  problemOfKey,
  problemOfText,
  readRecipients,
  type Recipients,
  type Sending,
  type SendingContent,
} from '../domain/sending.js'
import { invalidInput, usedKey } from '../errors.js'
import { findSendingByKey, insertSending, type SendingKey } from '../repositories/sending.js'
import type { Needs } from './needs.js'
import { recordAdminAction } from './record-admin-action.js'

type To = Parameters<typeof readRecipients>[0]
type SendAnswer = Sending | ReturnType<typeof invalidInput>

export interface MailDraft extends SendingKey {
  readonly to: To
  readonly from: string
  readonly subject: string
  readonly body: string
  readonly attachments: readonly AttachmentDraft[]
  readonly expiresAt: Date | null
}

/** Begins to send a mail. It goes out in the background (continue-sendings.ts). A repeat answers the first sending. */
export async function sendMail(needs: Needs, draft: MailDraft): Promise<SendAnswer> {
  const { from, subject, body, expiresAt } = draft
  const to = readRecipients(draft.to)
  const attachments = readAttachments(draft.attachments)
  const problem =
    problemOfKey(draft.idempotencyKey) ??
    ('field' in to ? to : null) ??
    problemOfText('from', from, 'MAIL') ??
    problemOfText('subject', subject, 'MAIL') ??
    problemOfText('body', body, 'MAIL') ??
    ('field' in attachments ? attachments : null) ??
    (expiresAt !== null && expiresAt <= needs.clock.now() ? PAST : null)
  if (problem !== null || 'field' in to || 'field' in attachments) return invalidInput(problem ?? PAST)
  const unknown = await problemOfItems(needs, attachments)
  if (unknown !== null) return invalidInput(unknown)
  const content = {
    kind: 'MAIL',
    sender: from.trim(),
    title: subject.trim(),
    body: body.trim(),
    attachments,
    data: {},
  } as const
  return await begin(needs, { key: draft, to, content: { ...content, expiresAt } })
}

export interface AnnouncementDraft extends SendingKey {
  readonly to: To
  readonly title: string
  readonly body: string
  readonly data: unknown
}

/** Begins to tell many users something, in the same way. */
export async function announce(needs: Needs, draft: AnnouncementDraft): Promise<SendAnswer> {
  const { title, body } = draft
  const data = draft.data ?? {}
  const to = readRecipients(draft.to)
  const problem =
    problemOfKey(draft.idempotencyKey) ??
    ('field' in to ? to : null) ??
    problemOfText('title', title, 'ANNOUNCEMENT') ??
    problemOfText('body', body, 'ANNOUNCEMENT') ??
    problemOfData(data)
  if (problem !== null || 'field' in to) return invalidInput(problem ?? PAST)
  const texts = { kind: 'ANNOUNCEMENT', sender: null, title: title.trim(), body: body.trim() } as const
  // Checked just now.
  const content = { ...texts, data: data as SendingContent['data'], attachments: [], expiresAt: null }
  return await begin(needs, { key: draft, to, content })
}

const PAST: InputProblem = { field: 'expiresAt', message: 'Expected a moment that is still to come' }

function readAttachments(drafts: readonly AttachmentDraft[]): readonly Attachment[] | InputProblem {
  const [max, actual] = [ATTACHMENTS_MAX, drafts.length]
  if (actual > max)
    return {
      field: 'attachments',
      message: `Expected at most ${max} attachments, not ${actual}`,
      rule: 'COUNT',
      max,
      actual,
    }
  const read: Attachment[] = []
  for (const [index, draft] of drafts.entries()) {
    const attachment = readAttachment(draft)
    if ('field' in attachment) return { ...attachment, field: `attachments[${index}].${attachment.field}` }
    read.push(attachment)
  }
  return read
}

async function problemOfItems(
  { serviceClient }: Needs,
  attachments: readonly Attachment[],
): Promise<InputProblem | null> {
  const itemIds = attachments.flatMap(attachment => (attachment.kind === 'ITEM' ? [attachment.itemId] : []))
  if (itemIds.length === 0) return null
  const { unknownItemIds } = await serviceClient.call(findUnknownItems, { itemIds })
  const index = attachments.findIndex(one => one.kind === 'ITEM' && unknownItemIds.includes(one.itemId))
  return index < 0 ? null : { field: `attachments[${index}].itemId`, message: 'No item has this id', rule: 'UNKNOWN' }
}

async function begin(
  needs: Needs,
  { key, to, content }: { key: SendingKey; to: Recipients; content: SendingContent },
): Promise<SendAnswer> {
  const { actor, idempotencyKey } = key
  const inputHash = createHash('sha256')
    .update(JSON.stringify([to, content]))
    .digest()
  const answerOf = (known: Sending & { readonly inputHash: Buffer }) =>
    known.inputHash.equals(inputHash) ? known : invalidInput(usedKey)
  const known = await findSendingByKey(needs.pool, key)
  if (known !== null) return answerOf(known)
  const createdAt = needs.clock.now()
  const recipients = to.everyone ? await countPlayers(needs, createdAt) : to.userIds.length
  const sending: Sending = {
    ...content,
    ...to,
    id: randomUUID(),
    position: null,
    recipients,
    done: 0,
    createdAt,
    finishedAt: null,
  }
  return await withTransaction(needs.pool, async tx => {
    if (!(await insertSending(tx, sending, { actor, idempotencyKey, inputHash }))) {
      const first = await findSendingByKey(tx, key)
      return first === null ? invalidInput(usedKey) : answerOf(first)
    }
    await recordAdminAction(tx, {
      at: createdAt,
      actor,
      action: content.kind === 'MAIL' ? 'MAIL_SENT' : 'ANNOUNCED',
      userId: to.userIds.length === 1 ? (to.userIds[0] ?? null) : null,
      data: { sendingId: sending.id, recipients, everyone: to.everyone, attachments: content.attachments },
    })
    return sending
  })
}

async function countPlayers({ serviceClient }: Needs, at: Date): Promise<number> {
  const asked = { after: null, limit: 1, createdUntilMs: at.getTime(), among: null, isCounted: true }
  const { totalCount } = await serviceClient.call(listPlayers, asked)
  return totalCount ?? 0
}
