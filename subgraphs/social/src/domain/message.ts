export interface Message {
  readonly channelId: string
  /** Counts the messages of the channel from 1, without gaps. */
  readonly number: number
  readonly fromUserId: string
  /** As readers see it. */
  readonly text: string
  /** As it was sent, where words of it were replaced. For moderators. */
  readonly original: string | null
  readonly filtered: boolean
  readonly sentAt: Date
  readonly deleted: boolean
  /** The reader of a direct channel who had blocked the sender when it was sent; null for none. */
  readonly withheldFrom: string | null
}

/** The message as this user sees it: one that is withheld looks deleted, so that numbers have no gaps. */
export const seenBy = (message: Message, userId: string | null): Message =>
  message.withheldFrom === null || message.withheldFrom !== userId ? message : withoutText(message)

/** As `seenBy`, for a channel of many: messages of users whom the reader has blocked look deleted, too. */
export const seenAmongMany = (message: Message, blockedIds: ReadonlySet<string>): Message =>
  blockedIds.has(message.fromUserId) ? withoutText(message) : message

const withoutText = (message: Message): Message => ({
  ...message,
  text: '',
  original: null,
  filtered: false,
  deleted: true,
})

/** A place between the messages of a channel: behind the one with this number. */
export interface MessagePlace {
  readonly channelId: string
  readonly number: number
}

/** The id names the place, so that a reader goes on from a message that is no longer kept. */
export const messageIdOf = ({ channelId, number }: MessagePlace): string => `${channelId}:${number}`

const MESSAGE_ID = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(0|[1-9]\d{0,15})$/i

/** Null for what is no id of a message. */
export function parseMessageId(id: string): MessagePlace | null {
  const [, channelId, digits] = MESSAGE_ID.exec(id) ?? []
  return channelId === undefined ? null : { channelId: channelId.toLowerCase(), number: Number(digits) }
}
