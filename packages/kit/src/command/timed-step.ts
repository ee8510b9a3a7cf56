/** Runs one task and says on the stream when it has ended, and how long it took. */
export async function timedStep<T>(
  stream: { write(text: string): unknown },
  title: string,
  work: () => Promise<T>,
): Promise<T> {
  const started = performance.now()
  const end = (mark: string) =>
    stream.write(`  ${mark} ${title} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`)
  try {
    const result = await work()
    end('✓')
    return result
  } catch (error) {
    end('✗')
    throw error
  }
}
