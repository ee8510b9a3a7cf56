import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient, type Client } from 'urql'
import type { ProvenChange } from '../../../fairness/proof.js'
import { verifyHistory, type HistoryVerification } from '../../../fairness/verify-history.js'
import { graphql } from '../../../generated/gql.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import ui from '../../../ui/ui.module.css'
import type { PullWithProof } from '../pulls/pull-parts.js'

const ALL_PULLS = graphql(`
  query AllPulls($after: String) {
    me {
      id
      pulls(first: 20, after: $after) {
        edges {
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

/** Changes between pulls have numbers under the seed as well, and move what banners remember. */
const ALL_CHANGES = graphql(`
  query AllBannerChanges($after: String) {
    me {
      id
      bannerChanges(first: 20, after: $after) {
        edges {
          node {
            id
            change
            item {
              id
            }
            items {
              id
            }
            banner {
              id
            }
            proof {
              serverSeedHash
              seedNumber
              serverSeed
              clientSeed
              nonce
              oddsHash
              definition
              before
              after
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`)

/** A player's pulls are proven as far as they are loaded; so many are at hand within some seconds. */
const PULLS_MAX = 2_000

type Phase =
  | { readonly phase: 'idle' | 'failed' }
  | { readonly phase: 'working'; readonly done: number; readonly total: number }
  | { readonly phase: 'done'; readonly verification: HistoryVerification; readonly isWhole: boolean }

/** Draws all pulls again, in order. */
export function VerifyAll() {
  const { t } = useTranslation()
  const client = useClient()
  const [state, setState] = useState<Phase>({ phase: 'idle' })
  const run = async () => {
    setState({ phase: 'working', done: 0, total: 0 })
    const loaded = await loadPulls(client, (done, total) => setState({ phase: 'working', done, total }))
    if (loaded === null) return setState({ phase: 'failed' })
    const changes = await loadChanges(client)
    if (changes === null) return setState({ phase: 'failed' })
    const { pulls, isWhole } = loaded
    const verification = await verifyHistory(pulls, { beginsAtFirst: isWhole, changes })
    setState({ phase: 'done', verification, isWhole })
  }
  return (
    <section className={ui.card} aria-labelledby="all">
      <h2 id="all">{t('fairness.all.title')}</h2>
      <p>{t('fairness.all.text')}</p>
      <div className={ui.row}>
        <Button busy={state.phase === 'working'} disabled={!isSecureContext} onClick={() => void run()}>
          {t('fairness.all.run')}
        </Button>
        <span role="status">{state.phase === 'working' && t('fairness.all.progress', state)}</span>
      </div>
      {state.phase === 'failed' && <Notice tone="bad">{t('fairness.all.failed')}</Notice>}
      {state.phase === 'done' && <Verdict verification={state.verification} isWhole={state.isWhole} />}
    </section>
  )
}

function Verdict({ verification, isWhole }: { verification: HistoryVerification; isWhole: boolean }) {
  const { t } = useTranslation()
  const { problems, recomputed, secret } = verification
  return (
    <>
      {problems.length > 0 && (
        <Notice tone="bad">
          <p>{t('fairness.all.bad', { count: problems.length })}</p>
          <ul>
            {problems.map(({ of, seedNumber, nonce }) => (
              <li key={`${of} ${seedNumber} ${nonce}`}>
                {t(`fairness.all.problem.${of}`, { seed: seedNumber, nonce: nonce ?? 0 })}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {problems.length === 0 && recomputed > 0 && (
        <Notice tone="good">{t('fairness.all.good', { count: recomputed })}</Notice>
      )}
      {recomputed === 0 && <Notice>{t('fairness.all.none')}</Notice>}
      {secret > 0 && <p>{t('fairness.all.secret', { count: secret })}</p>}
      {!isWhole && <p>{t('fairness.all.limited', { count: PULLS_MAX })}</p>}
    </>
  )
}

/** Page by page, the latest first. @returns null when a page did not come */
async function loadPulls(client: Client, onProgress: (done: number, total: number) => void) {
  const pulls: PullWithProof[] = []
  for (let after: string | undefined; ; ) {
    const { data } = await client.query(ALL_PULLS, { after }, { requestPolicy: 'network-only' }).toPromise()
    const page = data?.me?.pulls
    if (!page) return null
    pulls.push(...page.edges.map(({ node }) => node))
    onProgress(pulls.length, page.totalCount)
    const { hasNextPage, endCursor } = page.pageInfo
    if (!hasNextPage || !endCursor) return { pulls, isWhole: true }
    if (pulls.length >= PULLS_MAX) return { pulls, isWhole: false }
    after = endCursor
  }
}

/** @returns null when a page did not come */
async function loadChanges(client: Client): Promise<readonly ProvenChange[] | null> {
  const changes: ProvenChange[] = []
  for (let after: string | undefined; ; ) {
    const { data } = await client.query(ALL_CHANGES, { after }, { requestPolicy: 'network-only' }).toPromise()
    const page = data?.me?.bannerChanges
    if (!page) return null
    changes.push(...page.edges.map(({ node }) => node))
    const { hasNextPage, endCursor } = page.pageInfo
    if (!hasNextPage || !endCursor) return changes
    after = endCursor
  }
}
