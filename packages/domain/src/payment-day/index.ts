export { type CaptureBin, captureEdges, captureQuantile, noEdge } from './capture-time.ts'
export { type Usual, usualOf, weeksCompared } from './usual.ts'
