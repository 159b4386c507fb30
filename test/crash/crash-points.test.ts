import { crashPoints } from '../../apps/gateway/src/crash-points.ts'
import { isOfStep } from './groups.ts'
import { walk } from './walk.ts'

walk(
  crashPoints.filter((point) => !isOfStep(point)),
  '4711',
)
