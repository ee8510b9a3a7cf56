/** Tells the person at the terminal what is being done, on standard error: standard output is for the result. */
export interface Steps {
  run<T>(title: string, work: () => Promise<T>): Promise<T>
}

export function stepsOn(stream: { write(text: string): unknown }): Steps {
  return {
    run: async (title, work) => {
      const started = performance.now()
      const end = (mark: string) =>
        stream.write(`  ${mark} ${title} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`)
      stream.write(`  … ${title}\n`)
      try {
        const result = await work()
        end('✓')
        return result
      } catch (error) {
        end('✗')
        throw error
      }
    },
  }
}
