import { crashPoints } from '../../apps/gateway/src/crash-points.ts'
import { isOfSale } from './groups.ts'
import { walk } from './walk.ts'

walk(crashPoints.filter(isOfSale), '4711')
