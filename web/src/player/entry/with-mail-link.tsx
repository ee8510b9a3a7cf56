import { useState, type ReactNode } from 'react'
import { MailLinkPage } from './mail-link-page.js'
import { takeMailLink } from './mail-link.js'

const opened = takeMailLink()

/** The link of a mail that the page was opened by, and then the page. */
export function WithMailLink({ children }: { children: ReactNode }) {
  const [link, setLink] = useState(opened)
  if (link === null) return children
  return <MailLinkPage link={link} onDone={() => setLink(null)} />
}
