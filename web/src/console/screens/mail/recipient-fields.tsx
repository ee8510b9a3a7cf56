import type { UseFormRegister, UseFormWatch } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { TextField } from '../../../ui/text-field.js'
import type { Recipients } from './draft.js'

/** To whom something is sent: everyone, or players by their ids. */
export function RecipientFields<Values extends Recipients>(props: {
  readonly register: UseFormRegister<Values>
  readonly watch: UseFormWatch<Values>
  readonly problem: string | undefined
}) {
  const { t } = useTranslation()
  // Both fields belong to every form that has recipients.
  const register = props.register as unknown as UseFormRegister<Recipients>
  const everyone = (props.watch as unknown as UseFormWatch<Recipients>)('everyone')
  return (
    <>
      <label>
        <input type="checkbox" {...register('everyone')} /> {t('consoleMail.everyone')}
      </label>
      {!everyone && (
        <TextField
          label={t('consoleMail.userIds')}
          hint={t('consoleMail.userIdsHint')}
          problem={props.problem}
          {...register('userIds', { validate: value => value.trim() !== '' || t('consoleMail.needed') })}
        />
      )}
    </>
  )
}
