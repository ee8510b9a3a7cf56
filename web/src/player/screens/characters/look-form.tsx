import type { Appearance } from '@waystone/live-client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { showToast } from '../../../ui/toasts.js'
import parts from '../../../ui/ui.module.css'
import { refusalText, type RefusalLike } from '../../../refusals/refusal.js'
import { AppearanceFields } from './appearance-fields.js'

const CHANGE = graphql(`
  mutation ChangeAppearance($characterId: ID!, $appearance: AppearanceInput!) {
    result: changeAppearance(characterId: $characterId, appearance: $appearance) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`)
const ENTER = graphql(`
  mutation EnterToChange($characterId: ID!) {
    result: enterWorld(characterId: $characterId) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`)
const LEAVE = graphql(`
  mutation LeaveAfterChange($characterId: ID!) {
    result: leaveWorld(characterId: $characterId) {
      __typename
      ... on Refusal {
        message
      }
    }
  }
`)
const LOOK = graphql(`
  query CharacterLook($id: ID!) {
    character(id: $id) {
      id
      appearance {
        hairStyle
        hairColor
        clothColor
      }
    }
  }
`)

/** Changes the look. Only the world changes it, so a character that is not there enters for a moment. */
export function LookForm({
  character,
}: {
  character: { id: string; art: string; online: boolean; appearance: Appearance }
}) {
  const { id: characterId, art, online, appearance } = character
  const { t } = useTranslation()
  const client = useClient()
  const { hairStyle, hairColor, clothColor } = appearance
  // Without the name of its type, which the cache adds: an input has none.
  const [look, setLook] = useState<Appearance>({ hairStyle, hairColor, clothColor })
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const save = async (): Promise<string | null> => {
    const refused = (data: { result: RefusalLike } | undefined): string | null =>
      !data ? t('unreachable') : data.result.__typename === 'CommandAccepted' ? null : refusalText(data.result)
    if (!online) {
      const entered = refused((await client.mutation(ENTER, { characterId })).data)
      if (entered !== null) return entered
    }
    const changed = refused((await client.mutation(CHANGE, { characterId, appearance: look })).data)
    if (!online) await client.mutation(LEAVE, { characterId })
    return changed
  }
  const submit = async () => {
    setBusy(true)
    const refusal = await save()
    setProblem(refusal)
    if (refusal === null) {
      await client.query(LOOK, { id: characterId }, { requestPolicy: 'network-only' })
      showToast(t('characters.lookChanged'))
    }
    setBusy(false)
  }
  return (
    <section className={parts.card} aria-labelledby="look-title">
      <h2 id="look-title">{t('characters.look')}</h2>
      <AppearanceFields art={art} look={look} onChange={setLook} />
      {problem && <Notice tone="bad">{problem}</Notice>}
      <div className={parts.row}>
        <Button tone="primary" busy={isBusy} onClick={() => void submit()}>
          {t('characters.saveLook')}
        </Button>
      </div>
    </section>
  )
}
