/** Tells the person at the terminal what goes on and how long it took. */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  process.stderr.write(`  … ${title}\n`)
  const result = await work()
  process.stderr.write(`  ✓ ${title} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`)
  return result
}

export const say = (text: string): void => {
  process.stderr.write(`${text}\n`)
}
