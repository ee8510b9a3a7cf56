import * as z from 'zod'
import { RequestFault } from '../errors/index.js'

/**
 * The services that may call an operation: those with a use for it, rather than every service that can sign a
 * call.
 */
export type Callers = readonly string[] | 'any'

/** A call from one service to another: private, typed, checked at both ends. Every call is safe to repeat. */
export interface ServiceCall<Input, Output> {
  readonly service: string
  readonly operation: string
  readonly callers: Callers
  readonly input: z.ZodType<Input>
  readonly output: z.ZodType<Output>
}

export const defineCall = <Input, Output>(call: ServiceCall<Input, Output>): ServiceCall<Input, Output> => call

export interface ServiceClient {
  /**
   * @throws RequestFault SERVICE_UNAVAILABLE when no instance answered in time.
   * @throws Error when the service answered with an error or with something that is not the call's output.
   */
  call<Input, Output>(
    call: ServiceCall<Input, Output>,
    input: Input,
    options?: { deadlineMs?: number; requestId?: string },
  ): Promise<Output>
  close(): Promise<void>
}

/**
 * The handler of a service's internal operation; `caller` is the service that asked, proven by its signature.
 */
export interface InternalHandler {
  readonly operation: string
  readonly callers: Callers
  readonly answer: (input: unknown, caller: string) => Promise<unknown>
}

export const mayCall = ({ callers }: Pick<InternalHandler, 'callers'>, caller: string): boolean =>
  callers === 'any' || callers.includes(caller)

/** Binds a function to a call: its input is parsed before, its output after. */
export const answerCall = <Input, Output>(
  call: ServiceCall<Input, Output>,
  handle: (input: Input, caller: string) => Promise<Output>,
): InternalHandler => ({
  operation: call.operation,
  callers: call.callers,
  answer: async (input, caller) => {
    const parsed = call.input.safeParse(input)
    if (!parsed.success) {
      throw new RequestFault('BAD_REQUEST', `The input of ${call.operation} is wrong: ${z.prettifyError(parsed.error)}`)
    }
    return call.output.parse(await handle(parsed.data, caller))
  },
})
