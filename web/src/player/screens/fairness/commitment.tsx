import { useTranslation } from 'react-i18next'
import { graphql } from '../../../generated/gql.js'
import type { CommitmentPartsFragment } from '../../../generated/graphql.js'
import ui from '../../../ui/ui.module.css'
import styles from './fairness.module.css'

graphql(`
  fragment CommitmentParts on FairnessCommitment {
    serverSeedHash
    clientSeed
    nextNonce
    nextServerSeedHash
  }
`)

const ROWS = ['serverSeedHash', 'nextServerSeedHash', 'clientSeed', 'nextNonce'] as const

/** The seeds and the nonce that the next pull will be drawn with. */
export function Commitment({ commitment }: { commitment: CommitmentPartsFragment }) {
  const { t } = useTranslation()
  return (
    <section className={ui.card} aria-labelledby="commitment">
      <h2 id="commitment">{t('fairness.commitment.title')}</h2>
      <dl className={styles.facts}>
        {ROWS.map(name => (
          <div key={name}>
            <dt className={ui.muted}>{t(`fairness.commitment.${name}`)}</dt>
            <dd>
              <code>{commitment[name]}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
