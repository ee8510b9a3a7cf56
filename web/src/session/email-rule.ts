import i18next from 'i18next'
import type { FieldValues, Path, RegisterOptions } from 'react-hook-form'

/** As HTML has it: https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address */
const EMAIL =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/i

export const isEmail = (text: string): boolean => EMAIL.test(text)

/**
 * The API's scalar refuses what is no address before any input is looked at, so that the form says it itself.
 * For `register` of react-hook-form.
 */
export const emailRule = <Values extends FieldValues, Name extends Path<Values>>(): RegisterOptions<Values, Name> => ({
  validate: value => isEmail(String(value).trim()) || i18next.t('session.emailInvalid'),
})
