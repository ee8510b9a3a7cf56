import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useIntent } from '../../../intents/use-intent.js'
import { errorText } from '../../../refusals/error-text.js'
import { Button } from '../../../ui/button.js'
import { Loaded } from '../../../ui/screen.js'
import { Moment } from '../../parts/moment.js'
import { ServerTable } from '../../parts/server-table.js'
import { hasRole } from '../../roles.js'
import { definitionText } from './definition.js'
import { DefinitionEditor, type Edited } from './definition-editor.js'
import { GrantedPrizes } from './granted-prizes.js'

const LEADERBOARDS = graphql(`
  query ConsoleLeaderboards {
    leaderboards {
      id
      name
      version
      eventType
      score
      period
      endsAt
      definition
    }
  }
`)

const PUBLISH = graphql(`
  mutation ConsolePublishLeaderboard($id: ID, $input: JSON!, $reason: String!, $idempotencyKey: ID!) {
    publishLeaderboard(id: $id, input: $input, reason: $reason, idempotencyKey: $idempotencyKey) {
      __typename
      ... on Leaderboard {
        id
        version
      }
      ...Refused
    }
  }
`)

const NEW_LEADERBOARD = {
  name: '',
  eventType: 'quest.completed',
  score: 'COUNT',
  period: 'WEEKLY',
  prizes: [{ fromRank: 1, toRank: 3, rewards: [{ currency: 'GOLD', amount: 100 }] }],
}

/** All leaderboards, an editor for one of them or a new one, and the prizes that were granted. */
export function Leaderboards() {
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({ query: LEADERBOARDS, requestPolicy: 'cache-and-network' })
  const [edited, setEdited] = useState<Edited | null>(null)
  return (
    <Loaded data={data?.leaderboards} error={error} retry={reload}>
      {boards => (
        <>
          <ServerTable
            label={t('consoleContent.leaderboards')}
            rows={boards}
            columns={[
              { title: t('consolePlayers.name'), cell: board => board.name },
              { title: t('consoleContent.version'), numeric: true, cell: board => board.version },
              { title: t('consoleContent.counted'), cell: board => <code>{`${board.score} ${board.eventType}`}</code> },
              { title: t('consoleContent.period'), cell: board => board.period },
              {
                title: t('consoleContent.endsAt'),
                cell: board => (board.endsAt ? <Moment at={board.endsAt} /> : '–'),
              },
              {
                title: t('consolePlayers.actions'),
                cell: ({ id, definition }) => (
                  <Button onClick={() => setEdited({ id, published: definitionText(definition) })}>
                    {t('consoleContent.edit')}
                  </Button>
                ),
              },
            ]}
          />
          {hasRole('admin.content') && (
            <p>
              <Button onClick={() => setEdited({ id: null, published: definitionText(NEW_LEADERBOARD) })}>
                {t('consoleContent.newLeaderboard')}
              </Button>
            </p>
          )}
          {edited && (
            <LeaderboardEditor
              key={edited.id ?? 'new'}
              edited={edited}
              onPublished={next => {
                setEdited(next)
                reload({ requestPolicy: 'network-only' })
              }}
            />
          )}
          {edited?.id && <GrantedPrizes key={edited.id} id={edited.id} />}
        </>
      )}
    </Loaded>
  )
}

const COMPARED_AFTER_MS = 300

function LeaderboardEditor({ edited, onPublished }: { edited: Edited; onPublished: (edited: Edited) => void }) {
  const { t } = useTranslation()
  const intent = useIntent<unknown>(`publish-leaderboard:${edited.id ?? 'new'}`)
  const [, send] = useMutation(PUBLISH)
  return (
    <DefinitionEditor
      kind="leaderboard"
      titleOfNew={t('consoleContent.newLeaderboard')}
      edited={edited}
      settleMs={COMPARED_AFTER_MS}
      publish={async (input, reason) => {
        const { data, error } = await send({ id: edited.id, input, reason, idempotencyKey: intent.keyFor(input) })
        if (!data) return errorText(error)
        intent.settle()
        return data.publishLeaderboard
      }}
      onPublished={onPublished}
    />
  )
}
