export { webhookWorkRoutes } from './webhook-work.routes.ts'
export { type WebhookWork, webhookWork } from './webhook-work.ts'
