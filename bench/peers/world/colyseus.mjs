// Colyseus 0.18 with a StateView for each client, before the same world as ours: the simulation and the rule of
// interest are ours, as they are built, so that both compute the same and differ in what they send and how.
// node colyseus.mjs <URL of subgraphs/characters/dist/> <directory of content> <port>
import { createServer } from 'node:http'
import { matchMaker, Room, Server } from '@colyseus/core'
import { Encoder, schema, StateView, t } from '@colyseus/schema'
import { WebSocketTransport } from '@colyseus/ws-transport'

const [dist, contentDirectory, port] = process.argv.slice(2)
const load = file => import(new URL(file, dist))
const { readWorldContent } = await load('world/content/read-content.js')
const { createSimulation } = await load('world/simulation/simulation.js')
const { characterIdOf, kindOfMonster } = await load('world/simulation/state.js')
const { combatStatsOf } = await load('world/simulation/combat-stats.js')
const { isSameView, seesCell, seesTile, viewAround } = await load('world/notifier/view-rectangle.js')

const TICK_MS = 40
const MOVE = 1
const ATTACK = 2
// The default of 8 KB grows by copies while rooms are full.
Encoder.BUFFER_SIZE = 1024 * 1024

const Character = schema(
  {
    name: t.string(),
    class: t.uint8(),
    level: t.uint8(),
    hairStyle: t.uint8(),
    hairColor: t.uint8(),
    clothColor: t.uint8(),
    hp: t.uint16(),
    maxHp: t.uint16(),
    x: t.uint8(),
    y: t.uint8(),
  },
  'Character',
)
const Monster = schema(
  {
    name: t.string(),
    level: t.uint8(),
    hp: t.uint16(),
    maxHp: t.uint16(),
    x: t.uint8(),
    y: t.uint8(),
  },
  'Monster',
)
const Drop = schema({ name: t.string(), x: t.uint8(), y: t.uint8() }, 'Drop')
const WorldState = schema(
  {
    characters: t.map(Character).view(),
    monsters: t.map(Monster).view(),
    drops: t.map(Drop).view(),
  },
  'WorldState',
)

const content = readWorldContent(contentDirectory)
const rooms = []

class MapRoom extends Room {
  onCreate({ mapIndex }) {
    this.autoDispose = false
    // Patches go out at the end of each tick, not by a timer of their own.
    this.patchRate = null
    this.state = new WorldState()
    this.simulation = createSimulation({ map: content.maps[mapIndex], kinds: content.kinds }, mapIndex + 1)
    this.commands = []
    /** By client: its character and the rectangle of tiles that it sees. */
    this.viewers = new Map()
    this.onMessage(MOVE, (client, [x, y]) => {
      this.commands.push({ type: 'move', characterId: this.viewers.get(client)?.characterId, to: { x, y } })
    })
    this.onMessage(ATTACK, client => this.attack(this.viewers.get(client)?.characterId))
    for (const monster of this.world.state.monsters.rows) this.addMonster(monster)
    rooms.push(this)
  }

  get world() {
    return this.simulation.world
  }

  onJoin(client, { characterId, name, level, x, y }) {
    client.view = new StateView()
    this.viewers.set(client, { characterId, view: null })
    this.names ??= new Map()
    this.names.set(characterId, name)
    const character = {
      characterId,
      class: 'ARCHER',
      level,
      experience: 0,
      hp: null,
      appearance: { hairStyle: 0, hairColor: 0, clothColor: 0 },
      luresUsed: 0,
      pets: [],
    }
    this.commands.push({ type: 'enter', character, at: { x, y } })
  }

  onLeave(client) {
    const { characterId } = this.viewers.get(client)
    this.viewers.delete(client)
    client.view.dispose()
    this.commands.push({ type: 'leave', characterId })
  }

  /** The nearest monster that is in reach: clients of Colyseus know it by their state, these have none. */
  attack(characterId) {
    const row = this.world.rowOfCharacter.get(characterId)
    if (row === undefined) return
    const character = this.world.state.characters.at(row)
    const { reach } = combatStatsOf(character)
    let nearest = null
    let least = reach + 1
    for (const monster of this.world.state.monsters.rows) {
      const distance = Math.max(Math.abs(monster.x - character.x), Math.abs(monster.y - character.y))
      if (monster.hp === 0 || distance >= least) continue
      nearest = monster.row
      least = distance
    }
    if (nearest !== null) this.commands.push({ type: 'attack', characterId, monster: nearest })
  }

  addMonster(monster) {
    const { name, level, maxHp } = kindOfMonster(this.world, monster)
    const { row, hp, x, y } = monster
    this.state.monsters.set(String(row), new Monster().assign({ name, level, maxHp, hp, x, y }))
    return this.state.monsters.get(String(row))
  }

  tick() {
    const commands = this.commands
    const { changes, results } = this.simulation.step(commands)
    this.commands = commands.slice(results.length)
    for (const change of changes) this.apply(change)
    this.look()
    this.broadcastPatch()
  }

