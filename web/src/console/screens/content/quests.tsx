import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { QuestInput } from '../../../generated/graphql.js'
import { useIntent } from '../../../intents/use-intent.js'
import { errorText } from '../../../refusals/error-text.js'
import { Button } from '../../../ui/button.js'
import { Loaded } from '../../../ui/screen.js'
import { showToast } from '../../../ui/toasts.js'
import styles from '../../../ui/ui.module.css'
import { ActWithReason } from '../../parts/reason-dialog.js'
import { ServerTable } from '../../parts/server-table.js'
import { hasRole } from '../../roles.js'
import { definitionText, parseDefinition } from './definition.js'
import { DefinitionDiff } from './definition-diff.js'
import { DefinitionField } from './definition-field.js'
import { Editor } from './editor.js'
import { QuestGraph } from './quest-graph.js'
import { useDelayed } from './use-delayed.js'
import { Versions } from './versions.js'

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
      ... on InvalidInput {
        problems {
          field
          message
        }
      }
      ... on Refusal {
        message
      }
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

interface Edited {
  /** Null for a new one. */
  readonly id: string | null
  readonly published: string
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
                onPublished={(id, published) => {
                  setEdited({ id, published })
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

function QuestEditor({
  edited,
  onPublished,
}: {
  edited: Edited
  onPublished: (id: string, published: string) => void
}) {
  const { t } = useTranslation()
  const [text, setText] = useState(edited.published)
  const [problems, setProblems] = useState<readonly string[]>([])
  const settled = useDelayed(text, COMPARED_AFTER_MS)
  const parsed = parseDefinition(settled)
  const intent = useIntent(`publish-quest:${edited.id ?? 'new'}`)
  const [, publish] = useMutation(PUBLISH)
  const published = async (reason: string): Promise<string | null> => {
    const { definition, problem } = parseDefinition(text)
    if (definition === null) return problem
    // The server checks each field, and names those that are wrong.
    const input = definition as QuestInput
    const { data, error } = await publish({ id: edited.id, input, reason, idempotencyKey: intent.key() })
    if (data === undefined) return errorText(error)
    intent.settle()
    const result = data.publishQuest
    if (result.__typename !== 'Quest') {
      setProblems(result.problems.map(({ field, message }) => `${field}: ${message}`))
      return result.message
    }
    setProblems([])
    showToast(t('consoleContent.published', { version: result.version }))
    onPublished(result.id, text)
    return null
  }
  return (
    <Editor title={edited.id === null ? t('consoleContent.newQuest') : t('consoleContent.editor')}>
      <DefinitionField
        label={t('consoleContent.definition')}
        text={text}
        problems={parsed.problem === null ? problems : [parsed.problem]}
        onChange={setText}
      />
      <h3>{t('consoleContent.diff')}</h3>
      <DefinitionDiff before={edited.published} after={settled} />
      {hasRole('admin.content') && (
        <div className={styles.row}>
          <ActWithReason
            label={t('consoleContent.publish')}
            description={t('consoleContent.publishText')}
            tone="primary"
            disabled={parsed.definition === null}
            act={published}
          />
        </div>
      )}
      {edited.id && <Versions key={edited.published} kind="quest" id={edited.id} current={settled} />}
    </Editor>
  )
}
