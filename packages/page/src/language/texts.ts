import type { Language } from '@silkgate/domain'
import { en, type Texts } from './en.ts'
import { nl } from './nl.ts'
import { zhCn } from './zh-cn.ts'
import { zhHk } from './zh-hk.ts'

/** What consumers read, in each language. */
export const texts: Readonly<Record<Language, Texts>> = { en, nl, 'zh-CN': zhCn, 'zh-HK': zhHk }
