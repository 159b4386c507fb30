import { readSettings, settingRows } from '../../apps/gateway/src/settings.ts'
import { code, page, table } from './markdown.ts'

/** Asks the gateway itself what it lacks when nothing but the mode is set. */
const neededInProduction = (): ReadonlySet<string> => {
  try {
    readSettings({ SILKGATE_MODE: 'production' })
    return new Set()
  } catch (error) {
    const { message } = error as Error
    return new Set([...message.matchAll(/^\s+([A-Z_]+):/gm)].map(([, name = '']) => name))
  }
}

/** Every setting of the gateway. */
export const settingsPage = (): string => {
  const needed = neededInProduction()
  return page({
    from: 'apps/gateway/src/settings.ts',
    title: 'Settings of the gateway',
    parts: [
      'Settings are environment variables. They are read once at the start; whatever is wrong is named, all in one error. An ' +
        'empty text counts as absent.',
      table(
        ['Setting', 'Default', 'Needed in production', 'Meaning'],
        Object.entries(settingRows).map(([name, { schema, says }]) => {
          const { data } = schema.safeParse(undefined)
          return [code(name), data === undefined ? '–' : code(String(data)), needed.has(name) ? 'yes' : '', says]
        }),
      ),
    ],
  })
}
