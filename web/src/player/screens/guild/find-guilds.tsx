import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { FindGuildsQuery } from '../../../generated/graphql.js'
import { whyNot } from '../../../refusals/use-outcome.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { Pager, usePaging } from '../../../ui/pager.js'
import { Loaded } from '../../../ui/screen.js'
import { TextField } from '../../../ui/text-field.js'
import { showToast } from '../../../ui/toasts.js'
import ui from '../../../ui/ui.module.css'
import { ApplyDialog } from './apply-dialog.js'
import styles from './guild.module.css'

const FIND = graphql(`
  query FindGuilds($search: String, $after: String) {
    guilds(search: $search, first: 10, after: $after) {
      edges {
        cursor
        node {
          id
          name
          tag
          description
          open
          memberCount
          memberLimit
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      totalCount
    }
  }
`)

const JOIN = graphql(`
  mutation JoinGuild($id: ID!, $message: String!) {
    joinGuild(id: $id, message: $message) {
      __typename
      ... on Guild {
        id
      }
      ... on GuildApplication {
        id
      }
      ... on Refusal {
        message
      }
    }
  }
`)

type Found = NonNullable<FindGuildsQuery['guilds']>['edges'][number]['node']

/** Guilds by name or tag, page by page: the open ones are joined at once, the others are applied to. */
export function FindGuilds({ onJoined }: { onJoined: () => void }) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const paging = usePaging()
  const variables = { search: search.trim() === '' ? null : search.trim(), after: paging.after ?? null }
  const [{ data, error }, reload] = useQuery({ query: FIND, variables })
  return (
    <section className={ui.stack} aria-labelledby="find-guilds">
      <h2 id="find-guilds">{t('guild.find')}</h2>
      <TextField
        label={t('guild.search')}
        type="search"
        value={search}
        maxLength={64}
        onChange={event => {
          setSearch(event.target.value)
          paging.first()
        }}
      />
      <Loaded data={data?.guilds} error={error} retry={reload}>
        {({ edges, pageInfo, totalCount }) =>
          edges.length === 0 ? (
            <p role="status" className={ui.muted}>
              {t('guild.none')}
            </p>
          ) : (
            <>
              <ul className={styles.list} aria-label={t('guild.found')}>
                {edges.map(({ node }) => (
                  <FoundGuild key={node.id} guild={node} onJoined={onJoined} />
                ))}
              </ul>
              <Pager paging={paging} pageInfo={pageInfo} totalCount={totalCount} label={t('guild.pages')} />
            </>
          )
        }
      </Loaded>
    </section>
  )
}

function FoundGuild({ guild, onJoined }: { guild: Found; onJoined: () => void }) {
  const { t } = useTranslation()
  const [{ fetching }, join] = useMutation(JOIN)
  const [problem, setProblem] = useState<string | null>(null)
  const [isApplying, setApplying] = useState(false)
  const submit = async (message: string): Promise<string | null> => {
    const { data, error } = await join({ id: guild.id, message })
    const why = whyNot(data?.joinGuild, error)
    if (why !== null) return why
    if (data?.joinGuild.__typename === 'Guild') onJoined()
    else showToast(t('guild.applied', { name: guild.name }))
    return null
  }
  return (
    <li className={ui.card}>
      <div className={ui.row} style={{ justifyContent: 'space-between' }}>
        <h3>
          {guild.name} <span className={ui.badge}>{guild.tag}</span>
        </h3>
        <Button
          busy={fetching}
          onClick={() => (guild.open ? void submit('').then(setProblem) : setApplying(true))}
          aria-label={t(guild.open ? 'guild.joinOf' : 'guild.applyOf', { name: guild.name })}
        >
          {t(guild.open ? 'guild.join' : 'guild.apply')}
        </Button>
      </div>
      <p className={ui.muted}>{t('guild.places', { count: guild.memberCount, limit: guild.memberLimit })}</p>
      {guild.description !== '' && <p>{guild.description}</p>}
      {problem !== null && <Notice tone="bad">{problem}</Notice>}
      <ApplyDialog open={isApplying} guildName={guild.name} apply={submit} onClose={() => setApplying(false)} />
    </li>
  )
}
