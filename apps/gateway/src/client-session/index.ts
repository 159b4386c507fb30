export { clientSessions } from './client-sessions.ts'
