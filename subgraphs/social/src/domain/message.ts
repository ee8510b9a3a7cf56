import { parseUuid } from '@waystone/kit/graphql'

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
}

/** A place between the messages of a channel: behind the one with this number. */
export interface MessagePlace {
  readonly channelId: string
  readonly number: number
}

/** The id names the place, so that a reader goes on from a message that is no longer kept. */
export const messageIdOf = ({ channelId, number }: MessagePlace): string => `${channelId}:${number}`

/** Null for what is no id of a message. */
export function parseMessageId(id: string): MessagePlace | null {
  const [channel = '', digits = '', ...rest] = id.split(':')
  const channelId = parseUuid(channel)
  const isNumber = /^(0|[1-9]\d{0,15})$/.test(digits)
  return channelId !== null && isNumber && rest.length === 0 ? { channelId, number: Number(digits) } : null
}
