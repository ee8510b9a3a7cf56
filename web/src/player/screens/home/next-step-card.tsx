import { ArrowRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ScreenLink } from '../../../ui/screen-link.js'
import styles from '../../../ui/ui.module.css'
import home from './home.module.css'
import type { NextStep } from './next-step.js'

const SCREENS = { character: '/characters', world: '/world', pull: '/banners', claim: '/quests' } as const

/** A hint for newcomers. */
export function NextStepCard({ step }: { step: NextStep }) {
  const { t } = useTranslation()
  return (
    <section className={`${styles.card} ${home.step}`} aria-labelledby="next-step">
      <p className={styles.muted}>{t('home.next')}</p>
      <div className={styles.split}>
        <div>
          <h2 id="next-step">{t(`home.steps.${step}.title`)}</h2>
          <p>{t(`home.steps.${step}.text`)}</p>
        </div>
        <ScreenLink to={SCREENS[step]} className={`${styles.button} ${styles.primary}`}>
          {t(`home.steps.${step}.go`)}
          <ArrowRight size={16} aria-hidden />
        </ScreenLink>
      </div>
    </section>
  )
}
