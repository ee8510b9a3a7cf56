import { expect, test } from 'vitest'
import { tellEntityChanges, type ToldWorker } from './entity-changes.js'

const changes = [{ type: 'Item', key: { id: '1' } }]

/** Workers that void entities, or fail to, when a test says so. */
function theWorkers(count: number) {
  const workers = Array.from({ length: count }, () => {
    let settle: { resolve: (answer: null) => void; reject: (error: Error) => void } | undefined
    const told: unknown[] = []
    const worker: ToldWorker = {
      voidEntities: given => {
        told.push(given)
        return new Promise((resolve, reject) => (settle = { resolve, reject }))
      },
    }
    return {
      worker,
      told,
      voided: () => settle?.resolve(null),
      fails: () => settle?.reject(new Error('No answer')),
    }
  })
  const serving = new Set<ToldWorker>()
  let outcome: string | null = null
  const options = { workers: workers.map(({ worker }) => worker), serves: (worker: ToldWorker) => serving.has(worker) }
  const told = tellEntityChanges(changes, options).then(
    () => (outcome = 'told'),
    (error: Error) => (outcome = error.message),
  )
  return { workers, serving, told, outcome: () => outcome }
}

const turn = () => new Promise(resolve => void setImmediate(resolve))

test('each worker is told, and one that starts is waited for as one that serves', async () => {
  const { workers, serving, told, outcome } = theWorkers(2)
  const [served, starting] = workers
  if (served !== undefined) serving.add(served.worker)
  expect(workers.map(each => each.told)).toEqual([[changes], [changes]])
  served?.voided()
  await turn()
  expect(outcome()).toBe(null)
  starting?.voided()
  expect(await told).toBe('told')
})

test('a worker that ends, or still starts when its time is over, is not waited for any longer', async () => {
  const { workers, told } = theWorkers(1)
  workers[0]?.fails()
  expect(await told).toBe('told')
})

test('a worker that serves and does not void the entities in time fails the call, even if it served only meanwhile', async () => {
  const { workers, serving, told } = theWorkers(1)
  if (workers[0] !== undefined) serving.add(workers[0].worker)
  workers[0]?.fails()
  expect(await told).toBe('No answer')
})
