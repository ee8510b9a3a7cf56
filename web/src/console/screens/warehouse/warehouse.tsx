import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatFromNow, formatMoment } from '../../../texts/format.js'
import { Notice } from '../../../ui/notice.js'
import { Screen } from '../../../ui/screen.js'
import styles from '../../../ui/ui.module.css'
import { useWarehouse, type Warehouse as Listed } from '../../parts/warehouse-feed.js'
import { AnswerOf } from './answer.js'
import { titledQuestion } from './question-titles.js'

/** The runbook has it run at least daily: deleted accounts are erased by it. */
const OLD_AFTER_MS = 26 * 3_600_000

/** The questions that a studio asks, as the last run of the warehouse has answered them. */
export default function Warehouse() {
  const { t } = useTranslation()
  const fetched = useWarehouse<Listed>('')
  return (
    <Screen title={t('console.nav.warehouse')}>
      {fetched.phase === 'loading' && <p role="status">{t('loading')}</p>}
      {(fetched.phase === 'refused' || fetched.phase === 'failed') && (
        <Notice tone="bad">{t(`consoleWarehouse.${fetched.phase}`)}</Notice>
      )}
      {fetched.phase === 'here' && <Questions warehouse={fetched.data} />}
    </Screen>
  )
}

function Questions({ warehouse: { ranAt, questions } }: { warehouse: Listed }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<string | null>(null)
  const question = questions.find(({ name }) => name === chosen) ?? questions[0]
  if (ranAt === null || question === undefined)
    return (
      <Notice>
        <p>
          <strong>{t('consoleWarehouse.none')}</strong>
        </p>
        <p>{t('consoleWarehouse.noneText')}</p>
      </Notice>
    )
  const isOld = Date.now() - Date.parse(ranAt) > OLD_AFTER_MS
  const ago = formatFromNow(ranAt)
  const titleOf = (name: string): string => {
    const titled = titledQuestion(name)
    return titled === undefined ? name : t(`consoleWarehouse.titles.${titled}`)
  }
  return (
    <>
      {isOld ? (
        <Notice tone="warn">{t('consoleWarehouse.old', { ago })}</Notice>
      ) : (
        <p className={styles.muted}>{t('consoleWarehouse.asOf', { at: formatMoment(ranAt), ago })}</p>
      )}
      <label className={styles.field}>
        <span className={styles.label}>{t('consoleWarehouse.question')}</span>
        <select className={styles.input} value={question.name} onChange={({ target }) => setChosen(target.value)}>
          {questions.map(({ name }) => (
            <option key={name} value={name}>
              {titleOf(name)}
            </option>
          ))}
        </select>
      </label>
      <p>{question.description}</p>
      <AnswerOf key={question.name} question={question.name} title={titleOf(question.name)} />
    </>
  )
}
