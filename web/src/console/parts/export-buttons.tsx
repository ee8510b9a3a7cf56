import { Download } from 'lucide-react'
import { print } from 'graphql'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TypedDocumentNode } from 'urql'
import { accessToken } from '../../session/session.js'
import { Button } from '../../ui/button.js'
import { showToast } from '../../ui/toasts.js'
import styles from '../../ui/ui.module.css'
import { saveFile } from './save-file.js'

/**
 * All rows of a table, not only those that are shown: the gateway asks for page after page and streams them.
 * @param path of the connection in the answer, such as `user.ledger`; the document takes `$first` and `$after`
 */
export function ExportButtons<Variables extends object>(props: {
  readonly document: TypedDocumentNode<unknown, Variables>
  readonly variables: Variables
  readonly path: string
}) {
  const { t } = useTranslation()
  const [running, setRunning] = useState<'csv' | 'json' | null>(null)
  const save = async (format: 'csv' | 'json') => {
    setRunning(format)
    try {
      await download(props, format)
    } catch {
      showToast(t('console.exportFailed'), t('console.exportFailedText'))
    } finally {
      setRunning(null)
    }
  }
  return (
    <div className={styles.row}>
      {(['csv', 'json'] as const).map(format => (
        <Button key={format} busy={running === format} onClick={() => save(format)}>
          <Download size={16} aria-hidden />
          {t('console.export', { format: format.toUpperCase() })}
        </Button>
      ))}
    </div>
  )
}

/** Throws when the export is refused, or ends before its last row. */
async function download(
  { document, variables, path }: { document: TypedDocumentNode<unknown, never>; variables: object; path: string },
  format: 'csv' | 'json',
): Promise<void> {
  const response = await fetch('/console/export', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await accessToken()}` },
    body: JSON.stringify({ query: print(document), variables, path, format }),
  })
  await saveFile(response, `export.${format}`)
}
