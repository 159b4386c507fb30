export {
  type Approval,
  askForApproval,
  decide,
  ofNoMerchant,
  waitingApprovals,
} from './approval.store.ts'