  apply(change) {
    const { characters, monsters, drops } = this.state
    switch (change.type) {
      case 'characterAppeared': {
        const row = this.world.rowOfCharacter.get(change.characterId)
        if (row === undefined) return
        const { class: classIndex, level, hairStyle, hairColor, clothColor, hp } = this.world.state.characters.at(row)
        const { maxHp } = combatStatsOf({ class: classIndex, level })
        const name = this.names.get(change.characterId)
        const { x, y } = change
        const made = new Character().assign({
          name,
          class: classIndex,
          level,
          hairStyle,
          hairColor,
          clothColor,
          hp,
          maxHp,
          x,
          y,
        })
        characters.set(change.characterId, made)
        return this.show(characters.get(change.characterId), change)
      }
      case 'characterMoved':
        return this.move(characters.get(change.characterId), change)
      case 'characterLeft':
        return this.hide(characters, change.characterId, change)
      case 'characterDamaged':
        if (characters.has(change.characterId)) characters.get(change.characterId).hp = change.hp
        return
      case 'characterLeveledUp':
        if (characters.has(change.characterId)) characters.get(change.characterId).level = change.level
        return
      case 'monsterAppeared':
        return this.show(this.addMonster(this.world.state.monsters.at(change.row)), change)
      case 'monsterMoved':
        return this.move(monsters.get(String(change.row)), change)
      case 'monsterDamaged':
        if (monsters.has(String(change.row))) monsters.get(String(change.row)).hp = change.hp
        return
      case 'monsterDied':
        return this.hide(monsters, String(change.row), change)
      case 'dropAppeared': {
        const { name, number, x, y } = change
        drops.set(String(number), new Drop().assign({ name, x, y }))
        return this.show(drops.get(String(number)), change)
      }
      case 'dropTaken':
      case 'dropLeft':
        return this.hide(drops, String(change.number), change)
      default:
    }
  }

  show(entity, { x, y }) {
    for (const [client, { view }] of this.viewers) if (view !== null && seesCell(view, x, y)) client.view.add(entity)
  }

  move(entity, { fromX, fromY, x, y }) {
    if (entity === undefined) return
    entity.x = x
    entity.y = y
    if (x >> 3 === fromX >> 3 && y >> 3 === fromY >> 3) return
    for (const [client, { view }] of this.viewers) {
      if (view === null) continue
      const saw = seesCell(view, fromX, fromY)
      if (saw === seesCell(view, x, y)) continue
      if (saw) client.view.remove(entity)
      else client.view.add(entity)
    }
  }

  hide(entities, key, { x, y }) {
    const entity = entities.get(key)
    if (entity === undefined) return
    for (const [client, { view }] of this.viewers) if (view !== null && seesCell(view, x, y)) client.view.remove(entity)
    entities.delete(key)
  }

  /** Moves each client's rectangle with its character. */
  look() {
    const { rowOfCharacter, state } = this.world
    for (const [client, viewer] of this.viewers) {
      const row = rowOfCharacter.get(viewer.characterId)
      if (row === undefined) continue
      const { x, y } = state.characters.at(row)
      const before = viewer.view
      const view = viewAround(x, y, before)
      if (before !== null && isSameView(before, view)) continue
      viewer.view = view
      if (before !== null) this.eachTile(before, view, entity => client.view.remove(entity))
      this.eachTile(view, before, entity => client.view.add(entity))
    }
  }

  /** Visits the entities on the tiles of one rectangle that the other does not see. */
  eachTile(view, other, take) {
    const { tiles, state } = this.world
    const visit = entity => entity !== undefined && take(entity)
    const { columns, lines } = tiles.monsters
    for (let tileY = Math.max(0, view.y0); tileY <= Math.min(lines - 1, view.y1); tileY++)
      for (let tileX = Math.max(0, view.x0); tileX <= Math.min(columns - 1, view.x1); tileX++) {
        if (other !== null && seesTile(other, tileX, tileY)) continue
        tiles.characters.ofTile(tileX, tileY, row => visit(this.state.characters.get(characterIdOf(this.world, row))))
        tiles.monsters.ofTile(tileX, tileY, row => visit(this.state.monsters.get(String(row))))
        tiles.drops.ofTile(tileX, tileY, row => visit(this.state.drops.get(String(state.drops.at(row).number))))
      }
  }
}

const http = createServer()
const server = new Server({ transport: new WebSocketTransport({ server: http, maxPayload: 4096 }), greet: false })
for (const index of content.maps.keys()) server.define(`map${index}`, MapRoom, { mapIndex: index })
await server.listen(Number(port), '127.0.0.1')
for (const index of content.maps.keys()) await matchMaker.createRoom(`map${index}`, { mapIndex: index })

let times = []
let due = performance.now() + TICK_MS
const tick = () => {
  const began = performance.now()
  for (const room of rooms) room.tick()
  const ended = performance.now()
  times.push(ended - began)
  // As our loop does: the next tick is due 40 ms after the one before; after a long pause none is made up for.
  due = Math.max(due + TICK_MS, ended)
  setTimeout(tick, Math.max(0, due - ended))
}
tick()

// The channel to the starting process is taken: a package of Colyseus sends figures of its own by it.
createServer((request, response) => {
  if (request.url === '/reset') times = []
  response.end(JSON.stringify({ ticksMs: times }))
}).listen(Number(port) + 1, '127.0.0.1')
