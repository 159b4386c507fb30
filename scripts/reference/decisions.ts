import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { page } from './markdown.ts'

const folder = resolve(import.meta.dirname, '../../docs/decisions')

/** The decisions, the oldest first, by their own titles. */
export const decisionsPage = (): string => {
  const files = globSync('[0-9]*.md', { cwd: folder }).sort()
  const links = files.map((file) => {
    const [, title = file] = /^# (?:\d+\. )?(.+)$/m.exec(readFileSync(`${folder}/${file}`, 'utf8')) ?? []
    return `- [${title}](${file})`
  })
  return page({
    from: 'the files of docs/decisions',
    title: 'Decisions',
    parts: [
      'What a newcomer would wonder about: what hurts, what we do, what we do not do and why, what it costs.',
      links.join('\n'),
    ],
  })
}
