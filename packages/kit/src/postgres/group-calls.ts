/**
 * Lets calls that arrive during a run share the next one: one statement, one round trip and one commit for
 * many of them. A single call runs alone, at once. A group that fails is run again one by one, so that no
 * call gets another's error: `run` must leave nothing behind when it fails, or be safe to repeat.
 */
export function groupCalls<Input, Output>(options: {
  /** Answers in the order of the inputs. */
  run: (inputs: readonly Input[]) => Promise<readonly Output[]>
  /** Calls of equal keys run one after the other: never in one run, nor in two at once. */
  key: (input: Input) => string
  /** Calls in one run. */
  sizeMax: number
  /** Runs under way at once: the fewer, the more calls share each. */
  runsMax: number
  /** How many calls have to wait before another run starts beside one that is under way. */
  extraRunFrom: number
}): (input: Input) => Promise<Output> {
  const { run, key, sizeMax, runsMax, extraRunFrom } = options
  let waiting: Waiting<Input, Output>[] = []
  const underWay = new Set<string>()
  let runs = 0
  let isScheduled = false

  const start = () => {
    isScheduled = false
    while (runs < runsMax && waiting.length >= (runs === 0 ? 1 : extraRunFrom)) {
      const group = new Map<string, Waiting<Input, Output>>()
      const left: Waiting<Input, Output>[] = []
      for (const call of waiting) {
        const id = key(call.input)
        if (group.size < sizeMax && !group.has(id) && !underWay.has(id)) group.set(id, call)
        else left.push(call)
      }
      if (group.size === 0) return
      waiting = left
      runs++
      for (const id of group.keys()) underWay.add(id)
      void answer([...group.values()], run).finally(() => {
        runs--
        for (const id of group.keys()) underWay.delete(id)
        start()
      })
    }
  }

  return input =>
    new Promise<Output>((resolve, reject) => {
      waiting.push({ input, resolve, reject })
      if (isScheduled) return
      isScheduled = true
      // Calls whose requests arrived together all join the queue before the first run starts.
      setImmediate(start)
    })
}

interface Waiting<Input, Output> {
  readonly input: Input
  readonly resolve: (output: Output) => void
  readonly reject: (error: unknown) => void
}

async function answer<Input, Output>(
  calls: readonly Waiting<Input, Output>[],
  run: (inputs: readonly Input[]) => Promise<readonly Output[]>,
): Promise<void> {
  try {
    const outputs = await run(calls.map(({ input }) => input))
    if (outputs.length !== calls.length)
      throw new Error(`Expected ${calls.length} answers of a run, got ${outputs.length}`)
    for (const [place, { resolve }] of calls.entries()) resolve(outputs[place] as Output)
  } catch (error) {
    if (calls.length === 1) calls[0]?.reject(error)
    else await Promise.all(calls.map(call => answer([call], run)))
  }
}
