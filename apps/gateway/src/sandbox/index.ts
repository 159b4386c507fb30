export { type SandboxControls, sandboxRoutes } from './controls.routes.ts'
