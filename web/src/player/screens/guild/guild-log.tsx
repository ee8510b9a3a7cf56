import { useTranslation } from 'react-i18next'
import type { GuildLogKind, GuildRole } from '../../../generated/graphql.js'
import { formatRecent, formatNumber } from '../../../texts/format.js'
import { Pager, type Paging } from '../../../ui/pager.js'
import ui from '../../../ui/ui.module.css'
import styles from './guild.module.css'

interface Entry {
  readonly id: string
  readonly kind: GuildLogKind
  readonly amount?: number | null
  readonly role?: GuildRole | null
  readonly at: string
  readonly actor?: { readonly username: string } | null
  readonly subject?: { readonly username: string } | null
}

/** The guild's log, the newest first. */
export function GuildLog(props: {
  readonly entries: readonly Entry[]
  readonly paging: Paging
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null }
}) {
  const { entries, paging, pageInfo } = props
  const { t } = useTranslation()
  return (
    <section className={ui.card} aria-labelledby="guild-log">
      <h2 id="guild-log">{t('guild.log')}</h2>
      <ol className={styles.list}>
        {entries.map(({ id, kind, at, actor, subject, amount, role }) => (
          <li key={id} className={styles.entry}>
            <span>
              {t(`guild.happened.${kind}`, {
                actor: actor?.username ?? t('guild.somebody'),
                subject: subject?.username ?? t('guild.somebody'),
                amount: amount ? formatNumber(amount) : '',
                role: role ? t(`guild.roles.${role}`) : '',
              })}
            </span>
            <time dateTime={at} className={ui.muted}>
              {formatRecent(at)}
            </time>
          </li>
        ))}
      </ol>
      <Pager paging={paging} pageInfo={pageInfo} label={t('guild.logPages')} />
    </section>
  )
}
