import type { MerchantId } from '@silkgate/domain'

/** A file as it is shown to the merchant to whom it belongs. */
export type ServedFile = { readonly name: string; readonly bytes: number; readonly modifiedAt: Date }

/** A file that is being read. Its bytes stay what they are, whatever becomes of its name. */
export type OpenFile = ServedFile & {
  /** Up to so many bytes from an offset on; fewer at the end. */
  readonly read: (offset: number, length: number) => Promise<Buffer>
  readonly close: () => Promise<void>
}

/** The files that each merchant may fetch. A name that is none of the merchant's own is unknown, whoever's it is. */
export type ServedFiles = {
  readonly list: (merchantId: MerchantId) => Promise<readonly ServedFile[]>
  readonly find: (merchantId: MerchantId, name: string) => Promise<ServedFile | undefined>
  readonly open: (merchantId: MerchantId, name: string) => Promise<OpenFile | undefined>
}
