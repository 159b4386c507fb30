import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { isColour } from '@silkgate/domain'
import type { Command } from 'commander'
import { print, withTools } from '../command-line.ts'
import { readMerchant } from '../merchant/index.ts'
import { listVariants, putVariant, removeVariant } from './variant.store.ts'
import { isVariantName, type LogoType, type Variant } from './variant.ts'

type Options = { accent?: string; radius?: string; note?: string; logo?: string }

const typeOfFile: Readonly<Record<string, LogoType>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
}

const largestLogo = 64 * 1024

const readLogo = async (file: string): Promise<Variant['logo']> => {
  const type = typeOfFile[extname(file).toLowerCase()]
  if (type === undefined) throw new Error(`--logo: "${file}" is no PNG, JPEG, WebP or SVG file.`)
  const bytes = await readFile(file)
  if (bytes.length > largestLogo) throw new Error(`--logo: ${bytes.length} bytes are more than 64 KiB.`)
  return { type, bytes }
}

const readVariantOf = async (merchantId: string, variant: string, options: Options, at: Date): Promise<Variant> => {
  const { accent, radius, note, logo } = options
  if (!isVariantName(variant)) throw new Error('A variant is named with letters and digits: 100, dark-2.')
  if (accent !== undefined && !isColour(accent)) throw new Error(`--accent: "${accent}" is no colour such as #0b5f8a.`)
  if (radius !== undefined && !/^([01]?\d|2[0-4])$/.test(radius)) throw new Error('--radius: 0 to 24 is expected.')
  return {
    merchantId,
    variant,
    accent: accent?.toLowerCase() as Variant['accent'],
    radiusPx: radius === undefined ? undefined : Number(radius),
    note,
    logo: logo === undefined ? undefined : await readLogo(logo),
    changedAt: at,
  }
}

const printVariant = ({ logo, ...variant }: Variant): void =>
  print({ ...variant, logo: logo && { type: logo.type, bytes: logo.bytes.length } })

/** `checkout-variant put|list|remove`. */
export const addVariantCommands = (root: Command): void => {
  const command = root.command('checkout-variant').description('how the hosted checkout of a merchant looks')
  command
    .command('put <merchantId> <variant>')
    .description('adds a variant, or puts this in its place')
    .option('--accent <colour>', 'buttons and links: #0b5f8a; made darker or lighter where it could not be read')
    .option('--radius <px>', 'how round buttons and cards are: 0 to 24')
    .option('--note <text>', 'a sentence above the ways to pay')
    .option('--logo <file>', 'PNG, JPEG, WebP or SVG of at most 64 KiB; shown at most 160 by 48 pixels large')
    .action((merchantId: string, variant: string, options: Options) =>
      withTools(async ({ db, now }) => {
        if ((await readMerchant(db, merchantId)) === undefined) throw new Error(`There is no merchant ${merchantId}.`)
        const made = await readVariantOf(merchantId, variant, options, now())
        await putVariant(db, made)
        printVariant(made)
      }),
    )
  command
    .command('list <merchantId>')
    .action((merchantId: string) =>
      withTools(async ({ db }) => (await listVariants(db, merchantId)).forEach(printVariant)),
    )
  command.command('remove <merchantId> <variant>').action((merchantId: string, variant: string) =>
    withTools(async ({ db }) => {
      const removed = await removeVariant(db, merchantId, variant)
      if (!removed) throw new Error(`Merchant ${merchantId} has no variant ${variant}.`)
      print({ merchantId, variant, removed })
    }),
  )
}
