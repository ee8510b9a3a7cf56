import { useTranslation } from 'react-i18next'
import { MICROS } from '../../../fairness/definition.js'
import type { DrawnStep } from '../../../fairness/verify-pull.js'
import { formatPercent } from '../../../texts/format.js'
import ui from '../../../ui/ui.module.css'
import { RarityMark } from '../../items/rarity.js'
import styles from './pulls.module.css'

/** From the message to the item: each digest, each number, and what it decided. */
export function Steps({ steps, nameOf }: { steps: readonly DrawnStep[]; nameOf: (itemId: string) => string }) {
  const { t } = useTranslation()
  if (steps.length === 0) return null
  return (
    <section className={ui.stack} aria-labelledby="steps">
      <h3 id="steps">{t('fairness.one.steps')}</h3>
      {steps.map((step, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- their place is what they are
        <details key={index} className={styles.seeds}>
          <summary>
            {t('fairness.one.step', { number: index + 1, name: nameOf(step.itemId) })}{' '}
            <RarityMark rarity={step.rarity} />
          </summary>
          <Step step={step} />
        </details>
      ))}
    </section>
  )
}

function Step({ step: { digests, rolls, chances, pullsSinceUltraRare } }: { step: DrawnStep }) {
  const { t } = useTranslation()
  const share = (micros: number) => formatPercent(micros / MICROS)
  return (
    <dl className={ui.stack}>
      <Digests digests={digests} />
      {rolls.map(({ of, word, range, value }) => (
        <div key={of}>
          <dt className={ui.muted}>{t(`fairness.one.roll.${of}`)}</dt>
          <dd>
            <code>{t('fairness.one.number', { word, range, value })}</code>
            {of === 'rarity' && (
              <p>
                {t('fairness.one.chances', {
                  ultraRare: `${chances.ultraRare} (${share(chances.ultraRare)})`,
                  either: `${chances.ultraRare + chances.superRare} (${share(Math.min(chances.ultraRare + chances.superRare, MICROS))})`,
                  since: pullsSinceUltraRare,
                })}
              </p>
            )}
          </dd>
        </div>
      ))}
      {rolls.length === 1 && <p className={ui.muted}>{t('fairness.one.guaranteed')}</p>}
    </dl>
  )
}

/** The messages that an item's numbers come from, each with its digest. */
export function Digests({ digests }: Pick<DrawnStep, 'digests'>) {
  const { t } = useTranslation()
  return digests.map(({ message, hex }) => (
    <div key={message}>
      <dt className={ui.muted}>{t('fairness.one.message')}</dt>
      <dd>
        <code>{message}</code>
      </dd>
      <dt className={ui.muted}>{t('fairness.one.digest')}</dt>
      <dd>
        <code>{hex}</code>
      </dd>
    </div>
  ))
}
