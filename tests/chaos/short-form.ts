import { isShort as isShortRun } from '../short-forms.js'

/** `CHAOS=short`, as in CI: a step of each kind, and fewer clients and rounds. */
export const isShort = isShortRun('CHAOS')
