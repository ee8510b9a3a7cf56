import { table } from '../economy/report.js'
import type { Frames } from './measure-frames.js'
import type { WebResult } from './scenario.js'

export function webTables({ visits, lists, map }: WebResult): string {
  return [
    table([
      [
        'first visit',
        'first paint ms',
        'content ms',
        'interactive ms',
        'slowest ms',
        'main ms',
        'long tasks',
        'longest ms',
        'KB',
      ],
      ...visits.map(visit => [
        visit.visit,
        ...[visit.firstPaintMs, visit.contentMs, visit.interactiveMs, visit.slowestInteractiveMs].map(String),
        ...[visit.mainMs, visit.longTasks, visit.longestTaskMs, visit.kilobytes].map(String),
      ]),
    ]),
    table([
      ['scrolled', ...FRAMES, 'next page ms', 'slowest ms'],
      ...lists.map(list => [list.list, ...framesOf(list), String(list.turnP50Ms), String(list.turnMaxMs)]),
    ]),
    table([['map', ...FRAMES, 'players'], ...map.map(one => [one.renderer, ...framesOf(one), String(one.players)])]),
  ].join('\n\n')
}

const FRAMES = ['frames/s', 'shown/s', 'dropped', 'p50 ms', 'p95 ms', 'missed', 'main ms/frame', 'long tasks']

const framesOf = (frames: Frames) => [
  String(frames.perSecond),
  String(frames.shownPerSecond),
  String(frames.dropped),
  String(frames.intervalP50Ms),
  String(frames.intervalP95Ms),
  `${Math.round(frames.missedShare * 100)} %`,
  String(frames.mainMsEach),
  String(frames.longTasks),
]
