import { isGranted, type Viewer } from '@waystone/kit/auth'

/** What is a user's own, only the user and administrators see. */
export const maySee = (viewer: Viewer | null, userId: string): boolean =>
  viewer !== null && (viewer.userId === userId || isGranted(viewer, [['admin']]))
