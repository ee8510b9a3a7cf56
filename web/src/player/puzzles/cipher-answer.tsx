import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.js'
import { TextField } from '../../ui/text-field.js'
import ui from '../../ui/ui.module.css'
import type { AnswerProps } from './answer-props.js'
import { decipher, type CipherData } from './boards.js'
import styles from './puzzles.module.css'

/** A key can be tried out, which costs nothing; the answer is the text that it gives, or any other that is typed. */
export function CipherAnswer({ data, busy, onAnswer }: AnswerProps<CipherData>) {
  const { t } = useTranslation()
  const [key, setKey] = useState('')
  const [text, setText] = useState('')
  return (
    <form
      className={ui.stack}
      noValidate
      onSubmit={event => {
        event.preventDefault()
        if (!busy && text.trim() !== '') onAnswer(text)
      }}
    >
      <p className={styles.text}>{data.text}</p>
      <div className={ui.form}>
        <TextField
          label={t('puzzles.key', { count: data.keyLength })}
          hint={t('puzzles.keyHint')}
          maxLength={data.keyLength}
          autoComplete="off"
          autoCapitalize="characters"
          value={key}
          onChange={({ target }) => setKey(target.value)}
        />
      </div>
      <p className={styles.text} role="status" aria-label={t('puzzles.withKey')}>
        {decipher(data, key)}
      </p>
      <div>
        <Button onClick={() => setText(decipher(data, key))}>{t('puzzles.takeText')}</Button>
      </div>
      <TextField
        label={t('puzzles.plainText')}
        autoComplete="off"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <details>
        <summary>{t('puzzles.words', { count: data.words.length })}</summary>
        <p className={styles.words}>{data.words.join(' · ').toLowerCase()}</p>
      </details>
      <div>
        <Button type="submit" tone="primary" busy={busy} aria-disabled={text.trim() === ''}>
          {t('puzzles.answer')}
        </Button>
      </div>
    </form>
  )
}
