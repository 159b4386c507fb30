export { explainSweep, explainSweepByHand } from './explain-sweep.ts'
export { hearSweep } from './hear-sweep.ts'
export {
  holdSweepsToSend,
  openOverdueSweeps,
  putSweepsInFile,
  type SweepOfFile,
  type SweepToSend,
  sweepsOfFile,
  sweepsOfMessage,
  sweepsToSend,
} from './sweep.store.ts'
