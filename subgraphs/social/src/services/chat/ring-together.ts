import { createBell, type Bell } from '@waystone/kit/live'

/** One bell that rings with any of these, with their ids; closing it closes them, and so does the end of any. */
export function ringTogether(bells: readonly Bell[]): Bell {
  const all = createBell(() => {
    for (const one of bells) one.close()
  })
  const forward = async (from: Bell): Promise<void> => {
    for (await from.rung(); !from.isClosed; await from.rung()) {
      for (const id of from.hear()) all.ring(id)
      all.ring()
    }
    all.close()
  }
  for (const one of bells) void forward(one)
  return all
}
