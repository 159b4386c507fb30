export { endsOfSweep, matchSweepEntry, type OrderedSweep, type SweepMatch } from './match-sweep-entry.ts'
export {
  hearOfSweep,
  type SweepEvent,
  type SweepFacts,
  type SweepId,
  sweepEvents,
  sweepIdOf,
  sweepIdsIn,
  sweepStatusOf,
} from './sweep.ts'
