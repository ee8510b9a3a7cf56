import { useTranslation } from 'react-i18next'
import type { GuildLogKind, GuildRole } from '../../../generated/graphql.js'
import { formatMoment, formatNumber } from '../../../texts/format.js'
import ui from '../../../ui/ui.module.css'

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
export function GuildLog({ entries }: { entries: readonly Entry[] }) {
  const { t } = useTranslation()
  return (
    <section className={ui.stack} aria-labelledby="guild-log">
      <h2 id="guild-log">{t('guild.log')}</h2>
      <ol className={ui.stack}>
        {entries.map(({ id, kind, at, actor, subject, amount, role }) => (
          <li key={id}>
            {t(`guild.happened.${kind}`, {
              actor: actor?.username ?? '',
              subject: subject?.username ?? '',
              amount: amount ? formatNumber(amount) : '',
              role: role ? t(`guild.roles.${role}`) : '',
            })}{' '}
            <span className={ui.muted}>{formatMoment(at)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
