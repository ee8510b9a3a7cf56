import type { TFunction } from 'i18next'

/** The name of a channel; one between two users has the name of the other. */
export const channelTitle = (
  channel: {
    readonly kind: string
    readonly name: string
    readonly with?: { readonly username?: string | null } | null
  },
  t: TFunction,
): string =>
  channel.kind === 'DIRECT' ? t('chat.direct', { name: channel.with?.username ?? t('chat.somebody') }) : channel.name
