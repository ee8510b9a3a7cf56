import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.js'
import { Dialog } from '../../../ui/dialog.js'
import { Notice } from '../../../ui/notice.js'
import { TextField } from '../../../ui/text-field.js'
import ui from '../../../ui/ui.module.css'

const MESSAGE_LENGTH_MAX = 200

/** Asks what goes with an application; `apply` answers null when it is sent, or why it is not. */
export function ApplyDialog(props: {
  readonly open: boolean
  readonly guildName: string
  readonly apply: (message: string) => Promise<string | null>
  readonly onClose: () => void
}) {
  const { open, guildName, apply, onClose } = props
  const { t } = useTranslation()
  const form = useForm<{ message: string }>({ defaultValues: { message: '' } })
  const { errors, isSubmitting } = form.formState
  const submit = form.handleSubmit(async ({ message }) => {
    const why = await apply(message.trim())
    if (why === null) onClose()
    else form.setError('root', { message: why })
  })
  return (
    <Dialog
      open={open}
      title={t('guild.applyOf', { name: guildName })}
      description={t('guild.applyText')}
      onClose={onClose}
    >
      <form className={ui.stack} onSubmit={submit} noValidate>
        <TextField
          label={t('guild.message')}
          autoComplete="off"
          maxLength={MESSAGE_LENGTH_MAX}
          {...form.register('message')}
        />
        {errors.root?.message && <Notice tone="bad">{errors.root.message}</Notice>}
        <div className={ui.row}>
          <Button type="submit" tone="primary" busy={isSubmitting}>
            {t('guild.apply')}
          </Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
