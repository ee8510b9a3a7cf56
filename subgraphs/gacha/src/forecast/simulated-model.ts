import { checkModel, type CheckedModel } from '../domain/banner-model/check-model.js'
import type { ModelDefinition } from '../domain/banner-model/definition.js'
import { UndrawableOrder } from '../domain/banner-simulation/histories.js'
import { simulateModel, type SimulatedOrder } from '../domain/banner-simulation/simulate-model.js'
import { seededWords } from '../domain/seeded-words.js'

/** The definition of a banner model as it was sent, and the draws to make by each of its orders. */
export interface SimulationRequest {
  readonly simulated: unknown
  readonly draws: number
  readonly seed: number
}

export type SimulatedModel =
  | { readonly definition: ModelDefinition; readonly orders: readonly SimulatedOrder[] }
  | Extract<CheckedModel, { definition: null }>

/** Draws for some seconds: where requests are served, a thread does it. */
export function simulatedModelOf({ simulated, draws, seed }: SimulationRequest): SimulatedModel {
  const checked = checkModel(simulated)
  if (checked.definition === null) return checked
  const { definition, model } = checked
  try {
    return { definition, orders: simulateModel(model, { draws, wordsOf: place => seededWords(seed + place) }) }
  } catch (error) {
    if (!(error instanceof UndrawableOrder)) throw error
    const problem = { path: `orders[${error.place}]`, message: error.message }
    return { definition: null, model: null, problems: [problem] }
  }
}
