import type { CrashPoint } from '../../apps/gateway/src/crash-points.ts'

/** Points of refunds are walked with a merchant whose payments are captured. */
export const isOfRefund = (point: CrashPoint): boolean => / refund\./.test(point)

/** Points of disputes are walked with payments that are disputed. */
export const isOfDispute = (point: CrashPoint): boolean => / dispute\./.test(point)

/** The points are walked in two halves, side by side: those of steps that are due, and all the others. */
export const isOfStep = (point: CrashPoint): boolean => / (due|resubmit|inquire|expire|cancel)\./.test(point)

/** Points of hosted checkouts are walked without any payment. */
export const isOfCheckout = (point: CrashPoint): boolean => / checkout\./.test(point)

/** Points of received files are walked without any payment. */
export const isOfFile = (point: CrashPoint): boolean => / file\./.test(point)

/** Points of reports are walked with files alone. */
export const isOfSettlement = (point: CrashPoint): boolean => / settlement\./.test(point)

/** Points of the reconciliation are walked when the money of a sale has come. */
export const isOfReconciliation = (point: CrashPoint): boolean => / (bank|reconcile)\./.test(point)

/** Points of the delivery of reports are walked with reports alone. */
export const isOfDelivery = (point: CrashPoint): boolean => / delivery\./.test(point)

/** Points of remittances are walked when a merchant is paid. */
export const isOfRemittance = (point: CrashPoint): boolean => / remittance\./.test(point)

/** Points of invoices are walked with fees alone. */
export const isOfInvoice = (point: CrashPoint): boolean => / invoice\./.test(point)

export const groups = [
  isOfStep,
  isOfRefund,
  isOfDispute,
  isOfCheckout,
  isOfFile,
  isOfSettlement,
  isOfReconciliation,
  isOfDelivery,
  isOfRemittance,
  isOfInvoice,
] as const

/** Every other point: those of a sale that goes well. */
export const isOfSale = (point: CrashPoint): boolean => !groups.some((isOne) => isOne(point))
