import type { TypedDocumentNode } from 'urql'
import type { RefusalLike } from '../../../refusals/refusal.js'
import { useAct } from '../../../refusals/use-act.js'
import { Button } from '../../../ui/button.js'
import ui from '../../../ui/ui.module.css'

/** A button that does one mutation, and says where it was refused. */
export function ActButton<Data, Variables extends Record<string, unknown>>(props: {
  readonly document: TypedDocumentNode<Data, Variables>
  readonly variables: Variables
  readonly resultOf: (data: Data) => RefusalLike | boolean
  readonly label: string
  /** With whom, for those who do not see the row that the button stands in. */
  readonly name: string
  readonly tone?: 'plain' | 'primary' | 'danger'
  readonly onDone?: () => void
}) {
  const { document, variables, resultOf, label, name, tone = 'plain', onDone } = props
  const { attempt, busy, problem } = useAct(document, resultOf)
  const run = async () => {
    if ((await attempt(variables)) === null) onDone?.()
  }
  return (
    <>
      <Button tone={tone} busy={busy} aria-label={name} onClick={() => void run()}>
        {label}
      </Button>
      {problem !== null && (
        <p role="alert" className={ui.problem}>
          {problem}
        </p>
      )}
    </>
  )
}
