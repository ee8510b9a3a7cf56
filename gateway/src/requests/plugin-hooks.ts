import type { GatewayPlugin } from './gateway-plugin.js'

/** The hooks of all plugins as one of each; undefined where no plugin has it. */
export type PluginHooks = {
  readonly [Name in keyof GatewayPlugin]-?: GatewayPlugin[Name] | undefined
}

export function joinPlugins(plugins: readonly GatewayPlugin[]): PluginHooks {
  return {
    onCredential: inOrder(plugins.flatMap(({ onCredential }) => onCredential ?? [])),
    onOtherProtocol: inOrder(plugins.flatMap(({ onOtherProtocol }) => onOtherProtocol ?? [])),
    onRequest: inOrder(plugins.flatMap(({ onRequest }) => onRequest ?? [])),
    onOperation: inOrder(plugins.flatMap(({ onOperation }) => onOperation ?? [])),
    onResult: inOrder(plugins.flatMap(({ onResult }) => onResult ?? [])),
    onEnd: atOnce(plugins.flatMap(({ onEnd }) => onEnd ?? [])),
    onTurnedAway: atOnce(plugins.flatMap(({ onTurnedAway }) => onTurnedAway ?? [])),
  }
}

type Hook<Given extends readonly unknown[]> = (...given: Given) => Promise<void> | void

/** For hooks whose result is not awaited. */
function atOnce<Given>(hooks: readonly ((given: Given) => void)[]): ((given: Given) => void) | undefined {
  if (hooks.length === 0) return undefined
  return given => {
    for (const hook of hooks) hook(given)
  }
}

/**
 * One after the other, since one may refuse what the next would have to count; without a promise where no
 * hook has one.
 */
function inOrder<Given extends readonly unknown[]>(hooks: readonly Hook<Given>[]): Hook<Given> | undefined {
  if (hooks.length === 0) return undefined
  const runFrom = (start: number, given: Given): Promise<void> | undefined => {
    for (let at = start; at < hooks.length; at++) {
      const pending = hooks[at]?.(...given)
      if (pending !== undefined) return pending.then(() => runFrom(at + 1, given))
    }
    return undefined
  }
  return (...given) => runFrom(0, given)
}
