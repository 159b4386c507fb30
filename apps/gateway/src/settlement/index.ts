export { lookForMissingReports, nextLook } from './missing-reports.jobs.ts'
export { takeReport } from './take-report.ts'
