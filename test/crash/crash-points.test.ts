import { crashPoints } from '../../apps/gateway/src/crash-points.ts'
import { isOfCheckout, isOfRefund, isOfStep } from './groups.ts'
import { walk } from './walk.ts'

walk(
  crashPoints.filter((point) => !isOfStep(point) && !isOfRefund(point) && !isOfCheckout(point)),
  '4711',
)
