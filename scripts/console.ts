import { join, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

const root = join(resolve(import.meta.dirname, '..'), 'apps/console')

// Bundles the console into apps/console/dist, from where the gateway serves it.
await build({
  root,
  base: '/console/',
  configFile: false,
  logLevel: 'warn',
  plugins: [react()],
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
})
