import type { ModelDefinition, Order } from './definition.js'

/** Those that no milestone gives, in the order of the definition; figures of no named order are of the first. */
export const boughtOrders = ({ orders }: Pick<ModelDefinition, 'orders'>): readonly Order[] =>
  orders.filter(({ from }) => from === undefined)
