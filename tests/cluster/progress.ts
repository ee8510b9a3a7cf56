import { timedStep } from '@waystone/kit/command'

export const stepOnStderr = <T>(title: string, work: () => Promise<T>): Promise<T> =>
  timedStep(process.stderr, title, work)
