export { type CaptureBin, captureEdges, captureQuantile, noEdge } from './capture-time.ts'
