import { useState } from 'react'

/** By the editor's key. They end with the page. */
const drafts = new Map<string, string>()

/** The text of an editor that is not published yet: kept while other tabs, screens and editors are open. */
export function useDraft(key: string, published: string) {
  const [text, setText] = useState(drafts.get(key) ?? published)
  return {
    text,
    change: (next: string) => {
      drafts.set(key, next)
      setText(next)
    },
    /** Forgets the draft, once it is published or given up. */
    settle: () => drafts.delete(key),
  }
}
