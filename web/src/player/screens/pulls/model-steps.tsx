import { useTranslation } from 'react-i18next'
import type { ModelRoll } from '../../../fairness/model/draw.js'
import type { ModelStep } from '../../../fairness/model/verify-order.js'
import { formatPercent } from '../../../texts/format.js'
import ui from '../../../ui/ui.module.css'
import styles from './pulls.module.css'
import { Digests } from './steps.js'

/** A pool may have hundreds of items: of more than these, the drawn one alone is shown. */
const RANGES_MAX = 20

/** From the message to the item of a model: each digest, each number, and the shares that it fell among. */
export function ModelSteps({ steps, nameOf }: { steps: readonly ModelStep[]; nameOf: (itemId: string) => string }) {
  const { t } = useTranslation()
  if (steps.length === 0) return null
  return (
    <section className={ui.stack} aria-labelledby="steps">
      <h3 id="steps">{t('fairness.one.steps')}</h3>
      {steps.map(({ itemId, outcome, digests, rolls }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- their place is what they are
        <details key={index} className={styles.seeds}>
          <summary>
            {t('fairness.one.step', { number: index + 1, name: nameOf(itemId) })}{' '}
            <span className={ui.badge}>{outcome}</span>
          </summary>
          <dl className={ui.stack}>
            <Digests digests={digests} />
            {rolls.map((roll, place) => (
              // oxlint-disable-next-line react/no-array-index-key -- several starts may be rolled
              <Roll key={place} roll={roll} nameOf={nameOf} />
            ))}
          </dl>
          {rolls.length === 0 && <p className={ui.muted}>{t('fairness.one.certain')}</p>}
        </details>
      ))}
    </section>
  )
}

function Roll({
  roll: { of, word, range, value, among },
  nameOf,
}: {
  roll: ModelRoll
  nameOf: (itemId: string) => string
}) {
  const { t } = useTranslation()
  let limit = 0
  const ranges = among.map(({ name, share }) => {
    limit += share
    return { name, share, limit, isHit: limit - share <= value && value < limit }
  })
  return (
    <div>
      <dt className={ui.muted}>{t(`fairness.one.roll.${of}`)}</dt>
      <dd>
        <code>{t('fairness.one.number', { word, range, value })}</code>
        <ul>
          {ranges
            .filter(({ share, isHit }) => isHit || (share > 0 && among.length <= RANGES_MAX))
            .map(each => {
              const share = formatPercent(each.share / range)
              const text = t('fairness.one.below', { limit: each.limit, name: nameOf(each.name), share })
              return <li key={each.name}>{each.isHit ? <strong>{text}</strong> : text}</li>
            })}
        </ul>
      </dd>
    </div>
  )
}
