import { parentPort, Worker } from 'node:worker_threads'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { FULL, importWorld, NO_CHANGES, projectionOf, type BuiltWorld } from './built-world.js'
import { root } from '../processes.js'
import { createMaps } from '../world/maps.js'
import { idOf, Players } from './players.js'
import { caseSchema, type Case, type Figures } from './contract.js'

/**
 * Measures one case in a process of its own, and says the figures: the loop without its clock. It runs in a worker, as
 * it does in production, so that the memory of what was written goes to the main thread, which drops it.
 */

const TICK_MS = 40
const WARM_UP_TICKS = 250

if (parentPort === null) {
  const worker = new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) })
  worker.on('message', (message: { readonly figures?: Figures }) => {
    if (message.figures !== undefined) process.stdout.write(JSON.stringify(message.figures))
  })
} else {
  const given: Case = caseSchema.parse(JSON.parse(process.argv[2] ?? ''))
  parentPort.postMessage({ figures: measure(await importWorld(), given) }, [])
}

function measure(
  built: BuiltWorld,
  { crowdSide, encodes, everyTicks, maps: mapCount, players: count, ticks }: Case,
): Figures {
  const maps = createMaps(mapCount)
  const [first] = maps
  const kindsFile = path.join(root, 'prisma', 'characters', 'content', 'monsters.json')
  const kinds = built.parseMonsterKinds('monsters.json', readFileSync(kindsFile, 'utf8'))
  const files = maps.map(({ key, text }) => built.parseMapFile(`${key}.txt`, text))
  const content = built.linkWorld(files, { kinds, startKey: first?.key ?? '' })
  const runner = built.createWorldRunner(content, {
    contentDirectory: null,
    maps: maps.map(({ id }, seed) => ({ mapId: id, tick: 0, seed })),
  })
  const players = new Players(runner, maps, { side: crowdSide })
  const projection = projectionOf(built, encodes ? FULL : NO_CHANGES)
  for (let player = 0; player < count; player++) {
    const map = maps[player % maps.length]
    if (map === undefined) throw new Error('There is no map')
    players.enter(player, map)
    runner.viewers.watch(player, { characterId: idOf(player), everyTicks, projection })
    const characterId = idOf(player)
    const named = { characterId, name: `Player${player}`, ownerId: characterId }
    runner.viewers.introduce({ ...named, blockedIds: [], blocksVersion: 0 })
  }
  // Interest and encoding are timed apart from the rest of a tick.
  const { after } = runner.viewers
  let viewsUs = 0
  runner.viewers.after = tick => {
    const began = process.cpuUsage()
    const bodies = after(tick)
    viewsUs = spentUs(began)
    return bodies
  }

  const tickMs: number[] = []
  const loopMs: number[] = []
  const viewsMs: number[] = []
  let [updates, bytes] = [0, 0]
  for (let tick = 1; tick <= WARM_UP_TICKS + ticks; tick++) {
    players.act(tick, count)
    const began = process.cpuUsage()
    const { changed, views } = runner.tick(tick * TICK_MS)
    const spent = spentUs(began)
    players.note(changed)
    const isMeasured = tick > WARM_UP_TICKS
    if (isMeasured) {
      tickMs.push(spent / 1_000)
      loopMs.push((spent - viewsUs) / 1_000)
      viewsMs.push(viewsUs / 1_000)
    }
    if (views === null) continue
    built.readBodies(views, body => {
      players.look(body)
      if (!isMeasured) return
      updates++
      for (const part of body.parts) bytes += part.length
    })
    parentPort?.postMessage({ buffer: views.buffer }, [views.buffer])
  }
  return { tickMs, loopMs, viewsMs, updates, bytes }
}

/** CPU time of all threads, the garbage collector's included. */
function spentUs(since: NodeJS.CpuUsage): number {
  const { system, user } = process.cpuUsage(since)
  return system + user
}
