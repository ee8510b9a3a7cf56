import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient, type Client } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { collectExport, type ExportPage, type ExportPart } from './export-account.js'
import { Part } from './part.js'

const EXPORT_PAGE = graphql(`
  query ExportPage(
    $after: String
    $account: Boolean!
    $character: Boolean!
    $quest: Boolean!
    $gacha: Boolean!
    $social: Boolean!
    $notification: Boolean!
  ) {
    me {
      id
      accountExport(after: $after) @include(if: $account) {
        endCursor
        entries
      }
      characterExport(after: $after) @include(if: $character) {
        endCursor
        entries
      }
      questExport(after: $after) @include(if: $quest) {
        endCursor
        entries
      }
      gachaExport(after: $after) @include(if: $gacha) {
        endCursor
        entries
      }
      socialExport(after: $after) @include(if: $social) {
        endCursor
        entries
      }
      notificationExport(after: $after) @include(if: $notification) {
        endCursor
        entries
      }
    }
  }
`)

type State =
  | { readonly phase: 'idle' }
  | { readonly phase: 'running' | 'done'; readonly count: number }
  | { readonly phase: 'failed' }

/** Collects the export page by page, and hands it over as one file. */
export function ExportButton() {
  const { t } = useTranslation()
  const client = useClient()
  const [state, setState] = useState<State>({ phase: 'idle' })
  const start = async () => {
    setState({ phase: 'running', count: 0 })
    try {
      const { count, parts } = await collectExport(
        (part, after) => readPage(client, { part, after }),
        so => setState({ phase: 'running', count: so }),
      )
      saveAs('waystone-account.json', JSON.stringify(parts, null, 2))
      setState({ phase: 'done', count })
    } catch {
      setState({ phase: 'failed' })
    }
  }
  return (
    <Part title={t('account.export.title')} hint={t('account.export.text')}>
      <div>
        <Button busy={state.phase === 'running'} onClick={() => void start()}>
          {t('account.export.start')}
        </Button>
      </div>
      <div role="status">
        {state.phase === 'running' && t('account.export.running', { count: state.count })}
        {state.phase === 'done' && t('account.export.done', { count: state.count })}
      </div>
      {state.phase === 'failed' && <Notice tone="bad">{t('unreachable')}</Notice>}
    </Part>
  )
}

/** @throws Error where the page could not be had */
async function readPage(client: Client, page: { part: ExportPart; after: string | null }): Promise<ExportPage> {
  const { part, after } = page
  const variables = {
    after,
    account: part === 'accountExport',
    character: part === 'characterExport',
    quest: part === 'questExport',
    gacha: part === 'gachaExport',
    social: part === 'socialExport',
    notification: part === 'notificationExport',
  }
  const { data, error } = await client.query(EXPORT_PAGE, variables, { requestPolicy: 'network-only' })
  const answer = data?.me?.[part]
  if (!answer) throw error ?? new Error(`${part} was not answered`)
  return answer
}

function saveAs(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
