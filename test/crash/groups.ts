import type { CrashPoint } from '../../apps/gateway/src/crash-points.ts'

/** The points are walked in two halves, side by side: those of steps that are due, and all the others. */
export const isOfStep = (point: CrashPoint): boolean => / (due|resubmit|inquire|expire|cancel)\./.test(point)
