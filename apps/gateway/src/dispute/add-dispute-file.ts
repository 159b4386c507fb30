import { createHash } from 'node:crypto'
import { type DisputeId, readDisputeFile } from '@silkgate/domain'
import type { HttpAnswer } from '../http/errors.ts'
import type { Upload } from '../http/read-upload.ts'
import type { Caller } from '../http/route.ts'
import type { MasterKey } from '../secret/master-key.ts'
import type { World } from '../world.ts'
import { insertFile } from './dispute-file.store.ts'
import type { AskOfDispute } from './on-open-dispute.ts'

type Needs = { readonly world: World; readonly masterKey: MasterKey; readonly ask: AskOfDispute }

/** Keeps a document for a dispute that can still be answered. It is told to Alipay+ when the merchant defends itself. */
export const addDisputeFile =
  ({ world, masterKey, ask }: Needs) =>
  (caller: Caller, disputeId: DisputeId): Promise<HttpAnswer> => {
    const { fileName, content } = caller.body as Upload
    const { merchantId } = caller
    const fileId = world.newId()
    // Another boundary is no other request.
    const body = { fileName, sha256: createHash('sha256').update(content).digest('hex') }
    return ask({ ...caller, body }, disputeId, {
      deed: 'dispute.commit_file',
      event: ({ files }) => {
        const type = readDisputeFile(files, content)
        if (!type.ok) return type
        const file = { fileId, fileName, fileType: type.value, size: content.length }
        return { ok: true, value: { name: 'dispute_file_added', at: world.now(), disputeId, file } }
      },
      answerOf: () => ({ status: 201, body: JSON.stringify({ disputeId, fileId }) }),
      alongside: (tx) => insertFile(tx, masterKey, { merchantId, disputeId, fileId, content }),
    })
  }
