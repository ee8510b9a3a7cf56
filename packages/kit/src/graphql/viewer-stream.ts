const viewerStreams = new WeakSet<object>()

/**
 * Marks the stream of a subscription whose events may differ from viewer to viewer, though they do not for other
 * arguments of its field. A gateway that shares the field's events opens a stream for each viewer then.
 */
export function forViewerAlone<Stream extends object>(stream: Stream): Stream {
  viewerStreams.add(stream)
  return stream
}

export const isForViewerAlone = (stream: object): boolean => viewerStreams.has(stream)
