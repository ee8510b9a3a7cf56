import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isRevealed, verifyPull, type PullVerification } from '../../../fairness/verify-pull.js'
import { Button } from '../../../ui/button.js'
import { Dialog } from '../../../ui/dialog.js'
import { Notice } from '../../../ui/notice.js'
import ui from '../../../ui/ui.module.css'
import { Checks } from './checks.js'
import { ModelSteps } from './model-steps.js'
import type { PullWithProof } from './pull-parts.js'
import styles from './pulls.module.css'
import { Steps } from './steps.js'

/** One pull, computed again in this browser: the verdict first, then each step of it. */
export function ProofDialog({ pull, onClose }: { pull: PullWithProof; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog open title={t('fairness.one.title')} onClose={onClose}>
      {isRevealed(pull) ? (
        <Verification pull={pull} />
      ) : (
        <Notice>
          <p>{t('fairness.one.secret')}</p>
          <Link to="/fairness">{t('fairness.one.toFairness')}</Link>
        </Notice>
      )}
      <Seeds pull={pull} />
      <Button onClick={onClose}>{t('close')}</Button>
    </Dialog>
  )
}

function Verification({ pull }: { pull: PullWithProof }) {
  const { t } = useTranslation()
  const [verification, setVerification] = useState<PullVerification | null>(null)
  const canCompute = isSecureContext
  useEffect(() => {
    if (canCompute) void verifyPull(pull).then(setVerification)
  }, [pull, canCompute])
  if (!canCompute) return <Notice tone="warn">{t('fairness.insecure')}</Notice>
  if (verification === null) return <p role="status">{t('fairness.one.working')}</p>
  const isRight = verification.checks.every(({ matches }) => matches)
  return (
    <>
      <Notice tone={isRight ? 'good' : 'bad'}>
        <strong>{t(isRight ? 'fairness.one.good' : 'fairness.one.bad')}</strong>
      </Notice>
      <Checks checks={verification.checks} nameOf={itemNames(pull)} />
      <Steps steps={verification.steps} nameOf={itemNames(pull)} />
      <ModelSteps steps={verification.modelSteps} nameOf={itemNames(pull)} />
    </>
  )
}

/** Items are known by their ids: where the pull has an item's name, that is shown besides. */
const itemNames = (pull: PullWithProof) => {
  const others = [pull.tickets, ...pull.items.map(({ shards }) => shards)].flatMap(each => each?.item ?? [])
  const names = new Map([...pull.items.map(({ item }) => item), ...others].map(({ id, name }) => [id, name]))
  return (id: string): string => names.get(id) ?? id
}

function Seeds({ pull: { proof } }: { pull: PullWithProof }) {
  const { t } = useTranslation()
  const rows = [
    ['serverSeedHash', proof.serverSeedHash],
    ['serverSeed', proof.serverSeed ?? t('fairness.one.notRevealed')],
    ['clientSeed', proof.clientSeed],
    ['nonce', String(proof.nonce)],
    ['oddsHash', proof.oddsHash],
    ['algorithm', proof.algorithm],
  ] as const
  return (
    <details className={styles.seeds} open>
      <summary>{t('fairness.one.seeds')}</summary>
      <dl className={ui.stack}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt className={ui.muted}>{t(`fairness.one.${name}`)}</dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
