import { isGranted, type Viewer } from '@waystone/kit/auth'

/** Returns whether the viewer may see the user's private fields: the user and administrators may. */
export const maySee = (viewer: Viewer | null, userId: string): boolean =>
  viewer !== null && (viewer.userId === userId || isGranted(viewer, [['admin']]))
