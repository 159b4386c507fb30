import type {
  InquiryRegistrationStatusResponse,
  NotifyRegistrationStatusRequest,
  RegistrationOutcome,
  RegistrationResponse,
} from '@silkgate/alipayplus'
import { failure, success } from '../acqp/answers.ts'
import type { RegistrationMessage, RegistrationStatusMessage } from '../acqp/messages.ts'
import type { Acqp } from '../acqp/pay.ts'
import type { World } from '../world.ts'
import type { Registration, Registrations, Verdicts } from './registrations.ts'

export type Register = {
  readonly registrations: Registrations
  readonly verdicts: Verdicts
}

const notBeforeMs = 30 * 60_000

/** What is decided on a request; the reason of a no has no documented field, and ours says so by its name. */
const outcomeOf = ({
  registrationRequestId,
  referenceMerchantId,
  refusedBecause,
}: Registration): RegistrationOutcome => {
  const about = { registrationRequestId, referenceMerchantId }
  if (refusedBecause !== undefined) {
    return { ...about, registrationResult: { registrationStatus: 'REJECTED', simulatedReason: refusedBecause } }
  }
  const approved = { pspName: 'AlipayHK', registrationResult: { registrationStatus: 'APPROVED' } }
  return { ...about, registrationResult: { registrationStatus: 'COMPLETED' }, pspRegistrationResultList: [approved] }
}

/**
 * Takes a request to register a merchant, and announces the decision when it is made. A merchant's next request is
 * taken when the last one was decided on or is older than half an hour.
 */
export const register = async (
  message: RegistrationMessage,
  clientId: string,
  { registrations, verdicts }: Register,
  { world, orders }: Acqp,
): Promise<RegistrationResponse> => {
  const now = world.now()
  const { registrationRequestId } = message
  const { referenceMerchantId } = message.merchantInfo
  const { afterSeconds, refusedBecause } = verdicts.read()
  const wanted: Registration = {
    registrationRequestId,
    clientId,
    referenceMerchantId,
    productCode: message.productCodes[0] ?? '',
    requestedAt: now,
    decidesAt: new Date(now.getTime() + afterSeconds * 1000),
    refusedBecause,
  }
  const [last] = await registrations.of(referenceMerchantId)
  const isOpen = last !== undefined && last.decidesAt > now && now.getTime() - last.requestedAt.getTime() <= notBeforeMs
  if (isOpen && last.registrationRequestId !== registrationRequestId)
    return { result: failure('PROCESS_FAIL', 'the last request of this merchant is not decided on yet') }
  if ((await registrations.place(wanted)) !== wanted) return { result: success }
  const announced: NotifyRegistrationStatusRequest = { ...outcomeOf(wanted), registrationRequestId }
  await orders.saveNotification({
    notificationId: world.newId(),
    paymentRequestId: registrationRequestId,
    url: message.registrationNotifyUrl,
    body: JSON.stringify(announced),
    signedBy: 'alipayplus',
    attempts: 0,
    nextAt: wanted.decidesAt,
    lastAnswer: undefined,
  })
  return { result: success }
}

/** Whether pay takes orders of a merchant: where it must be registered, once one of its requests was agreed to. */
export const mayPay =
  ({ registrations, verdicts }: Register, world: World) =>
  async (referenceMerchantId: string): Promise<boolean> =>
    !verdicts.read().required ||
    (await registrations.of(referenceMerchantId)).some(
      ({ decidesAt, refusedBecause }) => refusedBecause === undefined && decidesAt <= world.now(),
    )

/** How a registration stands: PENDING until it is decided on. */
export const inquireRegistration = async (
  { registrationRequestId, referenceMerchantId }: RegistrationStatusMessage,
  { registrations }: Register,
  { world }: Acqp,
): Promise<InquiryRegistrationStatusResponse> => {
  const found =
    registrationRequestId === undefined
      ? (await registrations.of(referenceMerchantId))[0]
      : await registrations.find(registrationRequestId)
  if (found === undefined) return { result: failure('RECORD_NOT_FOUND', 'there is no such registration') }
  if (world.now() >= found.decidesAt) return { result: success, ...outcomeOf(found) }
  return { result: success, registrationResult: { registrationStatus: 'PENDING' } }
}
