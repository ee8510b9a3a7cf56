import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { QuestInput } from '../../../generated/graphql.js'
import { useIntent } from '../../../intents/use-intent.js'
import { errorText } from '../../../refusals/error-text.js'
import { Button } from '../../../ui/button.js'
import { Loaded } from '../../../ui/screen.js'
import { ServerTable } from '../../parts/server-table.js'
import { hasRole } from '../../roles.js'
import { definitionText } from './definition.js'
import { DefinitionEditor, type Edited } from './definition-editor.js'
import { QuestGraph } from './quest-graph.js'

const QUESTS = graphql(`
  query ConsoleQuests {
    questsConnection(first: 100, availableOnly: false) {
      edges {
        node {
          id
          name
          version
          reset
          prerequisites {
            id
            name
          }
          versions(first: 1) {
            edges {
              node {
                definition
              }
            }
          }
        }
      }
    }
  }
`)

const PUBLISH = graphql(`
  mutation ConsolePublishQuest($id: ID, $input: QuestInput!, $reason: String!, $idempotencyKey: ID!) {
    publishQuest(id: $id, input: $input, reason: $reason, idempotencyKey: $idempotencyKey) {
      __typename
      ... on Quest {
        id
        version
      }
      ...Refused
    }
  }
`)

const NEW_QUEST = {
  name: '',
  description: '',
  reset: 'NEVER',
  autoClaim: false,
  prerequisiteIds: [],
  objectives: [{ description: '', eventType: 'monster.killed', target: 1, streak: false }],
  rewards: [{ currency: 'GOLD', amount: 10 }],
  translations: [],
}

/** The catalog with its graph of prerequisites, and an editor for one of its quests or a new one. */
export function Quests() {
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({ query: QUESTS, requestPolicy: 'cache-and-network' })
  const [edited, setEdited] = useState<Edited | null>(null)
  return (
    <Loaded data={data?.questsConnection} error={error} retry={reload}>
      {({ edges }) => {
        const quests = edges.map(({ node }) => node)
        const edit = (id: string) => {
          const definition = quests.find(quest => quest.id === id)?.versions?.edges[0]?.node.definition
          setEdited({ id, published: definitionText(definition ?? {}) })
        }
        return (
          <>
            <QuestGraph quests={quests} onChoose={edit} />
            <ServerTable
              label={t('consoleContent.quests')}
              rows={quests}
              columns={[
                { title: t('consolePlayers.name'), cell: quest => quest.name },
                { title: t('consoleContent.version'), numeric: true, cell: quest => quest.version },
                { title: t('consoleContent.reset'), cell: quest => quest.reset },
                {
                  title: t('consoleContent.prerequisites'),
                  cell: quest => quest.prerequisites.map(({ name }) => name).join(', ') || '–',
                },
                {
                  title: t('consolePlayers.actions'),
                  cell: quest => <Button onClick={() => edit(quest.id)}>{t('consoleContent.edit')}</Button>,
                },
              ]}
            />
            {hasRole('admin.content') && (
              <p>
                <Button onClick={() => setEdited({ id: null, published: definitionText(NEW_QUEST) })}>
                  {t('consoleContent.newQuest')}
                </Button>
              </p>
            )}
            {edited && (
              <QuestEditor
                key={edited.id ?? 'new'}
                edited={edited}
                onPublished={next => {
                  setEdited(next)
                  reload({ requestPolicy: 'network-only' })
                }}
              />
            )}
          </>
        )
      }}
    </Loaded>
  )
}

const COMPARED_AFTER_MS = 300

function QuestEditor({ edited, onPublished }: { edited: Edited; onPublished: (edited: Edited) => void }) {
  const { t } = useTranslation()
  const intent = useIntent<unknown>(`publish-quest:${edited.id ?? 'new'}`)
  const [, send] = useMutation(PUBLISH)
  return (
    <DefinitionEditor
      kind="quest"
      titleOfNew={t('consoleContent.newQuest')}
      edited={edited}
      settleMs={COMPARED_AFTER_MS}
      publish={async (definition, reason) => {
        // The server checks each field, and names those that are wrong.
        const input = definition as QuestInput
        const { data, error } = await send({ id: edited.id, input, reason, idempotencyKey: intent.keyFor(input) })
        if (!data) return errorText(error)
        intent.settle()
        return data.publishQuest
      }}
      onPublished={onPublished}
    />
  )
}
