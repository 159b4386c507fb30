import type { Route } from './http/route.ts'
import { signatureDoctorRoutes } from './signature-doctor/signature-doctor.routes.ts'

export type ReportingApiNeeds = { readonly doctor: Parameters<typeof signatureDoctorRoutes>[0] }

/** Every route of our own merchant API, under /reporting/v1/. They are data, like those of the Connect API. */
export const reportingApi = ({ doctor }: ReportingApiNeeds): Route[] => [...signatureDoctorRoutes(doctor)]
