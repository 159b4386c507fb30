export { type ClearingTotals, crossFoot, type Footing, type Total } from './cross-foot.ts'
export { type DueReport, looksAt, reportsDueAfter, type SettlementAgreement } from './due-reports.ts'
export { type SaidByFile, type SaidInAll, saidInAll } from './said-in-all.ts'
