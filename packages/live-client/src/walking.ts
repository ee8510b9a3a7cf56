/** The rule by which characters walk, for clients that keep a state of their own. */
export { createGrid, type Grid } from './world/grid.js'
export { createPathFinder, type FindPath } from './world/path-finder.js'
export { createWalker, TICK_MS, walkingSpeed, type Walker } from './world/walker.js'
