import { useEffect, useRef, useState, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../../ui/button.js'
import parts from '../../../../ui/ui.module.css'
import { useStore } from '../play/store.js'
import type { WorldSession } from '../play/world-session.js'
import styles from '../world.module.css'

/** `say` of the contract. */
const TEXT_MAX = 120

/** Speech of those near, and a line to say something. */
export function ChatPanel({ session, input }: { session: WorldSession; input: RefObject<HTMLInputElement | null> }) {
  const { t } = useTranslation()
  const lines = useStore(session.chat)
  const [text, setText] = useState('')
  const [isBusy, setBusy] = useState(false)
  const log = useRef<HTMLDivElement>(null)
  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight })
  }, [lines])
  const submit = async () => {
    if (text.trim() === '' || isBusy) return
    setBusy(true)
    if (await session.say(text.trim())) setText('')
    setBusy(false)
  }
  return (
    <section className={parts.card} aria-labelledby="chat-title">
      <h2 id="chat-title">{t('world.chat')}</h2>
      <div ref={log} role="log" className={styles.log} aria-labelledby="chat-title" tabIndex={0}>
        {lines.length === 0 && <p className={parts.muted}>{t('world.nothingSaid')}</p>}
        {lines.map(({ key, name, text: said, isOwn }) => (
          <p key={key}>
            <strong>{isOwn ? t('world.you') : name}</strong>: {said}
          </p>
        ))}
      </div>
      <form
        className={styles.chatForm}
        onSubmit={event => {
          event.preventDefault()
          void submit()
        }}
      >
        <label className={parts.field}>
          <span className={parts.label}>{t('world.say')}</span>
          <input
            ref={input}
            className={parts.input}
            value={text}
            maxLength={TEXT_MAX}
            autoComplete="off"
            onChange={({ target }) => setText(target.value)}
          />
        </label>
        <Button type="submit" busy={isBusy}>
          {t('world.send')}
        </Button>
      </form>
    </section>
  )
}
