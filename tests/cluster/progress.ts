/** Runs one task and says when it has ended, and how long it took. */
export async function stepOnStderr<T>(title: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const end = (mark: string) =>
    process.stderr.write(`  ${mark} ${title} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`)
  try {
    const result = await work()
    end('✓')
    return result
  } catch (error) {
    end('✗')
    throw error
  }
}
