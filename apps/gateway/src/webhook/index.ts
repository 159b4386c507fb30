export { deliverWebhooks } from './deliver-webhooks.jobs.ts'
export { openPostWebhook, type PostWebhook } from './post-webhook.ts'
export { sentBodyOf } from './sent-body.ts'
