import { CircleCheck, CircleX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Check } from '../../../fairness/proof.js'
import ui from '../../../ui/ui.module.css'
import styles from './pulls.module.css'

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** The server's values beside those computed here. */
export function Checks({ checks, nameOf }: { checks: readonly Check[]; nameOf: (itemId: string) => string }) {
  const { t } = useTranslation()
  const shown = ({ of }: Check, text: string) => {
    if (text === '') return t('fairness.one.nothing')
    const [, id = '', star = '', since = ''] = of === 'item' ? (/^(\S+)( ★)? \((\d+)\)$/.exec(text) ?? []) : []
    if (id !== '') return t('fairness.one.drawn', { item: `${nameOf(id)}${star}`, count: Number(since) })
    const [, drawn = '', pool = ''] = of === 'item' ? (/^(\S+) of (\S+)$/.exec(text) ?? []) : []
    if (drawn !== '') return t('fairness.one.drawnFrom', { item: nameOf(drawn), pool })
    return of === 'price' || of === 'shards' ? text.replaceAll(UUID, nameOf) : text
  }
  return (
    <section className={ui.stack} aria-labelledby="checks">
      <h3 id="checks">{t('fairness.one.checks')}</h3>
      <ul className={styles.checks}>
        {checks.map(each => (
          <li key={`${each.of} ${each.index ?? ''}`} data-matches={each.matches}>
            <Mark matches={each.matches} />
            <span>{t(`fairness.one.check.${each.of}`, { number: (each.index ?? 0) + 1 })}</span>
            <code>{shown(each, each.computed)}</code>
            {!each.matches && (
              <span className={ui.problem}>
                {t('fairness.one.said')}: <code>{shown(each, each.said)}</code>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Mark({ matches }: { matches: boolean }) {
  const { t } = useTranslation()
  const Icon = matches ? CircleCheck : CircleX
  return <Icon size={18} role="img" aria-label={t(matches ? 'fairness.one.match' : 'fairness.one.mismatch')} />
}
