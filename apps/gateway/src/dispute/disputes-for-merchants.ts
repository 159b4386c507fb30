import { addDisputeFile } from './add-dispute-file.ts'
import { answerDispute } from './answer-dispute.ts'
import { findDisputes } from './find-disputes.ts'
import { onOpenDispute } from './on-open-dispute.ts'

type Needs = Parameters<typeof findDisputes>[0] & Parameters<typeof onOpenDispute>[0]

/** What merchants do with disputes: look at them, hand in files, and answer. */
export const disputesForMerchants = (needs: Needs) => {
  const ask = onOpenDispute(needs)
  return {
    find: findDisputes(needs),
    answer: answerDispute({ ...needs, ask }),
    addFile: addDisputeFile({ ...needs, ask }),
  }
}
