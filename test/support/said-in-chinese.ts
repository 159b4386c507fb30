import assert from 'node:assert/strict'
import { textIn } from '../../apps/console/src/said/said.ts'
import { zhHans } from '../../apps/console/src/ui/texts-zh-hans.ts'
import type { TestSandbox } from './sandbox.ts'

/** Everything that the gateway has kept in words, but for what people wrote. */
const kept = `
  select field as text from breaks union select ours from breaks union select theirs from breaks
  union select reason from breaks where resolved_by is null union select note from break_notes where note like 'assigned to %'
  union select detail from exceptions union select reason from received_files union select reason from quarantined_rows`

/** Two words of English behind each other: a name of a column or of a wallet is one, and banks write in capitals. */
const english = /(^|[ :])[a-z]{2,} [a-z]{2,}/

/** Nothing of what was kept is left in English in a Chinese console; `least` are so many texts that it has to be. */
export const assertSaidInChinese = async ({ db }: Pick<TestSandbox, 'db'>, least: number): Promise<void> => {
  const rows = await db.read<{ text: string | null }>({ text: kept, values: [] })
  const texts = rows.flatMap(({ text }) => text || [])
  assert.ok(texts.length >= least, texts.join('\n'))
  assert.deepEqual(
    texts.map((text) => textIn(zhHans.said, text)).filter((text) => english.test(text)),
    [],
  )
}
