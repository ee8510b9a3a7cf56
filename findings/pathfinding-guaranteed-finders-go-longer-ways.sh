#!/bin/sh
# pathfinding 0.4.18 (PathFinding.js): finders "guaranteed to find the shortest path" go longer ways when diagonal steps are allowed.
#
# Its README marks JumpPointFinder and BiDijkstraFinder as guaranteed, and jump point search is a pruning of A* that keeps one optimal path (AAAI 2011). One would expect each to
# find a path as short as DijkstraFinder's on the same grid with the same DiagonalMovement; a diagonal step costs the square root of 2.
# JumpPointFinder estimates by the Manhattan distance unless it is given a heuristic, which is more than a diagonal way costs (AStarFinder takes the octile distance then); BiDijkstraFinder ends where
# its two searches first meet, which need not be on a shortest path. Twelve cells with one or three obstacles are enough. With `heuristic: Heuristic.octile`, JumpPointFinder is right.
# Seen: on four small grids the paths are longer by 0.586, on 1,000 random grids 128 and 215 are; none is by AStarFinder, nor by JumpPointFinder with the octile distance. Exits with 1 when that has changed.
set -eu

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
echo '{ "private": true }' >package.json
npm install --silent --ignore-scripts --no-audit --no-fund pathfinding@0.4.18
cat >probe.cjs <<'JS'
const PF = require('pathfinding')

const { Always, IfAtMostOneObstacle, OnlyWhenNoObstacles } = PF.DiagonalMovement

/** Length of the way from the first cell to the last, as `finder` finds it. */
function lengthBy(finder, diagonalMovement, rows, heuristic) {
  const matrix = rows.map(row => [...row].map(cell => (cell === '#' ? 1 : 0)))
  const [width, height] = [matrix[0].length, matrix.length]
  const path = new PF[finder]({ diagonalMovement, heuristic }).findPath(0, 0, width - 1, height - 1, new PF.Grid(width, height, matrix))
  const cells = PF.Util.expandPath(path)
  return cells.slice(1).reduce((sum, [x, y], index) => sum + Math.hypot(x - cells[index][0], y - cells[index][1]), 0)
}
const compare = (finder, movement, rows) => ({
  finder,
  grid: rows.join(' '),
  shortest: lengthBy('DijkstraFinder', movement, rows).toFixed(3),
  found: lengthBy(finder, movement, rows).toFixed(3),
})

const seen = [
  compare('JumpPointFinder', Always, ['...', '.#.', '#..', '#..']),
  compare('JumpPointFinder', IfAtMostOneObstacle, ['...', '.#.', '.#.', '...', '.#.', '.#.']),
  compare('BiDijkstraFinder', Always, ['...', '...', '#..', '...']),
  compare('BiDijkstraFinder', OnlyWhenNoObstacles, ['...', '...', '#..', '...']),
]
console.log(`pathfinding ${require('pathfinding/package.json').version}, node ${process.version}`)
console.table(seen)

/** Grids of 8 by 8 with a quarter of obstacles, by a fixed sequence of numbers. */
let state = 1
const random = () => (state = (state * 48271) % 2147483647) / 2147483647
const finders = {
  JumpPointFinder: ['JumpPointFinder'],
  'JumpPointFinder, octile': ['JumpPointFinder', PF.Heuristic.octile],
  BiDijkstraFinder: ['BiDijkstraFinder'],
  AStarFinder: ['AStarFinder'],
}
const counts = Object.fromEntries(Object.keys(finders).map(name => [name, 0]))
for (let grid = 0; grid < 1000; grid++) {
  const rows = Array.from({ length: 8 }, (_, y) =>
    Array.from({ length: 8 }, (_, x) => (random() < 0.25 && x + y > 0 && x + y < 14 ? '#' : '.')).join(''),
  )
  const shortest = lengthBy('DijkstraFinder', Always, rows)
  for (const [name, [finder, heuristic]] of Object.entries(finders)) {
    if (lengthBy(finder, Always, rows, heuristic) > shortest + 1e-9) counts[name]++
  }
}
console.log('longer ways on 1,000 random grids:', counts)
const isSeen =
  seen.every(({ shortest, found }) => Number(found) > Number(shortest)) &&
  counts.JumpPointFinder > 0 &&
  counts.BiDijkstraFinder > 0 &&
  counts['JumpPointFinder, octile'] === 0 &&
  counts.AStarFinder === 0
process.exit(isSeen ? 0 : 1)
JS
node probe.cjs
