import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Button } from '../../../ui/button.js'
import { Pager, usePaging } from '../../../ui/pager.js'
import { Loaded } from '../../../ui/screen.js'
import { Moment } from '../../parts/moment.js'
import { ServerTable } from '../../parts/server-table.js'
import { hasRole } from '../../roles.js'
import { definitionText } from './definition.js'
import { PuzzleEditor } from './puzzle-editor.js'

const PUZZLES = graphql(`
  query ConsolePuzzles($after: String) {
    puzzles(openOnly: false, first: 20, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          title
          statement
          kind
          data
          opensAt
          closesAt
          attemptLimit
          solvedCount
        }
      }
    }
  }
`)

interface Edited {
  /** Null for a new one. */
  readonly id: string | null
  readonly text: string
}

const DAY_MS = 86_400_000

/** All puzzles, also those that have not opened, and an editor for those and for new ones. */
export function Puzzles() {
  const { t } = useTranslation()
  const paging = usePaging()
  const [{ data, error, fetching }, reload] = useQuery({
    query: PUZZLES,
    variables: { after: paging.after },
    requestPolicy: 'cache-and-network',
  })
  const [edited, setEdited] = useState<Edited | null>(null)
  const isEditor = hasRole('admin.content')
  const tomorrow = () => new Date(Math.ceil(Date.now() / DAY_MS) * DAY_MS)
  const newPuzzle = () => {
    const opensAt = tomorrow()
    const closesAt = new Date(opensAt.getTime() + DAY_MS)
    setEdited({
      id: null,
      text: definitionText({ kind: 'SLIDING', difficulty: 4, attemptLimit: 5, opensAt, closesAt }),
    })
  }
  return (
    <Loaded data={data?.puzzles} error={error} retry={reload}>
      {({ edges, pageInfo, totalCount }) => (
        <>
          <ServerTable
            label={t('consoleContent.puzzles')}
            rows={edges.map(({ node }) => node)}
            busy={fetching}
            columns={[
              { title: t('consolePlayers.name'), cell: ({ title }) => title },
              { title: t('consoleContent.kind'), cell: ({ kind }) => kind },
              { title: t('consoleContent.opensAt'), cell: ({ opensAt }) => <Moment at={opensAt} /> },
              {
                title: t('consoleContent.closesAt'),
                cell: ({ closesAt }) => (closesAt ? <Moment at={closesAt} /> : '–'),
              },
              { title: t('consoleContent.solved'), numeric: true, cell: ({ solvedCount }) => solvedCount },
              {
                title: t('consolePlayers.actions'),
                cell: puzzle =>
                  isEditor && Date.parse(puzzle.opensAt) > Date.now() ? (
                    <Button onClick={() => setEdited({ id: puzzle.id, text: definitionText(inputOf(puzzle)) })}>
                      {t('consoleContent.edit')}
                    </Button>
                  ) : (
                    '–'
                  ),
              },
            ]}
          />
          <Pager paging={paging} pageInfo={pageInfo} totalCount={totalCount} label={t('consoleContent.puzzles')} />
          {isEditor && (
            <p>
              <Button onClick={newPuzzle}>{t('consoleContent.newPuzzle')}</Button>
            </p>
          )}
          {edited && (
            <PuzzleEditor
              key={`${edited.id} ${edited.text}`}
              edited={edited}
              onPublished={() => {
                setEdited(null)
                reload({ requestPolicy: 'network-only' })
              }}
            />
          )}
        </>
      )}
    </Loaded>
  )
}

/** As publishPuzzle takes it. */
const inputOf = ({ title, statement, kind, data, opensAt, closesAt, attemptLimit }: Record<string, unknown>) => ({
  title,
  statement,
  kind,
  data,
  opensAt,
  closesAt,
  attemptLimit,
})
