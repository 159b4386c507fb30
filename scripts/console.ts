import { join, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

/** The dark tokens also where dark was chosen, and not where light was; they are written once, for the system's choice. */
const chosenTheme = (code: string): string => {
  const [whole = '', tokens = ''] = /@media \(prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}\s*\}/.exec(code) ?? []
  if (whole === '') throw new Error('tokens.css has no dark tokens where they are looked for.')
  return `${code.replace(whole, () => whole.replace(':root', ":root:not([data-theme='light'])"))}
:root[data-theme='dark'] { color-scheme: dark;${tokens}}
:root[data-theme='light'] { color-scheme: light; }`
}

const root = join(resolve(import.meta.dirname, '..'), 'apps/console')

// Bundles the console into apps/console/dist, from where the gateway serves it.
await build({
  root,
  base: '/console/',
  configFile: false,
  logLevel: 'warn',
  plugins: [
    react(),
    {
      name: 'chosen theme',
      enforce: 'pre',
      transform: (code, id) => (id.endsWith('/tokens.css') ? chosenTheme(code) : undefined),
    },
  ],
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
})
