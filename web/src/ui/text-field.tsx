import { Field } from '@base-ui/react/field'
import type { ComponentProps, ReactNode } from 'react'
import styles from './ui.module.css'

export interface TextFieldProps extends ComponentProps<'input'> {
  readonly label: string
  readonly hint?: ReactNode
  /** The problem with the value; read out with the field. */
  readonly problem?: string | undefined
}

/** A labelled input; takes what `register` of react-hook-form returns. */
export function TextField({ label, hint, problem, ...input }: TextFieldProps) {
  return (
    <Field.Root invalid={problem !== undefined} className={styles.field}>
      <Field.Label className={styles.label}>{label}</Field.Label>
      <Field.Control {...input} className={styles.input} />
      {hint && <Field.Description className={styles.muted}>{hint}</Field.Description>}
      <Field.Error match={problem !== undefined} className={styles.problem}>
        {problem}
      </Field.Error>
    </Field.Root>
  )
}
