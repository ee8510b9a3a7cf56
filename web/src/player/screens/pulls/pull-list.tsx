import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { isRevealed } from '../../../fairness/verify-pull.js'
import { graphql } from '../../../generated/gql.js'
import { formatMoment } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Pager, usePaging } from '../../../ui/pager.js'
import { Loaded } from '../../../ui/screen.js'
import ui from '../../../ui/ui.module.css'
import { RarityMark } from '../../items/rarity.js'
import { Amount } from '../../wallet/amount.js'
import { ProofDialog } from './proof-dialog.js'
import type { PullWithProof } from './pull-parts.js'
import styles from './pulls.module.css'

const PULLS = graphql(`
  query Pulls($bannerId: ID, $after: String) {
    me {
      id
      pulls(bannerId: $bannerId, first: 10, after: $after) {
        edges {
          cursor
          node {
            ...PullWithProof
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
        totalCount
      }
    }
  }
`)

/** Pulls, the latest first, each with its proof. */
export function PullList({ bannerId }: { bannerId?: string | undefined }) {
  const { t } = useTranslation()
  const paging = usePaging()
  const [{ data, error }, reload] = useQuery({ query: PULLS, variables: { bannerId, after: paging.after } })
  const [opened, setOpened] = useState<PullWithProof | null>(null)
  return (
    <Loaded data={data?.me?.pulls ?? undefined} error={error} retry={reload}>
      {({ edges, pageInfo, totalCount }) => (
        <>
          {edges.length === 0 && <p className={ui.muted}>{t('pulls.empty')}</p>}
          <ul className={styles.pulls}>
            {edges.map(({ node }) => (
              <PullEntry key={node.id} pull={node} onOpen={() => setOpened(node)} />
            ))}
          </ul>
          <Pager paging={paging} pageInfo={pageInfo} totalCount={totalCount} label={t('pulls.pages')} />
          {opened && <ProofDialog pull={opened} onClose={() => setOpened(null)} />}
        </>
      )}
    </Loaded>
  )
}

function PullEntry({ pull, onOpen }: { pull: PullWithProof; onOpen: () => void }) {
  const { t } = useTranslation()
  const when = formatMoment(pull.createdAt)
  return (
    <li className={ui.card}>
      <div className={styles.head}>
        <strong>{pull.banner.name}</strong>
        <span className={ui.muted}>{when}</span>
        <Amount amount={pull.cost} currency={pull.currency} />
        <Button onClick={onOpen}>
          <span>
            {t(isRevealed(pull) ? 'pulls.verify' : 'pulls.look')}{' '}
            <span className="visually-hidden">{t('pulls.ofPull', { when, banner: pull.banner.name })}</span>
          </span>
        </Button>
      </div>
      <ul className={styles.items}>
        {pull.items.map(({ item, featured, duplicate }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the same item may be drawn twice
          <li key={index}>
            {item.name} <RarityMark rarity={item.rarity} />
            {featured && <span className={ui.badge}>{t('banners.featured')}</span>}
            {!duplicate && <span className={ui.badge}>{t('banners.new')}</span>}
          </li>
        ))}
      </ul>
    </li>
  )
}
