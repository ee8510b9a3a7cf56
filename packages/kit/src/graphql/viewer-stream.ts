const viewerStreams = new WeakSet<object>()

/**
 * Marks the stream of a subscription whose events may differ from viewer to viewer, though they do not for other
 * arguments of its field. A gateway that shares the field's events opens a stream for each viewer then.
 */
export function forViewerAlone<Stream extends object>(stream: Stream): Stream {
  viewerStreams.add(stream)
  return stream
}

/**
 * The one event of a stream that is asked for access alone, where events come to differ for this viewer: the gateway
 * goes on with a stream of the viewer's own.
 */
export class OwnFromNowOn {
  /** The place after which the viewer's own stream begins where the viewer has had no event yet. */
  readonly after: string
  constructor(after: string) {
    this.after = after
  }
}

export const isForViewerAlone = (stream: object): boolean => viewerStreams.has(stream)
