import { afterEach, expect, test } from 'vitest'
import { aCharacter, characterId } from '../../../test/small-world.js'
import { readWorldContent } from '../content/read-content.js'
import { startWorldLoop, type WorldLoop } from '../loop/world-loop.js'
import { createLocalWatches } from './local-watches.js'
import type { Watch } from './watch-source.js'

const { start } = readWorldContent()
let loop: WorldLoop | undefined
afterEach(() => loop?.close())

test('watches that are lost and begin at once anew are not lost again by the same move', async () => {
  const opened = startWorldLoop(
    { contentDirectory: null, maps: [{ mapId: start.id, tick: 0, seed: 1 }] },
    {
      onFailure: error => {
        throw error
      },
    },
  )
  loop = opened
  const source = createLocalWatches({
    idle: { watched: () => () => {} },
    loop: opened,
    writer: { settled: async () => {} },
  })
  let losses = 0
  const watch = () => {
    let watching: Watch | undefined
    const begin = () => {
      watching?.stop()
      watching = source.watch(
        { kind: 'changes', characterId: characterId(1) },
        {
          take: () => {},
          ring: () => {},
          lost: () => {
            // A bound, so that a watch that is always lost fails the test rather than hang it.
            if (++losses < 10) begin()
          },
        },
      )
    }
    begin()
  }
  watch()
  watch()
  await opened.command({ type: 'enter', character: aCharacter(1), at: start.spawn }, { mapId: start.id })
  await opened.release([start.id])
  expect(losses).toBe(2)
})
