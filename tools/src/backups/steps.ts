import { timedStep } from '@waystone/kit/command'

/** Tells the person at the terminal what is being done, on standard error: standard output is for the result. */
export interface Steps {
  run<T>(title: string, work: () => Promise<T>): Promise<T>
}

export function stepsOn(stream: { write(text: string): unknown }): Steps {
  return {
    run: async (title, work) => {
      stream.write(`  … ${title}\n`)
      return await timedStep(stream, title, work)
    },
  }
}
