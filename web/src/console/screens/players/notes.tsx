import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { useOutcome } from '../../../refusals/use-outcome.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { Pager, usePaging } from '../../../ui/pager.js'
import { Loaded } from '../../../ui/screen.js'
import { TextField } from '../../../ui/text-field.js'
import styles from '../../../ui/ui.module.css'
import { Moment } from '../../parts/moment.js'
import { ServerTable } from '../../parts/server-table.js'
import { hasRole } from '../../roles.js'

const NOTES = graphql(`
  query ConsoleNotes($userId: ID!, $first: Int!, $after: String) {
    user(id: $userId) {
      id
      notes(first: $first, after: $after) {
        pageInfo {
          endCursor
          hasNextPage
        }
        edges {
          node {
            id
            text
            createdAt
            author {
              id
              username
            }
          }
        }
      }
    }
  }
`)

const ADD_NOTE = graphql(`
  mutation ConsoleAddNote($userId: ID!, $text: String!) {
    addUserNote(userId: $userId, text: $text) {
      __typename
      ... on UserNote {
        id
      }
      ...Refused
    }
  }
`)

const PAGE_SIZE = 20

/** Notes that operators have written about a player, for each other. */
export function Notes({ userId }: { userId: string }) {
  const { t } = useTranslation()
  const paging = usePaging()
  const [{ data, error, fetching }, reload] = useQuery({
    query: NOTES,
    variables: { userId, first: PAGE_SIZE, after: paging.after ?? null },
    requestPolicy: 'cache-and-network',
  })
  const form = useForm<{ text: string }>({ defaultValues: { text: '' } })
  const outcome = useOutcome<{ text: string }>({ fields: ['text'], setError: form.setError })
  const [, add] = useMutation(ADD_NOTE)
  const submit = form.handleSubmit(async ({ text }) => {
    const answer = await add({ userId, text })
    if (outcome.check(answer.data?.addUserNote, answer.error) === null) return
    form.reset()
    reload({ requestPolicy: 'network-only' })
  })
  return (
    <>
      {hasRole('admin.support') && (
        <form className={styles.row} style={{ alignItems: 'end' }} onSubmit={submit} noValidate>
          <TextField
            label={t('consolePlayers.note')}
            problem={form.formState.errors.text?.message}
            {...form.register('text')}
          />
          <Button type="submit" busy={form.formState.isSubmitting}>
            {t('consolePlayers.addNote')}
          </Button>
          {outcome.problem && <Notice tone="bad">{outcome.problem}</Notice>}
        </form>
      )}
      <Loaded data={data?.user?.notes} error={error} retry={reload}>
        {({ edges, pageInfo }) => (
          <>
            <ServerTable
              label={t('consolePlayers.notes')}
              busy={fetching}
              rows={edges.map(({ node }) => node)}
              columns={[
                { title: t('consolePlayers.note'), cell: note => note.text },
                { title: t('consolePlayers.author'), cell: note => note.author.username },
                { title: t('console.when'), cell: note => <Moment at={note.createdAt} /> },
              ]}
            />
            <Pager paging={paging} pageInfo={pageInfo} label={t('consolePlayers.notes')} />
          </>
        )}
      </Loaded>
    </>
  )
}
